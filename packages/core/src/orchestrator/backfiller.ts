import { type Change, type ExceptionRecord, type Journal, type NewException } from '../journal/index.ts';
import { type Clock, IntegrationError, type Observer } from '../primitives/index.ts';
import { type Orchestrator } from './orchestrator.ts';
import { type Found } from './sweeper.ts';

/** How a backfill is asked, once it is known which. */
export interface BackfillQuestion {
  readonly since: string | undefined;
  readonly resume: string | undefined;
  readonly signal: AbortSignal;
  progress(done: number, total?: number): void;
}

/** A source that can be read from its beginning. */
export interface BackfillDefinition {
  /** `system/backfill`, also the name of its cursor. */
  readonly name: string;
  readonly system: string;
  run(question: BackfillQuestion): AsyncIterable<{ readonly found: readonly Found[]; readonly resume: string }>;
}

/** What is asked of `dock.backfill`. */
export interface BackfillOptions {
  /** ISO instant: nothing older. An interrupted backfill goes on with the one it began with. */
  readonly since?: string;
  /** Called as it goes on. */
  readonly onProgress?: (progress: BackfillProgress) => void;
  readonly signal?: AbortSignal;
}

/** How far a backfill is. */
export interface BackfillProgress {
  /** Things that the platform has read so far, and of how many if it tells. */
  readonly done: number;
  readonly total?: number;
}

/** What a backfill did. */
export interface BackfillReport {
  /** Events that came by it, known ones included. */
  readonly events: number;
  /** Facts that cannot be told; each is an open exception. */
  readonly refused: number;
  /** Whether it went on where an earlier one was interrupted. */
  readonly resumed: boolean;
}

export interface BackfillerOptions {
  readonly journal: Journal;
  readonly orchestrator: Orchestrator;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly backfills: readonly BackfillDefinition[];
  readonly ownerOf: (subject: { readonly system: string }) => string;
  /** While this many runs are ready or active it waits: a backfill is never in a hurry. */
  readonly highWater: number;
}

/** Where an interrupted one goes on. */
interface Place {
  readonly since?: string;
  readonly resume?: string;
}

const done = 'done';
const easeMs = 1_000;
const pageSize = 1_000;

/** Reads a source from its beginning, portion by portion, and goes on after a crash where the last kept portion ended. */
export class Backfiller {
  readonly #options: BackfillerOptions;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<BackfillReport>>();

  constructor(options: BackfillerOptions) {
    this.#options = options;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running.values());
  }

