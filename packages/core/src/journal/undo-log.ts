/** Remembers how to take back what a transaction did to maps in memory. */
export class UndoLog {
  readonly #steps: (() => void)[] = [];

  /** Runs the work; if it throws, everything it did through this log is taken back. */
  transaction<T>(work: () => T): T {
    this.#steps.length = 0;
    try {
      return work();
    } catch (error) {
      for (const step of this.#steps.toReversed()) step();
      throw error;
    } finally {
      this.#steps.length = 0;
    }
  }

  /** Adds a step that takes a piece of work back. */
  onUndo(step: () => void): void {
    this.#steps.push(step);
  }

  /** Puts a value into a map. */
  put<K, V>(map: Map<K, V>, key: K, value: V): void {
    const existed = map.has(key);
    const before = map.get(key);
    map.set(key, value);
    this.onUndo(() => (existed ? map.set(key, before as V) : map.delete(key)));
  }

  /** Removes a key from a map. */
  remove<K, V>(map: Map<K, V>, key: K): void {
    const before = map.get(key);
    if (map.delete(key)) this.onUndo(() => map.set(key, before as V));
  }

  /** Adds a value to one of the sets of an index. */
  addTo<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
    const values = index.get(key) ?? new Set<V>();
    if (values.has(value)) return;
    index.set(key, values.add(value));
    this.onUndo(() => removeFromIndex(index, key, value));
  }

  /** Removes a value from one of the sets of an index. */
  removeFrom<K, V>(index: Map<K, Set<V>>, key: K, value: V): void {
    if (removeFromIndex(index, key, value)) {
      this.onUndo(() => index.set(key, (index.get(key) ?? new Set<V>()).add(value)));
    }
  }
}

function removeFromIndex<K, V>(index: Map<K, Set<V>>, key: K, value: V): boolean {
  const values = index.get(key);
  const removed = values?.delete(value) ?? false;
  if (values?.size === 0) index.delete(key);
  return removed;
}
