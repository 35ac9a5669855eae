import { contentHash, IntegrationError, isIntegrationError, toIntegrationError, toMs } from '@crossdock/core';
import { repetitionOf } from '../rules/index.ts';
import { type FileEntry, type RecordEntry } from './books/entries.ts';
import { type FileDropContext, type Told } from './context.ts';
import { type DayFacts, factsOfDocument, factsOfRecord } from './day-facts.ts';
import { identifiersOf, keyInWords, refOf } from './mapping/refs.ts';
import { reversalOf } from './mapping/reversal.ts';
import { documentOf, type TillDocument } from './mapping/to-documents.ts';
import { stockEventsOf } from './mapping/to-movements.ts';
import { type Resume } from './reading/record.ts';
import { type ReadRecord } from './reading/till-records.ts';
import { storeOf } from './stores.ts';
import { type PostVoid, type RecordHead, type TillRecord, type TillTicket } from './till-record.ts';

/** Reads a ticket again from where the books say that it is. */
export type ReadAgain = (entry: RecordEntry) => Promise<TillTicket>;

/**
 * Takes one record of a file into the books and says what it tells. The same record of the same file tells the same again,
 * whenever it is read; the same key from another place is a repetition and tells nothing, or a conflict if it says other things.
 */
export async function takeRecord(
  read: ReadRecord,
  start: Resume,
  file: FileEntry,
  context: FileDropContext,
  readAgain: ReadAgain,
): Promise<readonly Told[]> {
  const { content } = read;
  if (isIntegrationError(content)) return [refuse(content, read, start, file, context)];
  if (context.config.ticketsFrom !== undefined && content.key.businessDate < context.config.ticketsFrom) return [];
  try {
    return await take(content, read, start, file, context, readAgain);
  } catch (error) {
    const failure = toIntegrationError(error);
    // What may pass is for the next look; the file stays where it is.
    if (failure.disposition === 'retry') throw failure;
    return [refuse(failure, { ...read, key: content.key }, start, file, context)];
  }
}

async function take(
  record: TillRecord,
  read: ReadRecord,
  start: Resume,
  file: FileEntry,
  context: FileDropContext,
  readAgain: ReadAgain,
): Promise<readonly Told[]> {
  const { books, name } = context;
  mustBePlausible(record, file, context);
  mustBeInStoreCurrency(record, context);
  const ref = refOf(name, record.key);
  // What is booked counts, not how it is written: `5` and `5.00` are one amount.
  const own = record.kind === 'ticket' ? documentOf(record, settingOf(context)) : undefined;
  const hash = contentHash(own?.data ?? record);
  const known = books.record(ref);
  const isSamePlace = known?.file === file.id && known.number === read.number;
  const repetition = isSamePlace ? 'new' : repetitionOf(known?.hash, hash, { revisable: false });
  if (repetition === 'duplicate') return [];
  if (repetition !== 'new') throw conflict(record);
  const told = await tellingOf(record, own, ref, context, readAgain);
  if (!isSamePlace || told.waitsFor !== known.waitsFor) keep(record, { ref, hash, told, read, start, file }, context);
  return told.events;
}

interface Telling {
  readonly events: readonly Told[];
  readonly document?: TillDocument | undefined;
  readonly waitsFor?: string | undefined;
}

async function tellingOf(
  record: TillRecord,
  own: TillDocument | undefined,
  ref: string,
  context: FileDropContext,
  readAgain: ReadAgain,
): Promise<Telling> {
  const { name, books } = context;
  switch (record.kind) {
    case 'ticket': {
      const voids = books.waitingFor(ref).map((entry) => lateReversal(record, entry, context));
      return { document: own, events: [...(own ? [eventOf(own, record, ref)] : []), ...voids.flat()] };
    }
    case 'stock':
      return { events: stockEventsOf(record, name) };
    case 'post-void': {
      const waitsFor = refOf(name, record.voids);
      if (books.waitingFor(waitsFor).some((it) => it.ref !== ref)) throw takenBackTwice(record);
      const original = books.record(waitsFor);
      if (original?.kind !== 'ticket') return { events: [], waitsFor };
      const document = documentOf(reversalOf(await readAgain(original), record), settingOf(context));
      return { document, events: [eventOf(document, record, ref)], waitsFor };
    }
    default:
      return { events: [] };
  }
}

/** The ticket that a record takes back came after it. */
function lateReversal(original: TillTicket, entry: RecordEntry, context: FileDropContext): readonly Told[] {
  const { books } = context;
  const facts = entry.facts === undefined ? undefined : (JSON.parse(entry.facts) as DayFacts);
  const record = facts?.type === 'post-void' ? facts.record : facts?.type === 'ticket' ? facts.voids : undefined;
  if (!record) return [];
  const document = documentOf(reversalOf(original, record), settingOf(context));
  if (facts?.type === 'post-void') {
    const receivedAt = receivedNow(entry, context);
    const added = factsOfDocument(document, entry.register, receivedAt, record);
    books.keepRecord({ ...entry, receivedAt, facts: JSON.stringify(added) });
    books.touchDay(entry.store, entry.day, original.currency);
  }
  return [eventOf(document, record, entry.ref)];
}

