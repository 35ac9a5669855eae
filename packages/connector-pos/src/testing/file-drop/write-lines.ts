import { type Random } from '@crossdock/core';
import { type PosLogDialect } from '../../file-drop/poslog/dialect.ts';
import { wordsOf } from '../../file-drop/poslog/words.ts';
import {
  type TicketCharge,
  type TicketLine,
  type TicketTax,
  type TicketTender,
  type TillTicket,
} from '../../file-drop/till-record.ts';
import { isNegative, isZero, negated, plus } from '../../file-drop/values.ts';
import { netOfLine } from '../../file-drop/worth.ts';
import { unsigned } from '../../rules/index.ts';
import { element, textElement } from './markup.ts';

/** How one ticket is written. */
export interface WritingSetting {
  readonly dialect: PosLogDialect;
  readonly random: Random;
}

type Line = (content: string, attributes?: Readonly<Record<string, string | undefined>>, id?: string) => string;

/** All `LineItem`s of a ticket, as the dialect writes them. Whatever it may add without changing the ticket, it adds by chance. */
export function lineItems(ticket: TillTicket, setting: WritingSetting): string {
  const { dialect, random } = setting;
  let number = 900;
  const line: Line = (content, attributes = {}, id = String(++number)) =>
    element('LineItem', textElement('SequenceNumber', id) + content, attributes);
  return [
    ...ticket.lines.flatMap((it) => [
      ...voidNoise(it, line, setting),
      line(goods(it, ticket, setting), {}, it.id),
      ...discountLines(it, line, setting),
    ]),
    ...ticket.charges.map((it) => line(charge(it, setting), {}, it.id)),
    ...(dialect.taxes === 'tax-line' ? taxLines(ticket, line) : []),
    ...tenders(ticket, line, setting),
    ...(dialect.rounding === 'element' && ticket.rounding !== undefined ? [line(rounding(ticket.rounding))] : []),
    ...(random() < 0.1
      ? [line(element('Sale', item({ sku: '0', extended: '1', quantity: '1' })), { CancelFlag: 'true' })]
      : []),
  ].join('');
}

/** A line that was taken off again at the till. */
function voidNoise(it: TicketLine, line: Line, { dialect, random }: WritingSetting): readonly string[] {
  if (random() >= 0.2 || it.kind !== 'goods') return [];
  const amount = unsigned(it.gross);
  const sale = (value: string, quantity: string) => element('Sale', item({ sku: it.sku, extended: value, quantity }));
  if (dialect.voidLine === 'skip') return [line(sale(amount, '1'), { VoidFlag: 'true' })];
  if (dialect.voidLine === 'refuse') return [];
  return [line(sale(amount, '1')), line(sale(negated(amount), '-1'), { VoidFlag: 'true' })];
}

interface Item {
  readonly sku: string;
  readonly name?: string | undefined;
  readonly price?: string | undefined;
  readonly extended: string;
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly more?: string;
}

function item({ sku, name, price, extended, quantity, unit, more = '' }: Item): string {
  return [
    element('POSIdentity', textElement('POSItemID', sku), { POSIDType: 'GTIN' }),
    textElement('ItemID', sku),
    textElement('Description', name),
    textElement('RegularSalesUnitPrice', price),
    textElement('ActualSalesUnitPrice', price),
    textElement('ExtendedAmount', extended),
    more,
    textElement('Quantity', quantity, { UnitOfMeasureCode: unit === 'EA' ? undefined : unit }),
  ].join('');
}

function goods(it: TicketLine, ticket: TillTicket, { dialect, random }: WritingSetting): string {
  const isBack = it.direction === 'back';
  // A dialect without signs may write a return as a sale of less than nothing.
  const asSale = isBack && dialect.amounts === 'unsigned' && it.soldOn === undefined && random() < 0.5;
  const signed = (amount: string): string => (isBack && dialect.amounts === 'signed' ? negated(amount) : amount);
  const [source] = dialect.discounts;
  const more = [
    ...(source === 'price-modifier' ? it.discounts.map(modifier) : []),
    ...(source === 'extended-discount' && it.discounts.length > 0
      ? [textElement('ExtendedDiscountAmount', plus(...it.discounts.map((one) => one.amount)))]
      : []),
    ...(dialect.taxes === 'line' ? it.taxes.map((tax) => taxElement(tax, signed(tax.amount))) : []),
    ...(it.soldOn ? [link(it)] : []),
  ].join('');
  const extended = signed(dialect.extendedAmount === 'net' ? netOfLine(it) : it.gross);
  const quantity =
    asSale || (isBack && dialect.amounts === 'signed') ? negated(it.quantity.amount) : it.quantity.amount;
  const attributes = {
    ItemType: wordOf(it.kind, dialect),
    TaxIncludedInPriceFlag: dialect.taxIncluded === 'per-line' ? String(ticket.taxIncluded) : undefined,
  };
  const content = item({
    sku: it.sku,
    name: it.name,
    price: it.unitPrice,
    extended,
    quantity,
    unit: it.quantity.unit,
    more,
  });
  return element(isBack && !asSale ? 'Return' : 'Sale', content, attributes);
}

function wordOf(kind: TicketLine['kind'], dialect: PosLogDialect): string | undefined {
  if (kind === 'goods') return undefined;
  return [...wordsOf(dialect).items].find(([, meaning]) => meaning === kind)?.[0];
}

