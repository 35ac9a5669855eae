import { type CheckedInput, equals, type Implementation, IntegrationError, type Money, sum } from '@crossdock/core';
import { LedgerEntry } from '../api/finance.ts';
import { SalesCreditMemo, SalesInvoice, SalesOrder } from '../api/documents.ts';
import { type DocumentType, requireDocument, type Rooms } from '../context.ts';
import { requireCurrencyIn } from '../currencies.ts';
import { fromWire } from '../mapping/amounts.ts';
import { unbalanced } from '../mapping/refusals.ts';
import { readPeriods } from '../periods.ts';
import { requireId } from '../query.ts';
import { isCancelled } from '../references.ts';

type Request = CheckedInput<'confirmPosting'>;

type PostingRooms = Pick<Rooms, 'client' | 'config' | 'system' | 'clock'>;

/** What a document says of itself, before the ledger is asked. A journal says nothing: its entries are all there is. */
interface Claim {
  readonly total?: Money;
  readonly documentNumbers: readonly string[];
}

type Look = (id: string) => Promise<Claim>;

/** Asks the general ledger for the entries of a document. An order is posted when it is gone, and its invoices are there. */
export function confirmPosting(rooms: Rooms): Implementation<'confirmPosting'> {
  return { run: (request, { signal }) => readPosting(rooms, request, signal) };
}

/** What the ledger has of a document. Throws `posting-pending` as long as it has nothing. */
export async function readPosting(rooms: PostingRooms, { document, expected }: Request, signal: AbortSignal) {
  const looks: Readonly<Partial<Record<DocumentType, Look>>> = {
    salesOrder: (id) => claimOfOrder(rooms, id, signal),
    salesInvoice: (id) => claimOf(rooms, 'salesInvoices', id, signal),
    salesCreditMemo: (id) => claimOf(rooms, 'salesCreditMemos', id, signal),
    journal: (id) => Promise.resolve({ documentNumbers: [id] }),
    customerPayment: (id) => Promise.resolve({ documentNumbers: [id] }),
  };
  const type = (Object.keys(looks) as DocumentType[]).find((it) => it === document.type) ?? 'salesOrder';
  requireDocument(rooms, document, type, 'document');
  const claim = await looks[type]?.(document.id);
  const entry = claim && (await readEntries(rooms, claim.documentNumbers, signal));
  if (!claim || !entry) throw pending('The document has no entries in the ledger of Business Central yet');
  const total = claim.total ?? entry.debit;
  if (expected && !equals(total, expected.total)) {
    throw unbalanced('The posting in Business Central', total, expected.total);
  }
  const { postingDate, debit, credit } = inCurrencyOf(total, entry);
  const [period] = await readPeriods(rooms, { from: postingDate, to: postingDate }, signal);
  return {
    document,
    postingDate,
    ...(period && { period: period.name }),
    total,
    debit,
    credit,
    confirmedAt: new Date(rooms.clock.now()).toISOString(),
  };
}

/**
 * What the ledger has of a document, in the document's currency. The API tells entries in the ledger's own only, so those of a document in another
 * have to balance there, and then each side is what the document comes to.
 */
function inCurrencyOf(total: Money, entry: Entry): Entry {
  const { debit, credit } = entry;
  if (debit.currency === total.currency) return entry;
  if (!equals(debit, credit)) throw unbalanced('The posting in Business Central', credit, debit);
  return { ...entry, debit: total, credit: total };
}

async function claimOfOrder(rooms: PostingRooms, id: string, signal: AbortSignal): Promise<Claim> {
  const { client, config } = rooms;
  const orderId = requireId(id, 'document.id');
  const open = await client.read({ set: 'salesOrders', id: orderId }, { row: SalesOrder, signal });
  const rows = await client.list(
    { set: 'salesInvoices' },
    { filter: { orderId: { bare: orderId } }, row: SalesInvoice, signal },
  );
  const invoices = rows.filter((row) => row.orderId.toLowerCase() === orderId && row.status !== 'Draft');
  if (open && isCancelled(open.externalDocumentNumber) && invoices.length === 0) {
    throw conflict('The order is cancelled in Business Central: it will never be posted');
  }
  if (open && !isCancelled(open.externalDocumentNumber)) {
    throw pending('The order is not invoiced whole yet in Business Central');
  }
  const [first] = invoices;
  if (!first) throw notFound();
  const currency = requireCurrencyIn(config, first.currencyCode);
  return {
    total: sum(
      invoices.map((it) => fromWire(it.totalAmountIncludingTax, currency)),
      currency,
    ),
    documentNumbers: invoices.map((it) => it.number),
  };
}

async function claimOf(
  { client, config }: PostingRooms,
  set: 'salesInvoices' | 'salesCreditMemos',
  id: string,
  signal: AbortSignal,
): Promise<Claim> {
  const place = { set, id: requireId(id, 'document.id') };
  const row = await client.read(place, { row: SalesCreditMemo, signal });
  if (!row) throw notFound();
  if (row.status === 'Draft' || row.status === 'In Review')
    throw pending('The document is a draft in Business Central');
  if (row.status === 'Canceled') throw conflict('The document is cancelled in Business Central');
  const total = fromWire(row.totalAmountIncludingTax, requireCurrencyIn(config, row.currencyCode));
  return { total, documentNumbers: [row.number] };
}

interface Entry {
  readonly postingDate: string;
  readonly debit: Money;
  readonly credit: Money;
}

/** What documents come to in the ledger, in its own currency, or `undefined` while one of them is not there. */
async function readEntries(
  { client, config }: PostingRooms,
  documentNumbers: readonly string[],
  signal: AbortSignal,
): Promise<Entry | undefined> {
  const { currency } = config;
  const entries: LedgerEntry[] = [];
  for (const documentNumber of documentNumbers) {
    const filter = { documentNumber };
    const rows = await client.list({ set: 'generalLedgerEntries' }, { filter, row: LedgerEntry, signal });
    const own = rows.filter((it) => it.documentNumber.toUpperCase() === documentNumber.toUpperCase());
    if (own.length === 0) return undefined;
    entries.push(...own);
  }
  const side = (field: 'debitAmount' | 'creditAmount'): Money =>
    sum(
      entries.map((it) => fromWire(it[field], currency)),
      currency,
    );
  const postingDate =
    entries
      .map((it) => it.postingDate.slice(0, 10))
      .toSorted()
      .at(-1) ?? '';
  return { postingDate, debit: side('debitAmount'), credit: side('creditAmount') };
}

const pending = (message: string): IntegrationError => new IntegrationError(message, { code: 'posting-pending' });

const conflict = (message: string): IntegrationError =>
  new IntegrationError(message, { code: 'conflict', path: 'document' });

const notFound = (): IntegrationError =>
  new IntegrationError('Business Central has no such document', { code: 'not-found', path: 'document.id' });
