import { type Clock } from '../primitives/index.ts';

/** Sleeps until the earliest instant asked for, then calls back once. */
export class WakeTimer {
  readonly #clock: Clock;
  readonly #wake: () => Promise<void>;
  #sleeping: AbortController | undefined;
  #at = Infinity;
  #stopped = false;

  constructor(clock: Clock, wake: () => Promise<void>) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** Asks to be called at the instant (epoch milliseconds) or earlier. */
  arm(at: number): void {
    if (this.#stopped || at >= this.#at) return;
    this.#at = at;
    this.#sleeping?.abort();
    const sleeping = new AbortController();
    this.#sleeping = sleeping;
    void this.#clock.sleep(Math.max(0, at - this.#clock.now()), sleeping.signal).then(
      () => this.#ring(sleeping),
      () => undefined,
    );
  }

  stop(): void {
    this.#stopped = true;
    this.#sleeping?.abort();
  }

  async #ring(sleeping: AbortController): Promise<void> {
    if (this.#stopped || sleeping !== this.#sleeping) return;
    this.#at = Infinity;
    this.#sleeping = undefined;
    await this.#wake();
  }
}
