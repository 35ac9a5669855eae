import { Refusal } from './answers.ts';

/** How long a budget lasts, in milliseconds. */
const spanMs = 300_000;

/** Counts requests: a retailer has 300 of them for each register and 50 more, in five minutes. */
export class RequestBudget {
  readonly #now: () => number;
  readonly #registers: () => number;
  #endsAt = Number.NEGATIVE_INFINITY;
  #used = 0;

  constructor(now: () => number, registers: () => number) {
    this.#now = now;
    this.#registers = registers;
  }

  get limit(): number {
    return 300 * this.#registers() + 50;
  }

  get remaining(): number {
    return Math.max(0, this.limit - this.#used);
  }

  /** When the next request is taken after a refusal: a date of whole seconds. */
  get retryAfter(): string {
    const at = this.#used > this.limit ? this.#endsAt : this.#now() + 3000;
    return new Date(Math.ceil(at / 1000) * 1000).toUTCString();
  }

  /** Takes a request, or refuses it. */
  take(): void {
    if (this.#now() >= this.#endsAt) {
      this.#endsAt = this.#now() + spanMs;
      this.#used = 0;
    }
    this.#used++;
    if (this.#used > this.limit) throw new Refusal(429, 'Too Many Requests');
  }
}
