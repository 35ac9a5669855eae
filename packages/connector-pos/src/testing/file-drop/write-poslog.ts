import { type Random, seededRandom } from '@crossdock/core';
import { type PosLogDialect } from '../../file-drop/poslog/dialect.ts';
import {
  type DayEnd,
  type StockRecord,
  type TicketKey,
  type TillRecord,
  type TillTicket,
} from '../../file-drop/till-record.ts';
import { isNegative, negated, plus } from '../../file-drop/values.ts';
import { worthOfGoods } from '../../file-drop/worth.ts';
import { unsigned } from '../../rules/index.ts';
import { element, textElement } from './markup.ts';
import { wallTimeOf } from './wall-time.ts';
import { lineItems } from './write-lines.ts';

/** A store as its tills write it. */
export interface WritingStore {
  /** The name that the tills give it. */
  readonly id: string;
  readonly timeZone: string;
}

export interface PosLogWriting {
  readonly dialect: PosLogDialect;
  /** By our code of the store, which is in the keys of records. */
  readonly stores: Readonly<Record<string, WritingStore>>;
  /**
   * Decides between the ways in which a dialect may write the same thing.
   *
   * @default the same way every time
   */
  readonly random?: Random;
}

/** A POSLog file, piece by piece: the records as the dialect writes them. */
export function* posLogPieces(records: Iterable<TillRecord>, writing: PosLogWriting): Generator<string> {
  const { dialect } = writing;
  const [root = 'POSLog'] = dialect.roots ?? [];
  const [namespace = 'http://www.nrf-arts.org/IXRetail/namespace/'] = dialect.namespaces ?? [];
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">\n`;
  for (const record of records) yield `${posLogTransaction(record, writing)}\n`;
  yield `</${root}>\n`;
}

/** A POSLog file as one text. */
export function posLogText(records: Iterable<TillRecord>, writing: PosLogWriting): string {
  return [...posLogPieces(records, writing)].join('');
}

/** One record of a till as a `Transaction`. */
export function posLogTransaction(
  record: TillRecord,
  { dialect, stores, random = seededRandom('plain') }: PosLogWriting,
): string {
  const { key, occurredAt, number } = record;
  const store = stores[key.store];
  if (!store) throw new Error(`There is no store ${key.store} to write`);
  const day = dialect.businessDate === 'element' ? textElement('BusinessDayDate', key.businessDate) : '';
  const time = textElement(dialect.times?.[0] ?? 'EndDateTime', timeOf(occurredAt, dialect, store));
  const till = textElement('WorkstationID', key.register) + textElement('SequenceNumber', key.sequence);
  const currency = 'currency' in record ? textElement('CurrencyCode', record.currency) : '';
  const receipt = textElement(dialect.receiptNumber ?? 'ReceiptNumber', number);
  const content = contentOf(record, dialect, store, random);
  const attributes = { TrainingModeFlag: record.kind === 'training' ? 'true' : undefined };
  // Version 6 writes dates behind the content.
  const parts =
    dialect.store === 'RetailStoreID'
      ? [textElement('RetailStoreID', store.id), till, day, time, currency, receipt, content]
      : [element('BusinessUnit', textElement('UnitID', store.id)), till, currency, receipt, content, day, time];
  return element('Transaction', parts.join(''), attributes);
}

function timeOf(instant: string, { timesWithoutOffset }: PosLogDialect, { timeZone }: WritingStore): string {
  if (timesWithoutOffset === 'store') return wallTimeOf(instant, timeZone);
  const utc = new Date(Date.parse(instant)).toISOString();
  return timesWithoutOffset === 'utc' ? utc.replace('Z', '') : utc;
}

