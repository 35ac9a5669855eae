/** Things that are due, earliest first; those of one instant in the order in which they came. */
export class EventQueue<T> {
  readonly #heap: { readonly at: number; readonly order: number; readonly it: T }[] = [];
  #order = 0;

  get size(): number {
    return this.#heap.length;
  }

  /** When the next one is due; `undefined` when there is none. */
  get nextAt(): number | undefined {
    return this.#heap[0]?.at;
  }

  add(at: number, it: T): void {
    const entry = { at, order: this.#order++, it };
    let index = this.#heap.length;
    this.#heap.push(entry);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#before(entry, this.#heap[parent])) break;
      this.#heap[index] = this.#heap[parent] as typeof entry;
      index = parent;
    }
    this.#heap[index] = entry;
  }

  /** Takes the next one out. */
  take(): T | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (!first || !last) return undefined;
    if (this.#heap.length > 0) this.#sink(last);
    return first.it;
  }

  #sink(entry: { readonly at: number; readonly order: number; readonly it: T }): void {
    const heap = this.#heap;
    for (let index = 0; ;) {
      const left = index * 2 + 1;
      const right = left + 1;
      const child = this.#before(heap[right], heap[left]) ? right : left;
      if (!this.#before(heap[child], entry)) {
        heap[index] = entry;
        return;
      }
      heap[index] = heap[child] as typeof entry;
      index = child;
    }
  }

  #before(
    a: { readonly at: number; readonly order: number } | undefined,
    b: { readonly at: number; readonly order: number } | undefined,
  ): boolean {
    if (!a || !b) return a !== undefined;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }
}
