import { type Shelf, type ShelfBatch, type ShelfEntry, type ShelfRecord } from './shelf.ts';

/** A shelf in memory. `use` throws while its journal is not open. */
export function memoryShelf(use: () => void): Shelf {
  const records = new Map<string, Map<string, Uint8Array>>();
  let entries: ShelfEntry[] = [];
  let last = 0;
  const ofKind = (kind: string) => {
    const known = records.get(kind) ?? new Map<string, Uint8Array>();
    records.set(kind, known);
    return known;
  };
  return {
    async append(body) {
      use();
      last += 1;
      entries.push({ seq: last, body: typeof body === 'string' ? body : body() });
      return last;
    },
    async write({ put = [], remove = [], forgetBefore = 0 }: ShelfBatch) {
      use();
      for (const { kind, key, body } of put) ofKind(kind).set(key, body.slice());
      for (const { kind, key } of remove) ofKind(kind).delete(key);
      if (forgetBefore > 0) entries = entries.filter(({ seq }) => seq >= forgetBefore);
    },
    async record(kind, key) {
      use();
      return ofKind(kind).get(key)?.slice();
    },
    async records(kind, afterKey, limit): Promise<readonly ShelfRecord[]> {
      use();
      return [...ofKind(kind)]
        .filter(([key]) => key > afterKey)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([key, body]) => ({ kind, key, body: body.slice() }));
    },
    async entries(after, limit) {
      use();
      return entries.filter(({ seq }) => seq > after).slice(0, limit);
    },
  };
}
