import { type DocumentRef, isIntegrationError } from '@crossdock/core';
import { type Journal, JournalLine, type JournalLine as Line, LedgerEntry } from '../api/finance.ts';
import { documentOf, type Rooms } from '../context.ts';
import { differs } from '../mapping/refusals.ts';
import { inOpenPeriod } from '../periods.ts';
import { clearAway, ensureJournal } from './journals.ts';
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
 * Books a document by a journal of its own: posting a journal posts everything in it, and so nothing of anybody else is.
 *
 * The code of the journal is that of the document, and the platform has no two of one code; posting and removing it are one transaction. So
 * whoever has the journal and then finds nothing in the ledger is the first, also among processes that work at the same moment: the lines of
 * the others meet those that are there, or a journal that is gone.
 */
export async function bookJournal(rooms: Needed, document: JournalDocument, signal: AbortSignal): Promise<DocumentRef> {
  const booked = await findBooked(rooms, document, signal);
  if (booked) return booked;
  const journal = await ensureJournal(rooms, document.documentNumber, signal);
  const isThere = async (): Promise<boolean> => (await findBooked(rooms, document, signal)) !== undefined;
  if (await isThere()) await clearAway(rooms, journal, signal);
  else {
    const postOn = async (postingDate: string): Promise<void> => {
      await ensureLines(rooms, journal, { ...document, postingDate }, signal);
      await post(rooms, journal, signal);
    };
    await unlessPosted(() => inOpenPeriod(rooms, document.postingDate, postOn, signal), isThere);
  }
  return journalDocument(rooms, document);
}

/**
 * Writes the lines in one transaction. Their numbers are a key there, so they are not written twice. Those of an attempt that was interrupted
 * move to the day of this one, which is another when their day was closed meanwhile.
 */
async function ensureLines(
  { client }: Needed,
  journal: Journal,
  { documentNumber, reference, postingDate, lines }: JournalDocument,
  signal: AbortSignal,
): Promise<void> {
  const place = { set: 'journals', id: journal.id, part: 'journalLines' };
  const present = () => client.list(place, { filter: { documentNumber }, row: JournalLine, signal });
  const there = await present();
  if (there.length > 0) {
    requireSame(lines, there);
    const elsewhere = there.filter((line) => line.postingDate.slice(0, 10) !== postingDate);
    if (elsewhere.length === 0) return;
    const moved = ({ id }: Line) => ({ update: { set: 'journalLines', id }, version: '*', json: { postingDate } });
    await client.batch(elsewhere.map(moved), signal);
    return;
  }
  const head = { postingDate, documentNumber, externalDocumentNumber: reference.slice(0, 35) };
  try {
    await client.batch(
      lines.map((line, index) => ({ create: place, json: { ...head, lineNumber: (index + 1) * 10_000, ...line } })),
      signal,
    );
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'duplicate') throw error;
    requireSame(lines, await present());
  }
}

async function post(rooms: Needed, journal: Journal, signal: AbortSignal): Promise<void> {
  const { client, config } = rooms;
  const place = { set: 'journals', id: journal.id };
  if (config.atomicPosting) {
    await client.batch(
      [
        { act: place, action: 'post' },
        { remove: place, version: '*' },
      ],
      signal,
    );
    return;
  }
  await client.act(place, 'post', signal);
  await clearAway(rooms, journal, signal);
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

function requireSame(lines: JournalDocument['lines'], present: readonly Line[]): void {
  const textOf = ({ accountNumber, amount }: { readonly accountNumber: string; readonly amount: number | string }) =>
    `${accountNumber.toUpperCase()} ${Number(amount)}`;
  const [wanted, there] = [lines.map(textOf).toSorted(), present.map(textOf).toSorted()];
  if (wanted.join('\n') !== there.join('\n')) throw differs('The journal', 'lines');
}
