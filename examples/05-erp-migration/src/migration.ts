import { IntegrationError } from '@crossdock/core';

/** A span of instants, in epoch milliseconds. Without an end it is open. */
export interface Span {
  readonly from: number;
  /** The first instant that is no longer in it. */
  readonly before?: number;
}

/** Whether an instant is in a span. */
export function isWithin(instant: number, { from, before = Number.POSITIVE_INFINITY }: Span): boolean {
  return instant >= from && instant < before;
}

/**
 * The moment from which on new orders belong to the new ledger. An order belongs where it was placed, to its end: its parcels, its
 * cancellation and its refunds go to the ledger that has it, however late they come.
 *
 * It is chosen once, ahead of time. A moment that has passed is refused: orders of it may be booked already, and would be booked twice.
 */
export class CutOver {
  #at: number | undefined;

  /** Epoch milliseconds; `undefined` while it is not chosen. */
  get at(): number | undefined {
    return this.#at;
  }

  /** Throws `conflict` when there is no way back: it was chosen before, it has passed, or the rehearsal still has differences. */
  choose(at: number, facts: { readonly now: number; readonly differences: number }): void {
    const refuse = (reason: string) => new IntegrationError(reason, { code: 'conflict' });
    if (this.#at !== undefined) throw refuse('The moment of the cut-over was chosen already');
    if (at <= facts.now) throw refuse('The moment of the cut-over has passed: choose one that is still to come');
    if (facts.differences > 0) {
      throw refuse(`The ledgers still differ in ${facts.differences} orders: mend and rehearse again`);
    }
    this.#at = at;
  }

  /** Orders that belong to the old ledger. */
  get before(): Span {
    return { from: Number.NEGATIVE_INFINITY, ...(this.#at !== undefined && { before: this.#at }) };
  }

  /** Orders that belong to the new one: none while the moment is not chosen. */
  get after(): Span {
    return { from: this.#at ?? Number.POSITIVE_INFINITY };
  }
}
