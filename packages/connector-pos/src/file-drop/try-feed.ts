import { type IntegrationError, isIntegrationError, toIntegrationError } from '@crossdock/core';
import { type Feed } from './feeds.ts';
import { documentOf, type TillDocument } from './mapping/to-documents.ts';
import { defaultLimits } from './reading/limits.ts';
import { tillRecords } from './reading/till-records.ts';
import { type Store } from './stores.ts';
import { type TillRecord } from './till-record.ts';

/** What {@link tryFeed} takes. */
export interface TryFeedOptions {
  readonly feed: Feed;
  /** By the name that files give them. */
  readonly stores: Readonly<Record<string, Store>>;
}

/** One record of a file: what it is and the document that it becomes, or why it is refused. */
export type TriedRecord =
  | {
      readonly number: number;
      readonly record: TillRecord;
      readonly document?: TillDocument | undefined;
      readonly refused?: undefined;
    }
  | { readonly number: number; readonly refused: IntegrationError };

/**
 * Reads a file as a drop would, without a folder and without telling anybody: to try a dialect or mapping on a day's files.
 *
 * @throws IntegrationError `body-invalid` where the file as a whole cannot be trusted any further
 *
 * @example
 * ```ts
 * import { createReadStream } from 'node:fs';
 * import { posLogDialects, tryFeed } from '@crossdock/connector-pos/file-drop';
 *
 * const stores = { '17': { code: 'store-17', timeZone: 'Europe/Berlin', dayCut: '04:00', currency: 'EUR' } };
 * const feed = { files: /\.xml$/, dialect: posLogDialects.visma };
 * for await (const { number, refused } of tryFeed(createReadStream('sales.xml'), { feed, stores })) {
 *   if (refused) console.log(number, refused.message);
 * }
 * ```
 */
export async function* tryFeed(
  bytes: AsyncIterable<Uint8Array>,
  { feed, stores }: TryFeedOptions,
): AsyncGenerator<TriedRecord> {
  const setting = { feed, stores: new Map(Object.entries(stores)), limits: defaultLimits };
  for await (const records of tillRecords(bytes, setting)) {
    for (const { number, content } of records)
      yield isIntegrationError(content) ? { number, refused: content } : tried(number, content);
  }
}

function tried(number: number, record: TillRecord): TriedRecord {
  if (record.kind !== 'ticket') return { number, record };
  try {
    return { number, record, document: documentOf(record, { system: 'tills', returnedGoods: 'restock' }) };
  } catch (error) {
    return { number, refused: toIntegrationError(error) };
  }
}
