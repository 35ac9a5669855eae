import { type CapabilityOutput, type CheckedInput } from '../../capabilities/index.ts';
import { type Clock, type Duration, type Observer, toIntegrationError, toMs } from '../../primitives/index.ts';
import { type Availability } from './availability.ts';

/** How the levels of a system are read. */
export interface LevelFeedOptions {
  readonly every: Duration;
  /** Only these locations. Absent: every location that the system has stock for. */
  readonly locations?: readonly string[];
  /**
   * How far before the last reading a reading of what changed begins.
   *
   * @default '5m'
   */
  readonly overlap?: Duration;
}

/** How the reading of a system's levels stands. */
export interface LevelFeedStatus {
  readonly system: string;
  /** ISO instant of the last reading that came to its end. */
  readonly readAt?: string;
  /** Why the last one did not. */
  readonly trouble?: string;
  /** Levels that the system cannot tell in our words, in the last reading. */
  readonly refused: number;
}

export interface LevelFeedParts {
  readonly system: string;
  readonly availability: Availability;
  readonly options: LevelFeedOptions;
  /** Asks the system for a page. */
  readonly list: (
    request: Omit<CheckedInput<'listInventory'>, 'limit'>,
    signal: AbortSignal,
  ) => Promise<CapabilityOutput<'listInventory'>>;
  readonly clock: Clock;
  readonly observer: Observer;
}

/** Reads what a system says lies where, again and again: everything first, then what changed. A system that is away is asked again. */
export class LevelFeed {
  readonly #parts: LevelFeedParts;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #reading: Promise<void> | undefined;
  /** Epoch milliseconds at which the last reading that came to its end had begun. */
  #readFrom: number | undefined;
  #trouble: string | undefined;
  #refused = 0;

  constructor(parts: LevelFeedParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#readAgainAndAgain();
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The reading of levels stops'));
    await this.#running;
    await this.#reading?.catch(() => undefined);
  }

  status(): LevelFeedStatus {
    return {
      system: this.#parts.system,
      ...(this.#readFrom !== undefined && { readAt: new Date(this.#readFrom).toISOString() }),
      ...(this.#trouble !== undefined && { trouble: this.#trouble }),
      refused: this.#refused,
    };
  }

  /** Reads once, now. */
  read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readAgainAndAgain(): Promise<void> {
    const { clock, options, observer, system } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.read().catch((error: unknown) => {
        this.#trouble = toIntegrationError(error).code;
        if (signal.aborted) return;
        observer.log('warn', 'levels could not be read', { 'crossdock.system': system, code: this.#trouble });
      });
      await clock.sleep(toMs(options.every), signal).catch(() => undefined);
    }
  }

  async #read(): Promise<void> {
    const { availability, list, options, clock, system } = this.#parts;
    const begun = clock.now();
    const { signal } = this.#stopping;
    const from = this.#readFrom === undefined ? undefined : this.#readFrom - toMs(options.overlap ?? '5m');
    const question = {
      ...(from !== undefined && { changedFrom: new Date(from).toISOString() }),
      ...(options.locations && { locations: [...options.locations] }),
    };
    let refused = 0;
    for (let cursor: string | undefined, isMore = true; isMore;) {
      const page = await list({ ...question, ...(cursor !== undefined && { cursor }) }, signal);
      await availability.setLevels(page.items, { source: system });
      refused += page.refused.length;
      cursor = page.next;
      isMore = cursor !== undefined;
    }
    this.#readFrom = begun;
    this.#trouble = undefined;
    this.#refused = refused;
    availability.heard({ source: system });
  }
}
