/** Something that a channel should be told of. */
export interface Queued {
  readonly sku: number;
  /** Epoch milliseconds since when it waits. */
  readonly since: number;
}

/**
 * What waits to be told to a channel: scarce SKUs first, those with least first among them; then the others, as they came. A
 * SKU that changes again while it waits keeps its place, and only its newest number is ever told.
 */
export class PublicationQueue {
  readonly #scarce = new Map<number, Queued>();
  readonly #others = new Map<number, Queued>();

  get size(): number {
    return this.#scarce.size + this.#others.size;
  }

  add(sku: number, isScarce: boolean, now: number): void {
    const since = this.#scarce.get(sku)?.since ?? this.#others.get(sku)?.since ?? now;
    if (isScarce === this.#scarce.has(sku) && this.has(sku)) return;
    this.delete(sku);
    (isScarce ? this.#scarce : this.#others).set(sku, { sku, since });
  }

  /** SKUs that wait. */
  *skus(): Iterable<number> {
    yield* this.#scarce.keys();
    yield* this.#others.keys();
  }

  has(sku: number): boolean {
    return this.#scarce.has(sku) || this.#others.has(sku);
  }

  delete(sku: number): void {
    this.#scarce.delete(sku);
    this.#others.delete(sku);
  }

  /** Takes the next ones out, skipping those that must not be told yet. */
  take(most: number, sellableOf: (sku: number) => number, mayGo: (sku: number) => boolean): readonly Queued[] {
    const taken = [...this.#scarce.values()]
      .filter(({ sku }) => mayGo(sku))
      .toSorted((a, b) => sellableOf(a.sku) - sellableOf(b.sku) || a.since - b.since)
      .slice(0, most);
    for (const it of this.#others.values()) {
      if (taken.length >= most) break;
      if (mayGo(it.sku)) taken.push(it);
    }
    for (const { sku } of taken) this.delete(sku);
    return taken;
  }

  /** Since when the first one waits. */
  get oldest(): number | undefined {
    let oldest: number | undefined;
    for (const { since } of this.#scarce.values()) oldest = Math.min(oldest ?? since, since);
    const [first] = this.#others.values();
    return first === undefined ? oldest : Math.min(oldest ?? first.since, first.since);
  }
}
