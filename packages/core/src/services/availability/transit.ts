import { type MovementFact, type TransferFact } from './facts.ts';

/** Units of one SKU on the way to one location with one transfer, in thousandths. */
export interface Underway {
  readonly transfer: string;
  readonly sku: string;
  readonly to: string;
  readonly sent: number;
  /** Received so far, by the reference of the movement. */
  readonly received: Readonly<Record<string, number>>;
  /** Epoch milliseconds of the latest of these facts. */
  readonly at: number;
}

/** What left one location and has not arrived at another: known, and not sellable. */
export class Transit {
  readonly #underway = new Map<string, Underway>();
  /** Keys of what changed since it was last stored. */
  readonly changed = new Set<string>();

  send({ ref, to, lines, at }: TransferFact): void {
    for (const { sku, units } of lines) this.#set(ref, sku, to, at, (it) => ({ ...it, sent: units }));
  }

  /** Units came in for a transfer; before they were sent, if their message was faster. */
  receive({ documentRef, arrival, ref, sku, location, delta, at }: MovementFact): void {
    if (!arrival || documentRef === undefined || delta <= 0) return;
    this.#set(documentRef, sku, location, at, (it) => ({ ...it, received: { ...it.received, [ref]: delta } }));
  }

  /** Units on their way to a location. */
  to(sku: string, location: string): number {
    let units = 0;
    for (const it of this.#underway.values()) if (it.sku === sku && it.to === location) units += openOf(it);
    return units;
  }

  all(): Iterable<Underway> {
    return this.#underway.values();
  }

  get(key: string): Underway | undefined {
    return this.#underway.get(key);
  }

  /** Forgets what has arrived in full, and arrivals that nobody announced, when nothing was heard of them since an instant. */
  forget(before: number): readonly string[] {
    const over = [...this.#underway].filter(([, it]) => it.at < before && openOf(it) === 0).map(([key]) => key);
    for (const key of over) this.#underway.delete(key);
    return over;
  }

  restore(key: string, underway: Underway): void {
    this.#underway.set(key, underway);
  }

  #set(transfer: string, sku: string, to: string, at: number, change: (it: Underway) => Underway): void {
    const key = keyOf(transfer, sku, to);
    const before = this.#underway.get(key) ?? { transfer, sku, to, sent: 0, received: {}, at };
    this.#underway.set(key, { ...change(before), at: Math.max(before.at, at) });
    this.changed.add(key);
  }
}

/** Units that were sent and have not arrived. */
function openOf({ sent, received }: Underway): number {
  return Math.max(0, sent - Object.values(received).reduce((sum, it) => sum + it, 0));
}

const keyOf = (transfer: string, sku: string, to: string): string => `${transfer}\n${sku}\n${to}`;
