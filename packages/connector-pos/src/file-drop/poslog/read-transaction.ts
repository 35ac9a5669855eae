import { businessDateOf, isCurrency } from '@crossdock/core';
import { childOf, childrenOf, elementAt, isFlagged, textAt, type XmlElement } from '../reading/xml-element.ts';
import { type Store, type Stores } from '../stores.ts';
import { type RecordHead, type TillRecord } from '../till-record.ts';
import { dayOf, instantOf, malformed, missing, unmapped } from '../values.ts';
import { sequenceOf, type TransactionContext } from './context.ts';
import { readControl, readInventoryControl, readTenderControl } from './control.ts';
import { type PosLogDialect } from './dialect.ts';
import { hasContent, readRetail } from './retail.ts';

/** Where a transaction is read, and by what rules. */
export interface PosLogSetting {
  readonly dialect: PosLogDialect;
  readonly stores: Stores;
}

/** Elements that are never kept: what they hold is nobody's business here, or too large. */
export const droppedElements: readonly string[] = [
  'ReceiptImage',
  'Customer',
  'LoyaltyAccount',
  'CreditDebit',
  'Authorization',
  'Signature',
  'OperatorName',
];

const path = 'Transaction';

/**
 * Reads one `Transaction` in the words of a dialect.
 *
 * @throws IntegrationError that names what is unknown or missing, and its path. The others of the file are not concerned.
 */
export function readTransaction(transaction: XmlElement, { dialect, stores }: PosLogSetting): TillRecord {
  const { head, store } = headAndStore(transaction, { dialect, stores });
  const currency = currencyOf(transaction, dialect, store);
  const context: TransactionContext = { dialect, stores, store, currency };
  if (isFlagged(transaction, 'TrainingModeFlag')) return { ...head, kind: 'training' };
  if (isFlagged(transaction, 'CancelFlag')) return { ...head, kind: 'void' };
  return payloadOf(transaction, head, context);
}

/** Under which key a transaction stands, whatever is wrong with the rest of it. */
export function headOfTransaction(transaction: XmlElement, setting: PosLogSetting): RecordHead {
  return headAndStore(transaction, setting).head;
}

function headAndStore(transaction: XmlElement, { dialect, stores }: PosLogSetting) {
  const storeId = textAt(transaction, dialect.store);
  if (storeId === undefined) throw missing('store', `${path}.${dialect.store}`);
  const store = stores.get(storeId);
  if (!store) throw unmapped('store', storeId, `${path}.${dialect.store}`);
  return { store, head: headOf(transaction, dialect, store) };
}

function payloadOf(transaction: XmlElement, head: RecordHead, context: TransactionContext): TillRecord {
  // A control may stand beside a sale, or beside an empty one: what has content counts.
  const [retail, another] = childrenOf(transaction, 'RetailTransaction').toSorted(
    (a, b) => Number(hasContent(b)) - Number(hasContent(a)),
  );
  if (hasContent(another)) throw malformed('two sales under one number', `${path}.RetailTransaction`);
  if (hasContent(retail)) return readRetail(retail, head, context, `${path}.RetailTransaction`);
  for (const [name, read] of controls) {
    const control = childOf(transaction, name);
    if (control) return read(control, head, context, `${path}.${name}`);
  }
  const isKnown = retail ?? transaction.children.find((it) => otherPayloads.has(it.name));
  if (isKnown) return { ...head, kind: 'control' };
  throw missing('content that is known', path);
}

const controls = [
  ['TenderControlTransaction', readTenderControl],
  ['InventoryControlTransaction', readInventoryControl],
  ['ControlTransaction', readControl],
] as const;

/** No sale, no cash and no stock of a store. */
const otherPayloads: ReadonlySet<string> = new Set([
  'CustomerOrderTransaction',
  'ForeCourtTransaction',
  'HealthCareTransaction',
]);

function headOf(transaction: XmlElement, dialect: PosLogDialect, store: Store): RecordHead {
  const register = textAt(transaction, 'WorkstationID') ?? textAt(transaction, 'TillID');
  if (register === undefined) throw missing('register', `${path}.WorkstationID`);
  const sequence = textAt(transaction, 'SequenceNumber');
  if (sequence === undefined) throw missing('sequence number', `${path}.SequenceNumber`);
  const occurredAt = timeOf(transaction, dialect, store);
  const businessDate = businessDateIn(transaction, dialect, store, occurredAt);
  const key = { store: store.code, register, businessDate, sequence: sequenceOf(sequence, `${path}.SequenceNumber`) };
  const number = textAt(transaction, dialect.receiptNumber ?? 'ReceiptNumber') ?? `${register}-${key.sequence}`;
  return { key, number, occurredAt };
}

function timeOf(transaction: XmlElement, dialect: PosLogDialect, store: Store): string {
  const names = dialect.times ?? ['EndDateTime', 'BeginDateTime'];
  for (const name of names) {
    const text = textAt(transaction, name) ?? textAt(transaction, `RetailTransaction/${name}`);
    if (text !== undefined) return instantOf(text, store, dialect.timesWithoutOffset, `${path}.${name}`);
  }
  throw missing('time', `${path}.${names[0] ?? ''}`);
}

function businessDateIn(transaction: XmlElement, dialect: PosLogDialect, store: Store, occurredAt: string): string {
  if (dialect.businessDate === 'derive') return businessDateOf(occurredAt, store);
  const text = textAt(transaction, 'BusinessDayDate') ?? textAt(transaction, 'BusinessDayDate/Date');
  if (text === undefined) throw missing('business date', `${path}.BusinessDayDate`);
  return dayOf(text, `${path}.BusinessDayDate`);
}

function currencyOf(transaction: XmlElement, dialect: PosLogDialect, store: Store): string {
  const named =
    textAt(transaction, 'CurrencyCode') ?? elementAt(transaction, 'RetailTransaction')?.attributes['CurrencyCode'];
  const currency = named === undefined || named === 'XXX' ? (dialect.currency ?? store.currency) : named;
  if (!isCurrency(currency)) throw unmapped('currency', currency, `${path}.CurrencyCode`);
  return currency;
}
