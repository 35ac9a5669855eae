import { IntegrationError } from '@crossdock/core';
import {
  type JournalHeader,
  JournalHeader as Header,
  journalHeaderFields,
  JournalLine,
  journalLineFields,
  journalSets,
} from '../api/journal.ts';
import { documentOf, type Rooms } from '../context.ts';
import { inOpenPeriod } from '../environment/periods.ts';
import { postingServiceOf } from '../environment/posting-service.ts';
import { dateOf, noonOf } from '../odata/literals.ts';

/** A kind of journal. */
export type JournalKind = keyof typeof journalSets;

/** A journal as it is to be written. */
export interface JournalBody {
  readonly kind: JournalKind;
  /** Our reference, which the header's description carries. */
  readonly reference: string;
  readonly journalName: string;
  /** The day that it is to be posted on, which each of its lines says. */
  readonly day: string;
  readonly lines: readonly Readonly<Record<string, string | number>>[];
  /** Further fields of the header. */
  readonly header?: Readonly<Record<string, string>>;
}

/** Looks for a journal by our reference, which the platform does not check. Two of them are a `conflict`. */
async function findJournal(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  kind: JournalKind,
  reference: string,
  signal: AbortSignal,
): Promise<JournalHeader | undefined> {
  const rows = await client.list(journalSets[kind].headers, {
    filter: { dataAreaId: config.company, Description: reference },
    select: journalHeaderFields,
    row: Header,
    signal,
  });
  const found = rows.filter((row) => row.Description === reference);
  if (found.length > 1) {
    throw new IntegrationError('Dynamics 365 has several journals under this reference', {
      code: 'conflict',
      path: 'ref',
    });
  }
  return found[0];
}

/** The lines of a journal. */
export async function readJournalLines(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  kind: JournalKind,
  number: string,
  signal: AbortSignal,
): Promise<readonly JournalLine[]> {
  return client.list(journalSets[kind].lines, {
    filter: { dataAreaId: config.company, JournalBatchNumber: number },
    select: journalLineFields(kind),
    row: JournalLine,
    signal,
  });
}

/**
 * Writes a journal and has it posted. The header comes first and all lines after it in one atomic write (never two writes to one journal
 * at the same moment), so a journal that was interrupted is a header without lines, which the next attempt completes.
 */
export async function writeJournal(rooms: Rooms, body: JournalBody, signal: AbortSignal) {
  const { client, config } = rooms;
  const sets = journalSets[body.kind];
  const found = await findJournal(rooms, body.kind, body.reference, signal);
  const header =
    found ??
    (await client.create(
      sets.headers,
      { dataAreaId: config.company, JournalName: body.journalName, Description: body.reference, ...body.header },
      { row: Header, signal },
    ));
  const number = header.JournalBatchNumber;
  const present = await readJournalLines(rooms, body.kind, number, signal);
  if (header.IsPosted === 'Yes') requireSameLines(body, present);
  else {
    if (present.length === 0) {
      const writes = body.lines.map((line, index) => ({
        create: sets.lines,
        row: { dataAreaId: config.company, JournalBatchNumber: number, LineNumber: index + 1, ...line },
      }));
      await client.changeset(writes, signal);
    } else requireSameLines(body, present);
    await post(rooms, body, { number, present }, signal);
  }
  return documentOf(rooms, body.kind, { id: number, reference: body.reference });
}

interface Unposted {
  readonly number: string;
  /** Lines that another attempt wrote; none when this one did. */
  readonly present: readonly JournalLine[];
}

/**
 * Asks the service to post. When the period was closed since the lines were written, does what the configuration says: lines of a journal that
 * is not posted yet are moved. Batch jobs find the journal by themselves: `confirmPosting` tells when they did.
 */
async function post(
  rooms: Rooms,
  { kind, reference, day: wanted, lines }: JournalBody,
  { number, present }: Unposted,
  signal: AbortSignal,
): Promise<void> {
  const { client, config } = rooms;
  if (config.posting.by !== 'service') return;
  const sets = journalSets[kind];
  let days =
    present.length > 0
      ? present.map((line) => ({ LineNumber: Number(line.LineNumber), day: dateOf(line[sets.day]) }))
      : lines.map((_, index) => ({ LineNumber: index + 1, day: wanted }));
  const postOn = async (day: string): Promise<void> => {
    const elsewhere = days.filter((line) => line.day !== day);
    if (elsewhere.length > 0) {
      const writes = elsewhere.map(({ LineNumber }) => ({
        update: sets.lines,
        key: { dataAreaId: config.company, JournalBatchNumber: number, LineNumber },
        changes: { [sets.day]: noonOf(day) },
      }));
      await client.changeset(writes, signal);
      days = days.map((line) => ({ ...line, day }));
    }
    await postingServiceOf(rooms).post(sets.post, { reference, documentNumber: number }, signal);
  };
  await inOpenPeriod(rooms, wanted, postOn, signal);
}

/** A journal with other lines is refused, never written over: it would be another fact under the same reference. */
function requireSameLines({ lines }: Pick<JournalBody, 'lines'>, present: readonly JournalLine[]): void {
  const same =
    present.length === lines.length &&
    lines.every((line, index) => {
      const there = present.find((it) => Number(it.LineNumber) === index + 1);
      return (
        Number(there?.DebitAmount) === Number(line['DebitAmount'] ?? 0) &&
        Number(there?.CreditAmount) === Number(line['CreditAmount'] ?? 0)
      );
    });
  if (same) return;
  throw new IntegrationError('The journal is in Dynamics 365 with other lines', { code: 'conflict', path: 'lines' });
}

/** A journal that is whole: with the lines that it is to have, and posted as far as it is posted here. */
export async function findWhole(
  rooms: Rooms,
  { kind, reference, lines }: Pick<JournalBody, 'kind' | 'reference' | 'lines'>,
  signal: AbortSignal,
) {
  const header = await findJournal(rooms, kind, reference, signal);
  // Posting is asked again by `run`, which is harmless.
  if (!header || (header.IsPosted === 'No' && rooms.config.posting.by === 'service')) return undefined;
  const present = await readJournalLines(rooms, kind, header.JournalBatchNumber, signal);
  if (present.length === 0 && header.IsPosted === 'No') return undefined;
  requireSameLines({ lines }, present);
  return documentOf(rooms, kind, { id: header.JournalBatchNumber, reference });
}
