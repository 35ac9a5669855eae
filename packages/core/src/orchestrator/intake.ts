import {
  type DeliveryRecord,
  type Journal,
  type NewDelivery,
  type NewEvent,
  type NewException,
} from '../journal/index.ts';
import { toFailure } from '../policies/index.ts';
import { type Clock, IntegrationError, type Observer, toIntegrationError } from '../primitives/index.ts';
import { type Orchestrator } from './orchestrator.ts';

/** Turns a stored delivery into events. Throws an `IntegrationError` that names the field when it cannot. */
export type Decode = (delivery: DeliveryRecord, signal: AbortSignal) => Promise<readonly NewEvent[]>;

export interface IntakeOptions {
  readonly journal: Journal;
  readonly orchestrator: Orchestrator;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly decode: Decode;
  readonly ownerOf: (subject: { readonly system: string }) => string;
  /** Beyond this many undecoded deliveries and ready runs nothing more is taken in. */
  readonly highWater: number;
  /** Most deliveries that are decoded at once. */
  readonly concurrency: number;
  /** Wait before a delivery is decoded again after a failure that may pass, in milliseconds; doubles up to 64 times. */
  readonly retryDelayMs: number;
  /** Age from which on a delivery that still cannot be decoded is brought to a person, in milliseconds. */
  readonly giveUpAfterMs: number;
}

/** However old a delivery is, after a start it is tried for some minutes before a person is asked. */
const triesAtLeast = 8;

/**
 * Takes messages in: durable first, acknowledged then, understood later. A delivery that cannot be understood becomes
 * an exception that can be replayed; one that cannot be understood *now* is tried again, and becomes one after a day.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #waiting: number[] = [];
  readonly #known = new Set<number>();
  readonly #stopping = new AbortController();
  #active = 0;
  /** Deliveries that are being stored just now. */
  #arriving = 0;
  #whenIdle: (() => void)[] = [];

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Deliveries that are not decoded yet. */
  get backlog(): number {
    return this.#known.size;
  }

  /** Takes up what was stored but not decoded when the process ended. */
  async start(): Promise<void> {
    for (let after = 0, full = true; full;) {
      const page = await this.#options.journal.pendingDeliveries(after, 1_000);
      for (const { id } of page) this.decodeSoon(id);
      after = page.at(-1)?.id ?? after;
      full = page.length === 1_000;
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waiting.length = 0;
    while (this.#active > 0) await this.#next();
  }

  /**
   * Stores a verified delivery. Once this resolves it may be acknowledged.
   *
   * @throws IntegrationError `intake-full` beyond the high-water mark, or the journal's own error: then nothing is
   * stored and the sender must send again.
   */
  async receive(delivery: NewDelivery): Promise<{ readonly duplicate: boolean }> {
    const { highWater, journal, orchestrator } = this.#options;
    if (this.#arriving + this.backlog + orchestrator.load >= highWater) {
      throw new IntegrationError('More is waiting than may be taken in at once', {
        code: 'intake-full',
        retryAfterMs: 5_000,
        system: delivery.source,
      });
    }
    this.#arriving++;
    try {
      const [effect] = await journal.append([{ type: 'delivery.received', delivery }]);
      // Also a known one: that it was stored does not say that anybody took it up.
      if (effect?.id !== undefined) this.decodeSoon(effect.id);
      return { duplicate: effect?.duplicate === true };
    } finally {
      this.#arriving--;
    }
  }

  /** Decodes a stored delivery as soon as there is room. */
  decodeSoon(id: number): void {
    if (this.#known.has(id) || this.#stopping.signal.aborted) return;
    this.#known.add(id);
    this.#waiting.push(id);
    this.#pump();
  }

  /** Resolves when no delivery waits to be decoded, not counting those that wait to be tried again. */
  async idle(): Promise<void> {
    while (this.#active > 0 || this.#waiting.length > 0) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
    });
  }

  #pump(): void {
    while (this.#active < this.#options.concurrency) {
      const id = this.#waiting.shift();
      if (id === undefined) return;
      this.#active++;
      void this.#decode(id, 0).finally(() => {
        this.#active--;
        this.#pump();
        for (const resolve of this.#whenIdle.splice(0)) resolve();
      });
    }
  }

  async #decode(id: number, failures: number): Promise<void> {
    const { journal, orchestrator, decode, observer } = this.#options;
    const at = this.#now();
    try {
      const delivery = await journal.delivery(id);
      if (delivery?.state === 'pending') {
        const attributes = { 'crossdock.system': delivery.source, 'crossdock.topic': delivery.topic };
        const decoding = () => decode(delivery, this.#stopping.signal);
        const events = await observer.span('crossdock.decode', attributes, decoding).catch((error: unknown) => {
          if (this.#stopping.signal.aborted) throw error;
          // Decoding only reads: what repetition cannot cure, such as a fault in the connector, is for a person.
          const failure = toFailure(error, { system: delivery.source, effect: 'read' });
          if (failure.disposition === 'reject' || this.#isPatienceOver(delivery, failures + 1)) return failure;
          throw failure;
        });
        if (events instanceof IntegrationError) await this.#refuse(delivery, events);
        else await orchestrator.record(events, [{ type: 'delivery.settled', delivery: id, state: 'decoded', at }]);
      }
      this.#known.delete(id);
    } catch (error) {
      this.#tryLater(id, failures, toIntegrationError(error));
    }
  }

  #isPatienceOver({ receivedAt }: DeliveryRecord, tries: number): boolean {
    const { clock, giveUpAfterMs } = this.#options;
    return tries >= triesAtLeast && clock.now() - Date.parse(receivedAt) >= giveUpAfterMs;
  }

  async #refuse(delivery: DeliveryRecord, error: IntegrationError): Promise<void> {
    const { orchestrator, ownerOf } = this.#options;
    const { id, source, topic } = delivery;
    const exception: NewException = {
      kind: 'delivery',
      delivery: id,
      system: source,
      step: topic,
      code: error.code,
      reason: error.message,
      ...(error.path !== undefined && { path: error.path }),
      owner: ownerOf({ system: source }),
      actions: ['replay', 'resolve', 'skip'],
    };
    const at = this.#now();
    await orchestrator.apply([
      { type: 'delivery.settled', delivery: id, state: 'failed', at },
      { type: 'exception.opened', exception, at },
    ]);
  }

  /** The delivery stays pending in the journal, so a crash in between loses nothing. */
  #tryLater(id: number, failures: number, error: IntegrationError): void {
    const { clock, retryDelayMs, observer } = this.#options;
    if (this.#stopping.signal.aborted) return;
    observer.log('warn', 'a delivery cannot be decoded now', { 'crossdock.delivery': id, code: error.code });
    const delayMs = Math.max(error.retryAfterMs ?? 0, retryDelayMs * 2 ** Math.min(failures, 6));
    void clock.sleep(delayMs, this.#stopping.signal).then(
      () => this.#decode(id, failures + 1),
      () => undefined,
    );
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}
