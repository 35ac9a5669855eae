import { type Change, type Journal, type NewEvent, type NewException } from '../journal/index.ts';
import { type Clock, IntegrationError, type Observer, toIntegrationError } from '../primitives/index.ts';
import { type Orchestrator } from './orchestrator.ts';

/** What a sweep found: an event, or what is there and cannot be one. */
export type Found =
  | { readonly event: NewEvent }
  | { readonly refused: { readonly id: string; readonly key: string; readonly error: IntegrationError } };

interface Span {
  readonly from: string;
  readonly to: string;
}

/** A poll of one source: the backstop for pushed events that never came. */
export interface SweepDefinition {
  /** `system/sweep`, also the name of its cursor. */
  readonly name: string;
  readonly system: string;
  readonly everyMs: number;
  /** How far each window reaches back behind the last one. Events found twice change nothing. */
  readonly overlapMs: number;
  run(window: { readonly from: string; readonly to: string; readonly signal: AbortSignal }): AsyncIterable<Found>;
}

export interface SweeperOptions {
  readonly journal: Journal;
  readonly orchestrator: Orchestrator;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly sweeps: readonly SweepDefinition[];
  readonly ownerOf: (subject: { readonly system: string }) => string;
  /** Instant from which a sweep without a cursor begins. */
  readonly since: string;
  /** Failures in a row after which a sweep is brought to a person (it goes on trying). */
  readonly alarmAfter: number;
}

const batchSize = 100;
const dayMs = 86_400_000;
const pageSize = 1_000;

/**
 * Runs every sweep on its beat. A window has a fixed upper bound and begins `overlap` before the end of the last one,
 * so that nothing falls between two windows; the cursor moves only when all of a window is journaled.
 */
