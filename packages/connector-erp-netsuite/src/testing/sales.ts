/** Arithmetic and states that sales orders, cash sales and invoices share. */
import type { AccountFeatures } from './account.ts';
import { sumOf, toCents } from './cents.ts';
import { idOf, numberOf, textOf } from './json.ts';
import { invalidContent, userError } from './problem.ts';
import { isItemType, itemTypes, recordTypes } from './record-types.ts';
import type { Line, Store, StoredRecord } from './store.ts';

export interface Totals {
  readonly subtotalCents: number;
  readonly shippingCents: number;
  readonly taxCents: number;
  readonly totalCents: number;
}

const customPriceLevel = '-1';

/** Transactions whose lines have prices, and that have a total for this reason. */
const pricedTypes: ReadonlySet<string> = new Set([
  'salesOrder',
  'cashSale',
  'invoice',
  'returnAuthorization',
  'creditMemo',
  'cashRefund',
]);

export function isPriced({ type }: Pick<StoredRecord, 'type'>): boolean {
  return pricedTypes.has(type);
}

/** Documents that book money back: their lines are those of a sale, turned round. */
export function isCredit({ type }: Pick<StoredRecord, 'type'>): boolean {
  return type === 'creditMemo' || type === 'cashRefund';
}

/** Fills in what the platform fills in: the price of the price level, the amount, the rate. */
export function priceLines(record: StoredRecord, store: Store): readonly Line[] {
  const priced = (line: Line, index: number): Line => {
    const path = `item.items[${String(index)}]`;
    const item = itemOf(line, store);
    if (!item) throw userError('Please choose an item to add.');
    if (item.values['isInactive'] === true) throw invalidContent(`The item ${item.id} is inactive.`, `${path}.item`);
    const quantity = numberOf(line['quantity']) ?? 1;
    const basePrice = numberOf(item.values['basePrice']);
    const usesLevel = idOf(line['price']) !== customPriceLevel && basePrice !== undefined;
    const rate = usesLevel ? basePrice : numberOf(line['rate']);
    const amount = usesLevel ? undefined : numberOf(line['amount']);
    if (rate === undefined && amount === undefined) throw userError('Please enter value(s) for: Amount.');
    const cents = amount === undefined ? toCents((rate ?? 0) * quantity) : toCents(amount);
    return { ...line, quantity, rate: rate ?? cents / 100 / quantity, amount: cents / 100 };
  };
  return (record.lines['item'] ?? []).map(priced);
}

export function totalsOf(record: StoredRecord, features: AccountFeatures): Totals {
  const lines = record.lines['item'] ?? [];
  const subtotalCents = sumOf(lines, amountCents);
  const shippingCents =
    toCents(numberOf(record.values['shippingCost']) ?? 0) + toCents(numberOf(record.values['handlingCost']) ?? 0);
  const taxCents = features.tax === 'legacy' ? legacyTax(lines) : suiteTax(record, features);
  return { subtotalCents, shippingCents, taxCents, totalCents: subtotalCents + shippingCents + taxCents };
}

function legacyTax(lines: readonly Line[]): number {
  return sumOf(lines, (line) => {
    const amount = numberOf(line['tax1Amt']);
    return amount === undefined
      ? toCents((amountCents(line) / 100) * ((numberOf(line['taxRate1']) ?? 0) / 100))
      : toCents(amount);
  });
}

function suiteTax(record: StoredRecord, features: AccountFeatures): number {
  const lines = record.lines['item'] ?? [];
  if (record.values['taxDetailsOverride'] !== true) {
    return sumOf(lines, (line) => toCents((amountCents(line) / 100) * (features.taxRatePercent / 100)));
  }
  const references = new Set(lines.map((line) => textOf(line['taxDetailsReference'])));
  return sumOf(record.lines['taxDetails'] ?? [], (detail) => {
    const reference = textOf(detail['taxDetailsReference']);
    if (reference === undefined || !references.has(reference)) {
      const position = (record.lines['taxDetails'] ?? []).indexOf(detail);
      throw invalidContent(
        'Invalid tax details reference.',
        `taxDetails.items[${String(position)}].taxDetailsReference`,
      );
    }
    if (!idOf(detail['taxType']) || !idOf(detail['taxCode']))
      throw userError('Please enter value(s) for: Tax Type, Tax Code.');
    return toCents(numberOf(detail['taxAmount']) ?? 0);
  });
}

