import { type CheckedInput, type DocumentRef, IntegrationError, negate, type Order } from '@crossdock/core';
import {
  idOfTransaction,
  RetailSalesLine,
  RetailTransaction,
  salesLineFields,
  transactionFields,
  type TransactionKey,
} from '../api/retail-transaction.ts';
import { documentOf, postingDateOf, type Rooms } from '../context.ts';
import { type TillFacts, toRetailTransaction, type TransactionBody } from '../mapping/retail-transaction.ts';
import { returnEntries, skusOfReturn } from '../mapping/return-order.ts';
import { saleEntries, skusOf } from '../mapping/sales-order.ts';
import { createOpenDays } from '../environment/periods.ts';
import { transactionNumberOf } from '../references.ts';
import { createStoreCatalog, type StoreAt, type StoreCatalog } from '../lookups/stores.ts';
import type { TransactionWay } from '../options/tills.ts';

type Back = CheckedInput<'processReturn'>;

/** What till sales that become store transactions are written with. */
export interface TillRooms {
  readonly rooms: Rooms;
  readonly tills: TransactionWay;
  readonly stores: StoreCatalog;
  /** The day that a document of a business date is posted on. */
  readonly openDay: ReturnType<typeof createOpenDays>;
}

/** The rooms of store transactions, where till sales become those. */
export function tillRoomsOf(rooms: Rooms): TillRooms | undefined {
  const { tills } = rooms.config;
  if (tills?.as !== 'transactions') return undefined;
  return {
    rooms,
    tills,
    stores: createStoreCatalog(rooms.client, rooms.config, tills),
    openDay: createOpenDays(rooms),
  };
}

/** A till document with what finds its transaction. */
interface Written {
  readonly facts: TillFacts;
  readonly at: StoreAt;
  readonly key: TransactionKey;
}

/** Writes a till sale as a store transaction, in one atomic write under a number of our own. It was looked for before. */
export async function recordTillSale(till: TillRooms, order: Order, signal: AbortSignal): Promise<DocumentRef> {
  return record(till, await saleAt(till, order, signal), order, signal);
}

/** The transaction of a till sale, if it is there. */
export async function findTillSale(
  till: TillRooms,
  order: Order,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  return look(till, await saleAt(till, order, signal), order, signal);
}

/** Writes what came back at a till as a store transaction of its own. */
export async function recordTillReturn(till: TillRooms, back: Back, signal: AbortSignal): Promise<DocumentRef> {
  return record(till, await returnAt(till, back, signal), back, signal);
}

/** The transaction of a return at a till, if it is there. */
export async function findTillReturn(
  till: TillRooms,
  back: Back,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  return look(till, await returnAt(till, back, signal), back, signal);
}

async function saleAt({ rooms, stores }: TillRooms, order: Order, signal: AbortSignal): Promise<Written> {
  const items = await rooms.items.bySku(skusOf(order.lines), signal);
  const entries = saleEntries(order, { config: rooms.config, items });
  const at = await stores.at(order, signal);
  return { facts: { ...order, entries, isReturn: false }, at, key: keyOf(rooms, at, order.ref) };
}

async function returnAt({ rooms, stores }: TillRooms, back: Back, signal: AbortSignal): Promise<Written> {
  const items = await rooms.items.bySku(skusOfReturn(back), signal);
  const entries = returnEntries(back, { config: rooms.config, items });
  const at = await stores.at(back, signal);
  const tenders = back.tenders.map((tender) => ({ ...tender, amount: negate(tender.amount) }));
  const soldBy = back.orderRef === undefined ? undefined : await transactionOf(rooms, back.orderRef, signal);
  const total = negate(back.total);
  const facts = { ...back, entries, tenders, total, isReturn: true, ...(soldBy && { soldBy }) };
  return { facts, at, key: keyOf(rooms, at, back.ref) };
}

function keyOf({ config }: Rooms, { operatingUnit, terminal }: StoreAt, ref: string): TransactionKey {
  return {
    dataAreaId: config.company,
    TransactionNumber: transactionNumberOf(config.prefix, ref),
    OperatingUnitNumber: operatingUnit,
    Terminal: terminal,
  };
}