function modifier({ amount, code, reason }: TicketLine['discounts'][number]): string {
  return element(
    'RetailPriceModifier',
    textElement('Amount', amount, { Action: 'Subtract' }) +
      textElement('PromotionID', code) +
      textElement('ReasonCode', reason),
  );
}

function discountLines(it: TicketLine, line: Line, { dialect }: WritingSetting): readonly string[] {
  const [source] = dialect.discounts;
  const name = source === 'reward-line' ? 'LoyaltyReward' : source === 'discount-line' ? 'Discount' : undefined;
  if (name === undefined) return [];
  return it.discounts.map((one) =>
    line(
      element(
        name,
        textElement('Amount', one.amount) + textElement('PromotionID', one.code) + textElement('ItemLink', it.id),
      ),
    ),
  );
}

function taxElement({ name, rate }: TicketTax, amount: string): string {
  const percent = rate === undefined ? undefined : String(Number((Number(rate) * 100).toFixed(4)));
  return element(
    'Tax',
    textElement('TaxRuleID', name) + textElement('Percent', percent) + textElement('Amount', amount),
    { TaxType: 'VAT' },
  );
}

/** Taxes of the ticket by name: what was sold less what came back. */
function taxLines({ lines }: TillTicket, line: Line): readonly string[] {
  const sums = new Map<string, { readonly tax: TicketTax; readonly amount: string }>();
  for (const { direction, taxes } of lines) {
    for (const tax of taxes) {
      const before = sums.get(tax.name)?.amount ?? '0';
      sums.set(tax.name, { tax, amount: plus(before, direction === 'out' ? tax.amount : negated(tax.amount)) });
    }
  }
  return [...sums.values()].filter((it) => !isZero(it.amount)).map(({ tax, amount }) => line(taxElement(tax, amount)));
}

function charge({ kind, name, gross, id }: TicketCharge, { dialect }: WritingSetting): string {
  const type = [...wordsOf(dialect).items].find(
    ([, meaning]) => typeof meaning === 'object' && meaning.charge === kind,
  )?.[0];
  if (type === undefined) throw new Error(`The dialect ${dialect.id} has no item type for a charge of kind ${kind}`);
  const isBack = isNegative(gross);
  const extended = dialect.amounts === 'signed' ? gross : unsigned(gross);
  return element(isBack ? 'Return' : 'Sale', item({ sku: `charge-${id}`, name, extended, quantity: '1' }), {
    ItemType: type,
  });
}

function link({ soldOn, soldLine }: TicketLine): string {
  if (!soldOn) return '';
  const parts = [
    textElement('RetailStoreID', soldOn.store),
    textElement('WorkstationID', soldOn.register),
    textElement('BusinessDayDate', soldOn.businessDate),
    textElement('SequenceNumber', soldOn.sequence),
    textElement('LineItemSequenceNumber', soldLine),
  ];
  return element('TransactionLink', parts.join(''), { ReasonCode: 'Return' });
}

function tenders(ticket: TillTicket, line: Line, setting: WritingSetting): readonly string[] {
  const { dialect } = setting;
  const word = [...wordsOf(dialect).tenders].find(([, meaning]) => meaning === 'rounding')?.[0];
  const roundingTender = dialect.rounding === 'tender-line' ? ticket.rounding : undefined;
  const written = ticket.tenders.flatMap((it, index) =>
    tenderLines(it, line, setting, word === undefined && index === 0 ? roundingTender : undefined),
  );
  return roundingTender === undefined || word === undefined
    ? written
    : [...written, line(tender(word, roundingTender))];
}

function tenderLines(
  it: TicketTender,
  line: Line,
  { dialect, random }: WritingSetting,
  rounded: string | undefined,
): readonly string[] {
  const type = it.name ?? [...wordsOf(dialect).tenders].find(([, meaning]) => meaning === it.kind)?.[0] ?? '';
  const inside = rounded === undefined ? '' : rounding(rounded);
  if (isNegative(it.amount)) {
    const isSigned = dialect.amounts === 'signed';
    return [
      line(
        tender(type, isSigned ? it.amount : unsigned(it.amount), inside, isSigned ? undefined : 'Refund'),
        {},
        it.id,
      ),
    ];
  }
  const change = it.kind === 'cash' && random() < 0.5 ? String(1 + Math.floor(random() * 50)) : undefined;
  if (change === undefined) return [line(tender(type, it.amount, inside), {}, it.id)];
  const given = plus(it.amount, change);
  if (dialect.change === 'netted')
    return [line(tender(type, it.amount, inside + changeElement(negated(change))), {}, it.id)];
  if (dialect.change === 'line')
    return [line(tender(type, given, inside), {}, it.id), line(changeElement(change, type))];
  if (random() < 0.5) return [line(tender(type, given, inside + changeElement(change)), {}, it.id)];
  return [line(tender(type, given, inside), {}, it.id), line(tender(type, '0', changeElement(change)))];
}

function tender(type: string, amount: string, more = '', typeCode?: string): string {
  return element('Tender', textElement('Amount', amount) + more, { TenderType: type, TypeCode: typeCode });
}

function changeElement(amount: string, type?: string): string {
  return element('TenderChange', textElement('Amount', amount), { TenderType: type });
}

function rounding(amount: string): string {
  return textElement('Rounding', unsigned(amount), { RoundingDirection: isNegative(amount) ? 'Down' : 'Up' });
}