export function amountCents(line: Line): number {
  return toCents(numberOf(line['amount']) ?? 0);
}

export function itemOf(line: Line, store: Store): StoredRecord | undefined {
  const id = idOf(line['item']);
  return id === undefined ? undefined : store.find('item', id);
}

/** Whether units of this line leave a shelf. */
export function isFulfillable(line: Line, store: Store): boolean {
  const item = itemOf(line, store);
  return item !== undefined && isItemType(item.type) && itemTypes[item.type].fulfillable;
}

const bills: ReadonlySet<string> = new Set(['cashSale', 'invoice']);

/** Units of a sales order line that documents made from the order have taken, by kind of document. */
export function takenUnits(
  order: StoredRecord,
  line: number,
  store: Store,
): { readonly picked: number; readonly shipped: number; readonly billed: number } {
  let picked = 0;
  let shipped = 0;
  let billed = 0;
  for (const document of store.madeFrom(order.id)) {
    const units = sumOf(
      (document.lines['item'] ?? []).filter((taken) => taken['orderLine'] === line),
      (taken) => numberOf(taken['quantity']) ?? 0,
    );
    if (bills.has(document.type)) billed += units;
    if (document.type !== 'itemFulfillment') continue;
    picked += units;
    if (idOf(document.values['shipStatus']) === 'C') shipped += units;
  }
  return { picked, shipped, billed };
}

export const orderStates: Readonly<Record<string, string>> = {
  A: 'Pending Approval',
  B: 'Pending Fulfillment',
  C: 'Cancelled',
  D: 'Partially Fulfilled',
  E: 'Pending Billing/Partially Fulfilled',
  F: 'Pending Billing',
  G: 'Billed',
  H: 'Closed',
};

/** Status letter of a sales order, derived from what was shipped and billed. */
export function orderStatus(order: StoredRecord, store: Store): string {
  const asked = idOf(order.values['orderStatus']) ?? 'A';
  if (asked === 'A' || asked === 'C') return asked;
  let wanted = 0;
  let toShip = 0;
  let shippedUnits = 0;
  let shippedUnbilled = 0;
  let unbilled = 0;
  for (const line of order.lines['item'] ?? []) {
    const taken = takenUnits(order, line.line, store);
    const quantity = line['isClosed'] === true ? taken.shipped : (numberOf(line['quantity']) ?? 0);
    wanted += quantity;
    unbilled += quantity - taken.billed;
    if (!isFulfillable(line, store)) continue;
    toShip += quantity - taken.shipped;
    shippedUnits += taken.shipped;
    shippedUnbilled += taken.shipped - taken.billed;
  }
  if (wanted === 0) return 'H';
  if (unbilled <= 0) return 'G';
  if (toShip <= 0) return 'F';
  if (shippedUnits === 0) return 'B';
  return shippedUnbilled > 0 ? 'E' : 'D';
}

export function isApproved(record: StoredRecord): boolean {
  return (idOf(record.values['approvalStatus']) ?? '2') === '2';
}

/** Types that are promises, not facts: they never reach the ledger. */
const promises: ReadonlySet<string> = new Set(['salesOrder', 'returnAuthorization', 'transferOrder']);

/** Whether documents of this type reach the ledger at all. */
export function posts(type: string): boolean {
  return !promises.has(type) && recordTypes[type]?.group === 'transaction';
}

/** Whether this one has reached it: a fulfilment does once it is shipped, an invoice or a journal once it is approved. */
export function isPosting(record: StoredRecord): boolean {
  if (!posts(record.type)) return false;
  if (record.type === 'itemFulfillment') return idOf(record.values['shipStatus']) === 'C';
  return isApproved(record);
}
