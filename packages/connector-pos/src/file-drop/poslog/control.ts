import { unsigned } from '../../rules/index.ts';
import { childOf, childrenOf, elementAt, textAt, type XmlElement } from '../reading/xml-element.ts';
import {
  type DayEnd,
  type MovementReason,
  type RecordHead,
  type StockRecord,
  type TillRecord,
} from '../till-record.ts';
import { decimalOf, isNegative, isZero, minus, missing, negated, plus, unmapped } from '../values.ts';
import { amountAt, amountOf, keyOfLink, type TransactionContext } from './context.ts';
import { wordsOf } from './words.ts';
import { skuOf, unitOf } from './goods.ts';

const controls: Readonly<Record<string, 'no-sale' | 'control' | 'day-end' | 'register-end' | 'post-void'>> = {
  NoSale: 'no-sale',
  BusinessEOD: 'day-end',
  POSEOD: 'register-end',
  PostVoid: 'post-void',
  ...Object.fromEntries(
    [
      'BusinessSOD',
      'POSSOD',
      'TillSOD',
      'TillEOD',
      'ShiftStart',
      'ShiftEnd',
      'OperatorSignOn',
      'OperatorSignOff',
      'TransactionVoid',
      'SuspendDelete',
      'ReceiptReprint',
    ].map((it) => [it, 'control' as const]),
  ),
};

/** Reads a `ControlTransaction`: no goods and no money, but a number of the till, and what it means for the day. */
export function readControl(
  control: XmlElement,
  head: RecordHead,
  context: TransactionContext,
  path: string,
): TillRecord {
  const table = { ...controls, ...context.dialect.controls };
  const named = control.attributes['TypeCode'];
  const child = control.children.find((it) => table[it.name] !== undefined);
  const word = child?.name ?? named ?? control.children[0]?.name ?? '';
  const meaning = table[word];
  if (meaning === undefined) throw unmapped('control transaction', word, path);
  if (meaning === 'post-void') {
    const voids = keyOfLink(
      childOf(child, 'TransactionLink') ?? childOf(control, 'TransactionLink'),
      context,
      `${path}.TransactionLink`,
    );
    if (!voids) throw missing('link to what it voids', path);
    return { ...head, kind: 'post-void', voids };
  }
  if (meaning === 'no-sale' || meaning === 'control') return { ...head, kind: meaning };
  const scope = meaning === 'day-end' ? 'store' : 'register';
  return { ...head, kind: 'day-end', scope, currency: context.currency, totals: totalsOf(child, context, path) };
}

const drawerMovements = {
  TenderLoan: 'opening',
  PaidIn: 'paid-in',
  PaidOut: 'paid-out',
  TenderPickup: 'paid-out',
  SafeDrop: 'paid-out',
  TillDeclaration: 'counted',
  Deposit: 'deposit',
} as const;

/** Reads a `TenderControlTransaction`: cash beside sales, and the settlement of a till. */
export function readTenderControl(
  control: XmlElement,
  head: RecordHead,
  context: TransactionContext,
  path: string,
): TillRecord {
  const child = control.children.find(
    (it) => it.name === 'TillSettle' || it.name in drawerMovements || quiet.has(it.name),
  );
  if (!child) throw unmapped('tender control transaction', control.children[0]?.name ?? '', path);
  if (quiet.has(child.name)) return { ...head, kind: 'control' };
  const at = `${path}.${child.name}`;
  const { currency } = context;
  if (child.name === 'TillSettle')
    return { ...head, kind: 'day-end', scope: 'register', currency, totals: totalsOf(child, context, at) };
  const movement = drawerMovements[child.name as keyof typeof drawerMovements];
  return {
    ...head,
    kind: 'drawer',
    movement,
    amount: unsigned(cashOf(child, context, at)),
    currency,
    reference: textAt(child, 'ReferenceID'),
  };
}

/** Between the safe and tills that are told apart elsewhere: nothing of the day's money. */
const quiet: ReadonlySet<string> = new Set(['SafeSettle', 'TenderExchange', 'TenderAdjustment']);

