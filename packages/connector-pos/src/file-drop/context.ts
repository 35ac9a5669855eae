import { type Clock, type Observer, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { type Books } from './books/books.ts';
import { type Feed } from './feeds.ts';
import { type ResolvedOptions } from './options.ts';
import { type ReadingLimits } from './reading/limits.ts';
import { type FileSource } from './source/file-source.ts';
import { type Stores } from './stores.ts';
import { type WorkFolder } from './work-folder.ts';

/** Events that files tell. */
export const eventNames = [
  'sale.recorded',
  'return.processed',
  'storeday.closed',
  'inventory.moved',
  'inventory.counted',
] as const;

export type FileEventName = (typeof eventNames)[number];

/** What a look yields. */
export type Told = SourceEvent<FileEventName> | RefusedEvent<FileEventName>;

/** What the parts of one connected file drop share. */
export interface FileDropContext {
  /** Name of the system. */
  readonly name: string;
  readonly config: ResolvedOptions;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly feeds: readonly Feed[];
  readonly stores: Stores;
  readonly limits: ReadingLimits;
  readonly source: FileSource;
  readonly folder: WorkFolder;
  readonly books: Books;
}