const settingOf = ({ name, config }: FileDropContext) => ({ system: name, returnedGoods: config.returnedGoods });

function eventOf(document: TillDocument, head: RecordHead, ref: string): Told {
  const common = { id: ref, key: ref, occurredAt: head.occurredAt, identifiers: identifiersOf(head) };
  return document.name === 'sale.recorded'
    ? { ...common, name: document.name, data: document.data }
    : { ...common, name: document.name, data: document.data };
}

interface Kept {
  readonly ref: string;
  readonly hash: string;
  readonly told: Telling;
  readonly read: ReadRecord;
  readonly start: Resume;
  readonly file: FileEntry;
}

function keep(record: TillRecord, { ref, hash, told, read, start, file }: Kept, context: FileDropContext): void {
  const { books, stores } = context;
  const { store, register, businessDate: day, sequence } = record.key;
  const receivedAt = receivedNow({ store, day }, context);
  const { currency } = storeOf(stores, store);
  const facts = told.document
    ? factsOfDocument(told.document, register, receivedAt, record.kind === 'post-void' ? record : undefined)
    : factsOfRecord(record, ref, currency, receivedAt);
  books.keepRecord({
    ref,
    hash,
    file: file.id,
    number: read.number,
    start,
    store,
    day,
    register,
    sequence,
    kind: record.kind,
    receivedAt,
    facts: facts && JSON.stringify(facts),
    waitsFor: told.waitsFor,
  });
  if (facts) books.touchDay(store, day, currency);
}

/** Now, or behind the closing of the day where a clock was put back since: the first edition is told and does not change any more. */
function receivedNow(
  { store, day }: Pick<RecordEntry, 'store' | 'day'>,
  { books, clock }: Pick<FileDropContext, 'books' | 'clock'>,
): number {
  return Math.max(clock.now(), (books.firstCloseOf(store, day) ?? Number.NEGATIVE_INFINITY) + 1);
}

/** Some stores begin the next business day in the evening, and none is further from UTC than half a day. */
const dayAheadMs = 48 * 3_600_000;

/** A till whose clock is far off writes times that nobody can book by, and days that are not closed for years. */
function mustBePlausible({ occurredAt, key }: TillRecord, { arrivedAt }: FileEntry, { config }: FileDropContext): void {
  const behind = toMs(config.clockBehind);
  check('occurredAt', 'was written', Date.parse(occurredAt), toMs(config.clockAhead), behind);
  const day = Date.parse(`${key.businessDate}T00:00:00Z`);
  check('businessDate', 'is of a business day', day, dayAheadMs, behind + dayAheadMs);

  function check(path: string, what: string, at: number, mostAhead: number, mostBehind: number): void {
    const age = arrivedAt - at;
    const isAhead = -age > mostAhead;
    if (!isAhead && age <= mostBehind) return;
    const when = isAhead ? 'in the future' : 'longer ago than tickets are taken';
    throw new IntegrationError(`A ticket says that it ${what} ${when}`, { code: 'body-invalid', path });
  }
}

/** The day of a store is in one currency: a ticket in another one would keep the whole day from being told. */
function mustBeInStoreCurrency(record: TillRecord, { stores }: FileDropContext): void {
  if (!('currency' in record)) return;
  const { currency } = storeOf(stores, record.key.store);
  if (record.currency === currency) return;
  throw new IntegrationError(
    `A record of ${keyInWords(record.key)} is in ${record.currency}, and its store has ${currency}`,
    {
      code: 'currency-mismatch',
      path: 'currency',
    },
  );
}

function conflict({ key }: TillRecord): IntegrationError {
  return new IntegrationError(`The till wrote ${keyInWords(key)} before, with other content`, { code: 'conflict' });
}

function takenBackTwice({ voids }: PostVoid): IntegrationError {
  return new IntegrationError(`${keyInWords(voids)} was taken back before`, { code: 'conflict', path: 'voids' });
}

/** Keeps and tells why a record of a file is not taken. */
function refuse(
  error: IntegrationError,
  { number, key }: ReadRecord,
  start: Resume,
  file: FileEntry,
  { books, clock, name }: FileDropContext,
): Told {
  const ref = key === undefined ? `${name}-${file.hash.slice(0, 16)}-${number}` : refOf(name, key);
  // A key that is taken is another fact than the one which has it.
  const id = error.code === 'conflict' ? `${ref}-${file.hash.slice(0, 12)}` : ref;
  const where = `${file.name}, record ${number}`;
  books.keepRefusal({
    id,
    file: file.id,
    number,
    start,
    key: ref,
    code: error.code,
    message: error.message,
    path: error.path,
    at: clock.now(),
  });
  const { code, message, path } = error;
  const refused = new IntegrationError(`${where}: ${message}`, {
    code,
    disposition: 'reject',
    path,
    system: name,
    cause: error,
  });
  return { name: 'sale.recorded', id, key: ref, refused };
}