function contentOf(record: TillRecord, dialect: PosLogDialect, store: WritingStore, random: Random): string {
  switch (record.kind) {
    case 'ticket':
      return element('RetailTransaction', lineItems(record, { dialect, random }) + totals(record, dialect, random));
    case 'training':
      return element('RetailTransaction', '', { TransactionStatus: 'Finished' });
    case 'void':
      return element('RetailTransaction', '', { TransactionStatus: 'Voided' });
    case 'no-sale':
      return element('ControlTransaction', element('NoSale', ''));
    case 'control':
      return element('ControlTransaction', element('ReceiptReprint', ''));
    case 'post-void':
      return element(
        'ControlTransaction',
        element('PostVoid', element('TransactionLink', keyText(record.voids, store))),
      );
    case 'drawer': {
      const word = {
        opening: 'TenderLoan',
        'paid-in': 'PaidIn',
        'paid-out': 'PaidOut',
        counted: 'TillDeclaration',
        deposit: 'Deposit',
      }[record.movement];
      return element(
        'TenderControlTransaction',
        element(word, textElement('Amount', record.amount) + textElement('ReferenceID', record.reference)),
      );
    }
    case 'day-end':
      return dayEnd(record);
    case 'stock':
      return stock(record);
  }
}

function keyText({ register, businessDate, sequence }: TicketKey, { id }: WritingStore): string {
  return (
    textElement('RetailStoreID', id) +
    textElement('WorkstationID', register) +
    textElement('BusinessDayDate', businessDate) +
    textElement('SequenceNumber', sequence)
  );
}

/** Totals before cash rounding, of the type that the dialect reads. */
function totals(ticket: TillTicket, { totals: types, netTotal, amounts }: PosLogDialect, random: Random): string {
  const worth = worthOfGoods(ticket);
  const written = (amount: string): string => (amounts === 'unsigned' && random() < 0.5 ? unsigned(amount) : amount);
  if (netTotal === 'with-tax' && random() < 0.5) return total('TransactionNetAmount', written(worth));
  if (netTotal === 'without-tax' && random() < 0.5) {
    const tax = plus(
      '0',
      ...ticket.lines.flatMap((it) =>
        it.taxes.map((one) => (it.direction === 'out' ? one.amount : negated(one.amount))),
      ),
    );
    return total('TransactionNetAmount', plus(worth, negated(tax))) + total('TransactionTaxAmount', tax);
  }
  return total(types?.at(-1) ?? 'TransactionGrandAmount', written(worth));
}

function total(type: string, amount: string): string {
  return textElement('Total', amount, { TotalType: type === '' ? undefined : type });
}

function dayEnd({ scope, totals: said }: DayEnd): string {
  const total_ = said.total ?? '0';
  const summary = said.tenders?.map(({ kind, amount }) => {
    const way = isNegative(amount) ? 'Returns' : 'Sales';
    return element('TenderSummary', element(way, textElement('Amount', unsigned(amount))), {
      TenderType: tenderWords[kind],
    });
  });
  const content = [
    textElement('TransactionCount', said.tickets === undefined ? undefined : String(said.tickets)),
    ...(said.total === undefined
      ? []
      : [textElement('TotalNetSalesAmount', total_), textElement('TotalTaxAmount', '0')]),
    ...(summary ?? []),
  ].join('');
  if (scope === 'store') return element('ControlTransaction', element('BusinessEOD', content));
  return element(
    'TenderControlTransaction',
    element('TillSettle', content === '' ? textElement('TransactionCount', '0') : content),
  );
}

const tenderWords: Readonly<Record<string, string>> = {
  cash: 'Cash',
  card: 'CreditDebit',
  'gift-card': 'GiftCard',
  'store-credit': 'Voucher',
  wallet: 'Mobile',
  cheque: 'Check',
  invoice: 'CustomerAccount',
  loyalty: 'Loyalty',
  other: 'ManufacturerCoupon',
};

function stock({ lines }: StockRecord): string {
  const [first] = lines;
  const word = stockWords[first?.what ?? 'counted'] ?? 'InventoryAdjustment';
  const items = lines.map(({ id, sku, quantity }) =>
    element(
      'InventoryItem',
      textElement('SequenceNumber', id) + textElement('ItemID', sku) + textElement('Quantity', quantity.amount),
    ),
  );
  return element('InventoryControlTransaction', element(word, items.join('')));
}

const stockWords: Readonly<Record<string, string>> = {
  counted: 'InventoryCount',
  receipt: 'ReceiveInventory',
  'transfer-in': 'TransferIn',
  'transfer-out': 'TransferOut',
  lost: 'InventoryLoss',
  correction: 'InventoryAdjustment',
  other: 'ReturnToVendor',
};