/** The amount of a movement of cash: its own, or that of its tenders in cash. */
function cashOf(element: XmlElement, context: TransactionContext, path: string): string {
  const own = amountAt(element, 'Amount', context, path);
  if (own !== undefined) return own;
  const cash = childrenOf(element, 'Tender').filter((it) => it.attributes['TenderType'] === 'Cash');
  if (cash.length === 0) throw missing('amount', path);
  return plus('0', ...cash.map((it) => amountOf(it, 'Amount', context, `${path}.Tender`)));
}

/** What a till or a store says its day came to. */
function totalsOf(element: XmlElement | undefined, context: TransactionContext, path: string): DayEnd['totals'] {
  const count = textAt(element, 'TransactionCount');
  const net = amountAt(element, 'TotalNetSalesAmount', context, path);
  const back = amountAt(element, 'TotalNetReturnAmount', context, path);
  const tax = amountAt(element, 'TotalTaxAmount', context, path);
  const tenders = childrenOf(element, 'TenderSummary').flatMap((summary, index) =>
    summaryOf(summary, context, `${path}.TenderSummary[${index + 1}]`),
  );
  return {
    tickets: count === undefined || !/^\d{1,9}$/.test(count) ? undefined : Number(count),
    total: net === undefined || tax === undefined ? undefined : plus(net, negated(unsigned(back ?? '0')), tax),
    tenders: tenders.length === 0 ? undefined : tenders,
  };
}

function summaryOf(summary: XmlElement, context: TransactionContext, path: string) {
  const type = summary.attributes['TenderType'] ?? textAt(summary, 'TenderType') ?? '';
  const kind = wordsOf(context.dialect).tenders.get(type);
  if (kind === undefined) throw unmapped('tender type', type, path);
  if (kind === 'ignore' || kind === 'rounding') return [];
  const sales = amountAt(elementAt(summary, 'Sales'), 'Amount', context, `${path}.Sales`) ?? '0';
  const returns = amountAt(elementAt(summary, 'Returns'), 'Amount', context, `${path}.Returns`) ?? '0';
  return [{ kind, amount: minus(sales, unsigned(returns)) }];
}

const movements: Readonly<Record<string, MovementReason | 'counted'>> = {
  InventoryCount: 'counted',
  ReceiveInventory: 'receipt',
  TransferIn: 'transfer-in',
  TransferOut: 'transfer-out',
  ReturnToVendor: 'other',
  InventoryAdjustment: 'correction',
  InventoryLoss: 'lost',
};

/** Ways out of the store: a quantity without sign is taken away. */
const outward: ReadonlySet<string> = new Set(['TransferOut', 'ReturnToVendor', 'InventoryLoss']);

/** Reads an `InventoryControlTransaction`: what was counted, or moved without a sale. */
export function readInventoryControl(
  control: XmlElement,
  head: RecordHead,
  context: TransactionContext,
  path: string,
): StockRecord {
  const table = { ...movements, ...context.dialect.movements };
  const document = control.children.find((it) => table[wordOf(it)] !== undefined);
  const what = document && table[wordOf(document)];
  if (!document || !what) throw unmapped('inventory transaction', control.children[0]?.name ?? '', path);
  const at = `${path}.${document.name}`;
  const items = document.children.filter(
    (it) => it.name === 'InventoryItem' || it.name === 'LineItem' || it.name === 'Item',
  );
  const lines = items.map((item, index) => {
    const place = `${at}.${item.name}[${index + 1}]`;
    const text = textAt(item, 'Quantity') ?? textAt(item, 'Count');
    if (text === undefined) throw missing('quantity', place);
    const value = decimalOf(text, place);
    const isOut = outward.has(wordOf(document)) && !isZero(value);
    const amount = isOut && !isNegative(value) ? negated(value) : value;
    return {
      id: textAt(item, 'SequenceNumber') ?? String(index + 1),
      sku: skuOf(item, context, place),
      quantity: { amount, unit: unitOf(item, context, place) },
      what,
    };
  });
  if (lines.length === 0) throw missing('item', at);
  return { ...head, kind: 'stock', lines };
}

/** A transfer says by an attribute which way it goes. */
function wordOf(document: XmlElement): string {
  if (document.name !== 'Transfer') return document.name;
  return document.attributes['Direction'] === 'In'
    ? 'TransferIn'
    : document.attributes['Direction'] === 'Out'
      ? 'TransferOut'
      : 'Transfer';
}
