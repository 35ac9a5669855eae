import { type DocumentRef, isIntegrationError } from '@crossdock/core';
import { Journal, JournalLine, type JournalLine as Line, LedgerEntry } from '../api/finance.ts';
import { documentOf, type Rooms } from '../context.ts';
import { differs } from '../mapping/refusals.ts';
import { journalCodeOf } from '../references.ts';
import { unlessPosted } from './refused-yet-posted.ts';

/** A line as it is sent: a debit is positive, a credit negative. */
export interface JournalLineBody {
  readonly accountType: string;
  readonly accountNumber: string;
  readonly amount: number;
  readonly [field: string]: unknown;
}

/** A document that a journal books. */
export interface JournalDocument {
  /** Ours, in capitals: what its entries in the ledger carry. */
  readonly documentNumber: string;
  readonly reference: string;
  readonly postingDate: string;
  readonly lines: readonly JournalLineBody[];
}

type Needed = Pick<Rooms, 'client' | 'config' | 'system'>;

/**
 * Books a document by a journal of its own: posting a journal posts everything in it, and so nothing of anybody else is. Its lines are written
 * in one transaction. When they are posted they are gone; what is left are entries of the ledger with the number of the document, by which a
 * repetition finds it.
 */
export async function bookJournal(rooms: Needed, document: JournalDocument, signal: AbortSignal): Promise<DocumentRef> {
  const { client, config } = rooms;
  const booked = await findBooked(rooms, document, signal);
  if (booked) return booked;
  const code = journalCodeOf(config.prefix, document.documentNumber);
  const journal = (await findJournal(rooms, code, signal)) ?? (await makeJournal(rooms, code, document, signal));
  const place = { set: 'journals', id: journal.id };
  const { documentNumber } = document;
  const filter = { documentNumber };
  const present = await client.list({ ...place, part: 'journalLines' }, { filter, row: JournalLine, signal });
  if (present.length > 0) requireSame(document, present);
  else {
    const { postingDate } = document;
    const head = { postingDate, documentNumber, externalDocumentNumber: document.reference.slice(0, 35) };
    const create = { ...place, part: 'journalLines' };
    await client.batch(
      document.lines.map((line, index) => ({ create, json: { ...head, lineNumber: (index + 1) * 10_000, ...line } })),
      signal,
    );
  }
  await unlessPosted(
    () => client.act(place, 'post', signal),
    async () => (await findBooked(rooms, document, signal)) !== undefined,
  );
  await clearAway(rooms, journal, signal);
  return journalDocument(rooms, document);
}

/** A document that is in the ledger. */
export async function findBooked(
  rooms: Needed,
  document: Pick<JournalDocument, 'documentNumber' | 'reference'>,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  const { documentNumber } = document;
  const entries = await rooms.client.list(
    { set: 'generalLedgerEntries' },
    { filter: { documentNumber }, row: LedgerEntry, signal },
  );
  const isThere = entries.some((it) => it.documentNumber.toUpperCase() === documentNumber);
  return isThere ? journalDocument(rooms, document) : undefined;
}

function journalDocument(
  rooms: Pick<Rooms, 'system'>,
  { documentNumber, reference }: Pick<JournalDocument, 'documentNumber' | 'reference'>,
): DocumentRef {
  return documentOf(rooms, 'journal', { id: documentNumber, number: documentNumber, reference, state: 'Posted' });
}

async function findJournal({ client }: Needed, code: string, signal: AbortSignal): Promise<Journal | undefined> {
  const rows = await client.list({ set: 'journals' }, { filter: { code }, row: Journal, signal });
  return rows.find((row) => row.code.toUpperCase() === code);
}

async function makeJournal(
  rooms: Needed,
  code: string,
  { documentNumber }: JournalDocument,
  signal: AbortSignal,
): Promise<Journal> {
  try {
    const json = { code, displayName: documentNumber };
    return await rooms.client.create({ set: 'journals' }, json, { row: Journal, signal });
  } catch (error) {
    // Made by another attempt between the look and this one.
    const made = isIntegrationError(error) && error.code === 'duplicate' && (await findJournal(rooms, code, signal));
    if (made) return made;
    throw error;
  }
}

/** An empty journal does no harm, so a failure to remove it is none of the document. */
async function clearAway({ client }: Needed, { id }: Journal, signal: AbortSignal): Promise<void> {
  try {
    await client.remove({ set: 'journals', id }, { version: '*', signal });
  } catch (error) {
    if (!isIntegrationError(error) || error.code === 'cancelled') throw error;
  }
}

function requireSame({ lines }: JournalDocument, present: readonly Line[]): void {
  const textOf = ({ accountNumber, amount }: { readonly accountNumber: string; readonly amount: number | string }) =>
    `${accountNumber.toUpperCase()} ${Number(amount)}`;
  const [wanted, there] = [lines.map(textOf).toSorted(), present.map(textOf).toSorted()];
  if (wanted.join('\n') !== there.join('\n')) throw differs('The journal', 'lines');
}