/** The transaction that a sale of ours became, in whichever store. */
async function transactionOf(
  { client, config }: Rooms,
  orderRef: string,
  signal: AbortSignal,
): Promise<TransactionKey | undefined> {
  const { company: dataAreaId, prefix } = config;
  const number = transactionNumberOf(prefix, orderRef);
  const rows = await client.list('RetailTransactions', {
    filter: { dataAreaId, TransactionNumber: number },
    select: transactionFields,
    row: RetailTransaction,
    signal,
  });
  const own = rows.find((row) => row.TransactionNumber === number && row.ChannelReferenceId === orderRef);
  if (!own) return undefined;
  const { TransactionNumber, OperatingUnitNumber, Terminal } = own;
  return { dataAreaId, TransactionNumber, OperatingUnitNumber, Terminal };
}

async function record(
  till: TillRooms,
  written: Written,
  document: { readonly ref: string; readonly occurredAt: string; readonly businessDate?: string | undefined },
  signal: AbortSignal,
): Promise<DocumentRef> {
  const { rooms } = till;
  // A statement posts on the business date, which nobody can move afterwards.
  const businessDate = await till.openDay(postingDateOf(rooms, document), signal);
  const body = bodyOf(till, written, businessDate);
  await rooms.client.changeset(body.writes, signal);
  return documentOf(rooms, 'retailTransaction', { id: idOfTransaction(written.key), reference: document.ref });
}

const bodyOf = ({ rooms, tills }: TillRooms, { facts, at, key }: Written, businessDate: string): TransactionBody =>
  toRetailTransaction(facts, { key, at, businessDate }, rooms.config, tills);

/** The transaction under the number of a document. One that says something else is refused, never written over. */
async function look(
  till: TillRooms,
  written: Written,
  document: { readonly ref: string; readonly occurredAt: string; readonly businessDate?: string | undefined },
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  const { rooms } = till;
  const wanted = bodyOf(till, written, postingDateOf(rooms, document));
  const { key } = written;
  const header = await rooms.client.read(
    'RetailTransactions',
    { ...key },
    {
      row: RetailTransaction,
      select: transactionFields,
      signal,
    },
  );
  if (!header) return undefined;
  const lines = await salesLinesOf(rooms, key, signal);
  if (!isSame(header, lines, wanted, document.ref)) {
    throw new IntegrationError('The store transaction is in Dynamics 365 with other lines', {
      code: 'conflict',
      path: 'lines',
    });
  }
  return documentOf(rooms, 'retailTransaction', {
    id: idOfTransaction(key),
    reference: document.ref,
    state: header.TransactionStatus,
  });
}

async function salesLinesOf(
  { client }: Rooms,
  { dataAreaId, TransactionNumber, OperatingUnitNumber, Terminal }: TransactionKey,
  signal: AbortSignal,
): Promise<readonly RetailSalesLine[]> {
  const rows = await client.list('RetailTransactionSalesLinesV2', {
    filter: { dataAreaId, TransactionNumber, OperatingUnitNumber, Terminal },
    select: salesLineFields,
    row: RetailSalesLine,
    signal,
  });
  return rows.filter((row) => row.TransactionNumber === TransactionNumber && row.Terminal === Terminal);
}

function isSame(
  header: RetailTransaction,
  lines: readonly RetailSalesLine[],
  { writes, ...wanted }: TransactionBody,
  ref: string,
): boolean {
  if (header.ChannelReferenceId !== ref || lines.length !== wanted.lines) return false;
  if (Number(header.PaymentAmount) !== wanted.paid) return false;
  if (Number(header.NumberOfPaymentLines) !== wanted.payments) return false;
  const rows = writes.flatMap((write) =>
    'create' in write && write.create === 'RetailTransactionSalesLinesV2'
      ? [write.row as Readonly<Record<string, string | number>>]
      : [],
  );
  return rows.every((row) =>
    lines.some(
      (line) =>
        Number(line.LineNumber) === row['LineNumber'] &&
        line.ItemId === row['ItemId'] &&
        Number(line.Quantity) === row['Quantity'] &&
        Number(line.NetAmountInclusiveTax) === row['NetAmountInclusiveTax'],
    ),
  );
}