export class Sweeper {
  readonly #options: SweeperOptions;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, number>();

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  start(): void {
    for (const sweep of this.#options.sweeps) void this.#beat(sweep);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running.values());
  }

  /** Runs the sweeps of a system (or all) now and waits for them. */
  async sweepNow(system?: string): Promise<void> {
    const chosen = this.#options.sweeps.filter((it) => system === undefined || it.system === system);
    await Promise.all(chosen.map((sweep) => this.#once(sweep)));
  }

  /**
   * Reads again from where something was refused, for whoever mended it.
   *
   * @throws IntegrationError what it is refused for if it still is, `not-found` if it is not there any more
   */
  async readAgain(refusal: string): Promise<void> {
    const { journal } = this.#options;
    const sweep = this.#options.sweeps.find(({ name }) => refusal.startsWith(`${name}: `));
    const from = await journal.cursor(refusedAt(refusal));
    if (!sweep || from === undefined) throw gone(refusal);
    let outcome: Found | undefined;
    let renamed: Found | undefined;
    for await (const found of sweep.run({ from, to: this.#now(), signal: this.#stopping.signal })) {
      if (nameOf(sweep, found) === refusal) outcome = found;
      else if (isSameFact(nameOf(sweep, found), refusal)) renamed = found;
    }
    // What could not be read was refused under a name that was guessed: the sale may be a return.
    outcome ??= renamed;
    if (!outcome) throw gone(refusal);
    if ('refused' in outcome) throw outcome.refused.error;
    await this.#options.orchestrator.record([outcome.event]);
  }

  async #beat(sweep: SweepDefinition): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#once(sweep).catch(() => undefined);
      await this.#options.clock.sleep(sweep.everyMs, this.#stopping.signal).catch(() => undefined);
    }
  }

  /** One sweep never overlaps itself: a second caller waits for the one under way. */
  #once(sweep: SweepDefinition): Promise<void> {
    const under = this.#running.get(sweep.name);
    if (under) return under;
    const run = this.#sweep(sweep).finally(() => this.#running.delete(sweep.name));
    this.#running.set(sweep.name, run);
    return run;
  }

  async #sweep(sweep: SweepDefinition): Promise<void> {
    const { journal, observer } = this.#options;
    const cursorName = `sweep/${sweep.name}`;
    const cursor = (await journal.cursor(cursorName)) ?? (await this.#begin(cursorName));
    const to = this.#now();
    const from = this.#from(sweep, cursor, to);
    const attributes = { 'crossdock.system': sweep.system, 'crossdock.sweep': sweep.name };
    try {
      await observer.span('crossdock.sweep', attributes, async () => {
        await this.#take(sweep, { from, to });
      });
      // A source that ends early when it is told to stop has not told everything.
      if (this.#stopping.signal.aborted) return;
      await journal.append([this.#moved(cursorName, to)]);
      await this.#healed(sweep);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      await this.#failed(sweep, error);
      throw error;
    }
  }

  /**
   * A cursor that stands after now was moved by a clock that was wrong, and nobody knows what was read up to then: a day is read
   * again, as at the very first start.
   */
  #from({ name, overlapMs }: SweepDefinition, cursor: string, to: string): string {
    const [end, since] = [Date.parse(to), Date.parse(this.#options.since)];
    const from = Date.parse(cursor) - overlapMs;
    if (from < end) return new Date(from).toISOString();
    this.#options.observer.log('warn', 'a sweep had read beyond now: a clock was wrong, a day is read again', {
      'crossdock.sweep': name,
    });
    const dayAgo = end - dayMs;
    return new Date(since < end ? Math.max(since, dayAgo) : dayAgo).toISOString();
  }

  /** Where it begins is kept, so that a sweep which fails for days still begins there. */
  async #begin(cursorName: string): Promise<string> {
    const { journal, since } = this.#options;
    await journal.append([this.#moved(cursorName, since)]);
    return since;
  }

  async #take(sweep: SweepDefinition, span: Span): Promise<void> {
    let batch: NewEvent[] = [];
    for await (const found of sweep.run({ ...span, signal: this.#stopping.signal })) {
      if ('refused' in found) await this.#refuse(sweep, span, found);
      else batch.push(found.event);
      if (batch.length === batchSize) {
        await this.#options.orchestrator.record(batch);
        batch = [];
      }
    }
    if (batch.length > 0) await this.#options.orchestrator.record(batch);
  }

  /** One that cannot be taken does not keep the others out. It is found by every window that reaches it, and told once. */
  async #refuse(sweep: SweepDefinition, { from }: Span, found: Extract<Found, { refused: unknown }>): Promise<void> {
    const { journal, orchestrator, ownerOf } = this.#options;
    const { system } = sweep;
    const { key, error } = found.refused;
    const step = nameOf(sweep, found);
    const known = await journal.exceptions({ kind: 'sweep', system, key });
    if (known.some((it) => it.step === step)) return;
    const exception: NewException = {
      kind: 'sweep',
      system,
      key,
      step,
      code: error.code,
      reason: error.message,
      ...(error.path !== undefined && { path: error.path }),
      owner: ownerOf({ system }),
      actions: ['replay', 'resolve', 'skip'],
    };
    await orchestrator.apply([
      this.#moved(refusedAt(step), from),
      { type: 'exception.opened', exception, at: this.#now() },
    ]);
  }

  async #failed(sweep: SweepDefinition, error: unknown): Promise<void> {
    const { code, message, retryAfterMs = 0 } = toIntegrationError(error);
    const failures = (this.#failures.get(sweep.name) ?? 0) + 1;
    this.#failures.set(sweep.name, failures);
    this.#options.observer.log('warn', 'a sweep failed', { 'crossdock.sweep': sweep.name, code, failures });
    if (failures === this.#options.alarmAfter && !(await this.#alarm(sweep))) {
      const exception = {
        kind: 'sweep',
        system: sweep.system,
        step: sweep.name,
        code,
        reason: `Sweep '${sweep.name}' failed ${failures} times in a row: ${message}. It goes on trying.`,
        owner: this.#options.ownerOf({ system: sweep.system }),
        actions: ['resolve', 'skip'],
      } as const;
      await this.#options.orchestrator.apply([{ type: 'exception.opened', exception, at: this.#now() }]);
    }
    if (retryAfterMs > sweep.everyMs) {
      await this.#options.clock.sleep(retryAfterMs - sweep.everyMs, this.#stopping.signal).catch(() => undefined);
    }
  }

  async #healed(sweep: SweepDefinition): Promise<void> {
    // The first success after a start also heals what an earlier process reported.
    const failures = this.#failures.get(sweep.name);
    this.#failures.set(sweep.name, 0);
    if (failures !== undefined && failures < this.#options.alarmAfter) return;
    const open = await this.#alarm(sweep);
    if (!open) return;
    await this.#options.orchestrator.apply([
      { type: 'exception.closed', exception: open.id, state: 'healed', at: this.#now() },
    ]);
  }

  async #alarm({ name, system }: SweepDefinition) {
    // The facts that it refused may be many, and are older.
    for (let after = 0, full = true; full;) {
      const filter = { kind: 'sweep', states: ['open'], system, after, limit: pageSize } as const;
      const page = await this.#options.journal.exceptions(filter);
      const alarm = page.find((it) => it.step === name);
      if (alarm) return alarm;
      after = page.at(-1)?.id ?? after;
      full = page.length === pageSize;
    }
    return undefined;
  }

  #moved(name: string, value: string): Change {
    return { type: 'cursor.moved', name, value, at: this.#now() };
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

const refusedAt = (refusal: string): string => `refused/${refusal}`;

/** Whether two facts of a sweep differ by the name of their event alone: `shop/orders: shop/sale.recorded/A-1`. */
function isSameFact(one: string, other: string): boolean {
  const withoutName = (it: string): string => it.replace(/^([^:]*: [^/]*)\/[^/]*\//, '$1/');
  return withoutName(one) === withoutName(other);
}

function nameOf(sweep: SweepDefinition, found: Found): string {
  return `${sweep.name}: ${'refused' in found ? found.refused.id : found.event.id}`;
}

function gone(refusal: string): IntegrationError {
  return new IntegrationError(`No sweep finds '${refusal}' any more`, { code: 'not-found' });
}
