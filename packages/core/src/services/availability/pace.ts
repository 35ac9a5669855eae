const bucketMs = 5 * 60_000;
/** Four hours of five minutes. */
const buckets = 48;

/** How far back a pace is known. */
export const longestPaceMs = buckets * bucketMs;

/** Units of one SKU that left lately: a ring of buckets, and the newest bucket in it. */
interface Ring {
  readonly units: Float64Array;
  newest: number;
}

/**
 * How fast every SKU sells, whatever levels were told since: a level forgets the movements that it contains, and the pace at which
 * they came must not be forgotten with them. Kept in memory for four hours, a few hundred bytes for a SKU that sells.
 */
export class Pace {
  readonly #rings = new Map<number, Ring>();

  /** Notes units that left, in thousandths. */
  note(sku: number, at: number, units: number): void {
    const bucket = Math.floor(at / bucketMs);
    let ring = this.#rings.get(sku);
    if (!ring) this.#rings.set(sku, (ring = { units: new Float64Array(buckets), newest: bucket }));
    if (bucket <= ring.newest - buckets) return;
    const steps = Math.min(bucket - ring.newest, buckets);
    for (let step = 0; step < steps; step++) ring.units[slotOf(bucket - step)] = 0;
    ring.newest = Math.max(ring.newest, bucket);
    const slot = slotOf(bucket);
    ring.units[slot] = (ring.units[slot] ?? 0) + units;
  }

  /** Units that left since an instant, by SKU; of a bucket in which it lies, its share. */
  since(instant: number): Map<number, number> {
    const left = new Map<number, number>();
    const first = Math.floor(instant / bucketMs);
    const share = 1 - (instant - first * bucketMs) / bucketMs;
    for (const [sku, { units, newest }] of this.#rings) {
      let sum = 0;
      for (let bucket = Math.max(first, newest - buckets + 1); bucket <= newest; bucket++) {
        sum += (units[slotOf(bucket)] ?? 0) * (bucket === first ? share : 1);
      }
      if (sum > 0) left.set(sku, sum);
    }
    return left;
  }
}

const slotOf = (bucket: number): number => ((bucket % buckets) + buckets) % buckets;
