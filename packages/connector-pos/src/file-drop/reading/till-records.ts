import { isIntegrationError, toIntegrationError, type IntegrationError } from '@crossdock/core';
import { readGroup } from '../csv/read-group.ts';
import { groupsOf } from '../csv/setting.ts';
import { trailerProblem } from '../csv/trailer.ts';
import { type CsvMapping } from '../csv/mapping.ts';
import { type Feed } from '../feeds.ts';
import { readTransaction } from '../poslog/read-transaction.ts';
import { recordsOf } from '../poslog/setting.ts';
import { type PosLogDialect } from '../poslog/dialect.ts';
import { type Stores } from '../stores.ts';
import { type TicketKey, type TillRecord } from '../till-record.ts';
import { headOfGroup } from '../csv/read-group.ts';
import { headOfTransaction } from '../poslog/read-transaction.ts';
import { csvRecords } from './csv-records.ts';
import { type ReadingLimits, unreadable } from './limits.ts';
import { type FileRecord, type Resume } from './record.ts';
import { textOf, without, withoutBytes } from './text.ts';
import { xmlRecords } from './xml-records.ts';

/** How a file is read. */
export interface ReadingSetting {
  readonly feed: Feed;
  readonly stores: Stores;
  readonly limits: ReadingLimits;
  /** @default from the beginning */
  readonly from?: Resume | undefined;
}

/** One record of a till as a file has it, or why it is none. */
export interface ReadRecord extends FileRecord<TillRecord> {
  /** Under what key it is refused, as far as that could be read. */
  readonly key?: TicketKey | undefined;
}

/**
 * Reads the records of a till out of the bytes of a file, in order and in bounded memory. What is wrong with one record is its
 * own refusal.
 *
 * @throws IntegrationError `body-invalid` where the file as a whole cannot be trusted any further; what came before is whole.
 */
export async function* tillRecords(
  bytes: AsyncIterable<Uint8Array>,
  setting: ReadingSetting,
): AsyncGenerator<readonly ReadRecord[]> {
  const { dialect, csv } = setting.feed;
  yield* dialect ? fromPosLog(bytes, dialect, setting) : fromCsv(bytes, csv, setting);
}

async function* fromPosLog(
  bytes: AsyncIterable<Uint8Array>,
  dialect: PosLogDialect,
  { stores, limits, from }: ReadingSetting,
): AsyncGenerator<readonly ReadRecord[]> {
  const text = without(from?.offset ?? 0, textOf(bytes));
  const options = { ...recordsOf(dialect, limits), ...(from && { from }) };
  for await (const records of xmlRecords(text, options)) {
    yield records.map(({ content, ...rest }): ReadRecord => {
      if (isIntegrationError(content)) return { ...rest, content };
      const setting = { dialect, stores };
      return {
        ...rest,
        ...attempt(
          () => readTransaction(content, setting),
          () => headOfTransaction(content, setting).key,
        ),
      };
    });
  }
}

async function* fromCsv(
  bytes: AsyncIterable<Uint8Array>,
  mapping: CsvMapping,
  { stores, limits, from }: ReadingSetting,
): AsyncGenerator<readonly ReadRecord[]> {
  const text = withoutBytes(from?.offset ?? 0, textOf(bytes, mapping.encoding));
  const options = { ...groupsOf(mapping, limits), ...(from && { from }) };
  let sawTrailer = false;
  for await (const groups of csvRecords(text, options)) {
    const read: ReadRecord[] = [];
    let problem: IntegrationError | undefined;
    for (const { content, ...rest } of groups) {
      if (isIntegrationError(content)) {
        read.push({ ...rest, content });
        continue;
      }
      if (content.isTrailer) {
        sawTrailer = true;
        problem = trailerProblem(content, mapping);
        continue;
      }
      // With a trailer agreed, what nothing follows may lack rows.
      if (mapping.trailer && !content.isClosed) continue;
      const setting = { mapping, stores };
      read.push({
        ...rest,
        ...attempt(
          () => readGroup(content.rows, setting),
          () => headOfGroup(content.rows, setting).key,
        ),
      });
    }
    if (read.length > 0) yield read;
    if (problem) throw problem;
  }
  if (mapping.trailer && !sawTrailer) throw unreadable('The file has no trailer: it was cut off');
}

/** The record, or its refusal with the key that it would have had. */
function attempt(read: () => TillRecord, keyOf: () => TicketKey): Pick<ReadRecord, 'content' | 'key'> {
  try {
    return { content: read() };
  } catch (error) {
    const content = toIntegrationError(error);
    try {
      return { content, key: keyOf() };
    } catch {
      return { content };
    }
  }
}