  /**
   * Runs a backfill to its end, or goes on with one that was interrupted.
   *
   * @throws IntegrationError `not-found` if there is none of that name, `conflict` if it is under way, `cancelled` when it is stopped;
   * what the platform refuses
   */
  async run(name: string, options: BackfillOptions = {}): Promise<BackfillReport> {
    const backfill = this.#options.backfills.find((it) => it.name === name);
    if (!backfill) throw unknown(name, this.#options.backfills);
    if (options.since !== undefined && Number.isNaN(Date.parse(options.since))) {
      const message = 'A backfill begins at an ISO instant or date, like 2026-11-27T10:00:00Z or 2026-11-27';
      throw new IntegrationError(message, { code: 'input-invalid', path: 'since' });
    }
    if (this.#running.has(name)) throw new IntegrationError(`Backfill '${name}' is under way`, { code: 'conflict' });
    const running = this.#read(backfill, options).finally(() => this.#running.delete(name));
    this.#running.set(name, running);
    return running;
  }

  async #read(backfill: BackfillDefinition, { since, onProgress, signal }: BackfillOptions): Promise<BackfillReport> {
    const { journal, observer } = this.#options;
    const cursor = `backfill/${backfill.name}`;
    const kept = placeOf(await journal.cursor(cursor));
    const place: Place = kept ?? (since === undefined ? {} : { since });
    const signals = signal ? AbortSignal.any([signal, this.#stopping.signal]) : this.#stopping.signal;
    const report = { events: 0, refused: 0, resumed: kept !== undefined };
    const question: BackfillQuestion = {
      since: place.since,
      resume: place.resume,
      signal: signals,
      progress: (read, total) => onProgress?.({ done: read, ...(total !== undefined && { total }) }),
    };
    const open = await this.#open(backfill);
    await observer.span('crossdock.backfill', { 'crossdock.system': backfill.system }, async () => {
      for await (const { found, resume } of backfill.run(question)) {
        await this.#ease(signals);
        if (signals.aborted) throw stopped(backfill.name);
        const { events, refused } = await this.#take(backfill, found, {
          open,
          moved: this.#moved(cursor, { ...place, resume }),
        });
        report.events += events;
        report.refused += refused;
      }
    });
    if (signals.aborted) throw stopped(backfill.name);
    await journal.append([this.#moved(cursor, done)]);
    return report;
  }

  /** A portion and the place after it are kept together, or neither is. */
  async #take(
    backfill: BackfillDefinition,
    found: readonly Found[],
    { open, moved }: { readonly open: Map<string, ExceptionRecord | undefined>; readonly moved: Change },
  ) {
    const events = found.flatMap((it) => ('event' in it ? [it.event] : []));
    const refused = found.flatMap((it) => ('refused' in it ? [it.refused] : []));
    const further: Change[] = [];
    for (const it of refused) {
      if (open.has(it.id)) continue;
      open.set(it.id, undefined);
      further.push({ type: 'exception.opened', exception: this.#told(backfill, it), at: this.#now() });
    }
    for (const { id } of events) {
      const exception = open.get(id);
      if (exception) {
        further.push({ type: 'exception.closed', exception: exception.id, state: 'healed', at: this.#now() });
      }
    }
    await this.#options.orchestrator.record(events, [...further, moved]);
    return { events: events.length, refused: refused.length };
  }

  /** What earlier backfills could not tell, by event id. */
  async #open({ system, name }: BackfillDefinition): Promise<Map<string, ExceptionRecord | undefined>> {
    const prefix = `${name}: `;
    const open = new Map<string, ExceptionRecord | undefined>();
    for (let after = 0, full = true; full;) {
      const filter = { kind: 'backfill', states: ['open'], system, after, limit: pageSize } as const;
      const page = await this.#options.journal.exceptions(filter);
      for (const it of page) if (it.step?.startsWith(prefix)) open.set(it.step.slice(prefix.length), it);
      after = page.at(-1)?.id ?? after;
      full = page.length === pageSize;
    }
    return open;
  }

  #told(
    { name, system }: BackfillDefinition,
    { id, key, error }: Extract<Found, { refused: unknown }>['refused'],
  ): NewException {
    return {
      kind: 'backfill',
      system,
      key,
      step: `${name}: ${id}`,
      code: error.code,
      reason: error.message,
      ...(error.path !== undefined && { path: error.path }),
      owner: this.#options.ownerOf({ system }),
      // Mended, it is told by the next backfill, which closes this.
      actions: ['resolve', 'skip'],
    };
  }

  async #ease(signal: AbortSignal): Promise<void> {
    const { orchestrator, highWater, clock } = this.#options;
    while (orchestrator.load >= highWater && !signal.aborted) await clock.sleep(easeMs, signal).catch(() => undefined);
  }

  #moved(name: string, place: Place | typeof done): Change {
    return { type: 'cursor.moved', name, value: place === done ? done : JSON.stringify(place), at: this.#now() };
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

function placeOf(cursor: string | undefined): Place | undefined {
  return cursor === undefined || cursor === done ? undefined : (JSON.parse(cursor) as Place);
}

function unknown(name: string, backfills: readonly BackfillDefinition[]): IntegrationError {
  const known = backfills.map((it) => `'${it.name}'`).join(', ');
  return new IntegrationError(`There is no backfill '${name}'; there are: ${known === '' ? 'none' : known}`, {
    code: 'not-found',
  });
}

const stopped = (name: string): IntegrationError =>
  new IntegrationError(`Backfill '${name}' was stopped; it goes on where it is`, { code: 'cancelled' });
