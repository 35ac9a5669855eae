import { type Call, IntegrationError, isIntegrationError, type Quantity } from '@crossdock/core';
import type { Mutation } from '../api/document.ts';
import type { z } from 'zod';
import type { Item } from '../api/inventory-data.ts';
import type { ConnectorContext } from '../context.ts';
import type { WrittenUnits } from './level-memory.ts';

/** Most entries that the platform takes at once. */
const entriesPerChange = 250;

/** One level of a change. */
interface ChangedLevel {
  readonly index: number;
  /** `sku@location` */
  readonly about: string;
  /** What it will be, if that is known. */
  readonly writes: WrittenUnits | undefined;
}

/** What a change of stock sends: batches under keys of their own, each all or none. */
export interface StockChange<Entry extends ChangedLevel, Data extends z.ZodType> {
  readonly document: Mutation;
  readonly data: Data;
  /** What the answer says that a level is now, if it does. */
  readonly outcome?: (answer: z.output<Data>, entry: Entry) => WrittenUnits | undefined;
  /** Name of the list in the capability's input: `levels`. */
  readonly list: string;
  readonly batches: readonly {
    readonly input: Readonly<Record<string, unknown>>;
    readonly entries: readonly Entry[];
  }[];
}

/** Sends the batches one after the other. A refusal names the entry it is about, and how many were done before it. */
export async function changeStock<Entry extends ChangedLevel, Data extends z.ZodType>(
  { client, rooms: { levels } }: Pick<ConnectorContext, 'client' | 'rooms'>,
  { document, data, outcome, list, batches }: StockChange<Entry, Data>,
  { key, signal }: Call,
): Promise<void> {
  let done = 0;
  for (const [number, { input, entries }] of batches.entries()) {
    for (const { about, writes } of entries) levels.writing(about, writes);
    try {
      const batchKey = batches.length === 1 ? key : `${key}/${number + 1}`;
      const answer = await client.mutate(document, { variables: { input }, data, key: batchKey, signal });
      for (const entry of entries) levels.wrote(entry.about, outcome?.(answer, entry));
    } catch (error) {
      const undone = isIntegrationError(error) && error.disposition !== 'unknown';
      for (const { about } of entries) (undone ? levels.refused : levels.wrote)(about);
      if (!isIntegrationError(error)) throw error;
      throw named(error, { list, entries, done, all: batches.reduce((sum, it) => sum + it.entries.length, 0) });
    }
    done += entries.length;
  }
}

/** Cuts entries into batches that the platform takes. */
export function inBatches<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  return Array.from({ length: Math.ceil(entries.length / entriesPerChange) }, (_, number) =>
    entries.slice(number * entriesPerChange, (number + 1) * entriesPerChange),
  );
}

/** Whole pieces: the platform counts nothing else. */
export function piecesOf({ amount, unit }: Quantity, path: string): number {
  const count = Number(amount);
  if (unit === 'EA' && Number.isInteger(count) && Math.abs(count) <= mostPieces) return count;
  throw new IntegrationError('Shopify counts whole pieces', { code: 'quantity-invalid', path });
}

const mostPieces = 1_000_000_000;

/** The item of a SKU whose stock can be changed. */
export function countedItem(items: ReadonlyMap<string, Item>, sku: string, path: string): Item {
  const item = items.get(sku);
  if (!item) throw new IntegrationError(`The shop has no SKU '${sku}'`, { code: 'unmapped', path });
  if (item.tracked) return item;
  throw new IntegrationError(`The shop does not count SKU '${sku}': its stock is not tracked`, {
    code: 'refused',
    path,
  });
}

/** The address of a business document, as the shop's history of stock shows it. */
export function documentUri(type: string, ref: string): string {
  return `gid://crossdock/${type}/${encodeURIComponent(ref)}`;
}

function named(
  error: IntegrationError,
  batch: {
    readonly list: string;
    readonly entries: readonly { readonly index: number }[];
    readonly done: number;
    readonly all: number;
  },
): IntegrationError {
  const place = /\.(?:quantities|changes)\.(\d+)(?:\.|$)/.exec(error.path ?? '')?.[1];
  const entry = place === undefined ? undefined : batch.entries[Number(place)];
  if (entry === undefined && batch.done === 0) return error;
  const { code, disposition, details, retryAfterMs, message } = error;
  const before = batch.done === 0 ? '' : ` (${batch.done} of ${batch.all} ${batch.list} were done before it)`;
  return new IntegrationError(`${message}${before}`, {
    code,
    disposition,
    retryAfterMs,
    path: entry === undefined ? error.path : `${batch.list}.${entry.index}`,
    details: { ...details, done: batch.done, all: batch.all },
    cause: error,
  });
}
