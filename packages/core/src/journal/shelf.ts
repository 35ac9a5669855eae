/**
 * A place in the journal's own store for a service that keeps state of its own: an append-only log of what it decided, and
 * records from which it starts without reading the whole log. One file, one lock, one backup, and the same group commit.
 *
 * @module
 */

/** One record of a shelf. */
export interface ShelfRecord {
  readonly kind: string;
  readonly key: string;
  readonly body: Uint8Array;
}

/** One entry of a shelf's log. */
export interface ShelfEntry {
  /** Grows with every entry; never used again. */
  readonly seq: number;
  readonly body: string;
}

/** Records that are written together, all or none. */
export interface ShelfBatch {
  /** Each replaces the one of its kind and key. */
  readonly put?: readonly ShelfRecord[];
  readonly remove?: readonly Pick<ShelfRecord, 'kind' | 'key'>[];
  /** Entries before this one are no longer needed; it is kept itself. */
  readonly forgetBefore?: number;
}

/** The durable state of one service. */
export interface Shelf {
  /**
   * Appends an entry and resolves with its number once it is durable. Entries are in the order in which they were asked for. A body
   * that is a function is asked for when the entry is written, and again if that has to be repeated; it answers the same.
   */
  append(body: string | (() => string)): Promise<number>;
  /** Writes and removes records, all or none, and resolves once that is durable. */
  write(batch: ShelfBatch): Promise<void>;
  record(kind: string, key: string): Promise<Uint8Array | undefined>;
  /** Records of a kind in the order of their keys, for paging. */
  records(kind: string, afterKey: string, limit: number): Promise<readonly ShelfRecord[]>;
  /** Entries after a number, oldest first, for paging. */
  entries(after: number, limit: number): Promise<readonly ShelfEntry[]>;
}
