import { IntegrationError, toIntegrationError } from '@crossdock/core';
import { type FileEntry, type RecordEntry } from './books/entries.ts';
import { type FileDropContext, type Told } from './context.ts';
import { feedOf } from './feeds.ts';
import { bytesOf } from './reading/bytes.ts';
import { type Resume } from './reading/record.ts';
import { type ReadRecord, tillRecords } from './reading/till-records.ts';
import { takeRecord } from './take-record.ts';
import { type TillTicket } from './till-record.ts';

/** The records of a file of the books, from a place on. */
export async function* recordsOfFile(
  file: FileEntry,
  context: FileDropContext,
  from: Resume = file.resume,
): AsyncGenerator<readonly ReadRecord[]> {
  const { feeds, stores, limits } = context;
  const feed = feedOf(file.name, feeds);
  if (!feed)
    throw new IntegrationError(`No feed reads ${file.name} any more`, { code: 'config-invalid', path: 'feeds' });
  yield* gathered(tillRecords(bytesOf(file.path, limits.maxFileBytes), { feed, stores, limits, from }));
}

/** Records that are written into the books at once: each time costs a wait for the disk. */
const atOnce = 500;

/** Puts small portions together. What goes wrong comes after the records before it. */
async function* gathered(records: AsyncIterable<readonly ReadRecord[]>): AsyncGenerator<readonly ReadRecord[]> {
  let held: ReadRecord[] = [];
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const some of records) {
      held.push(...some);
      if (held.length < atOnce) continue;
      yield held;
      held = [];
    }
  } catch (error) {
    failure = { error };
  }
  if (held.length > 0) yield held;
  if (failure) throw failure.error;
}

/** Takes records into the books, all or none of them, and says what they tell. */
export async function takeRecords(
  records: readonly ReadRecord[],
  start: Resume,
  file: FileEntry,
  context: FileDropContext,
): Promise<readonly Told[]> {
  const told: Told[] = [];
  await context.books.together(async () => {
    let from = start;
    for (const record of records) {
      told.push(...(await takeRecord(record, from, file, context, (entry) => ticketAgain(entry, context))));
      from = record.next;
    }
  });
  return told;
}

/** Reads a ticket again from its file. */
async function ticketAgain(entry: RecordEntry, context: FileDropContext): Promise<TillTicket> {
  const record = await recordAgain(entry, context);
  if (record && !(record.content instanceof Error) && record.content.kind === 'ticket') return record.content;
  throw new IntegrationError(`The file of ${entry.ref} is not there any more`, { code: 'not-found' });
}

/** One record of a file, read from where it begins. */
async function recordAgain(
  { file: id, number, start }: RecordEntry,
  context: FileDropContext,
): Promise<ReadRecord | undefined> {
  const file = context.books.file(id);
  if (!file) return undefined;
  try {
    for await (const records of recordsOfFile(file, context, start)) {
      const found = records.find((it) => it.number === number);
      if (found) return found;
    }
  } catch (error) {
    if (!isMissing(error) && toIntegrationError(error).code !== 'body-invalid') throw error;
  }
  return undefined;
}

/** Whether a file was cleared away. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
