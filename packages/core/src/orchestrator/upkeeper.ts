import { type Change, type ExceptionRecord, type Journal } from '../journal/index.ts';
import { type Clock, type Observer, toIntegrationError } from '../primitives/index.ts';
import { type Orchestrator } from './orchestrator.ts';

/** What a look found: something to know (it was mended, or does no harm), or something for a person. */
export interface UpkeepFinding {
  readonly severity: 'error' | 'warning';
  readonly path?: string;
  readonly message: string;
}

/** A job that keeps something in order on a system. */
export interface UpkeepDefinition {
  /** `system/job`. */
  readonly name: string;
  readonly system: string;
  readonly everyMs: number;
  run(signal: AbortSignal): Promise<readonly UpkeepFinding[]>;
}

export interface UpkeeperOptions {
  readonly journal: Journal;
  readonly orchestrator: Orchestrator;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly jobs: readonly UpkeepDefinition[];
  readonly ownerOf: (subject: { readonly system: string }) => string;
  /** Failures in a row after which a job is brought to a person (it goes on trying). */
  readonly alarmAfter: number;
}

/**
 * Runs every job on its beat, the first time right after the start. What a job cannot mend is one open exception, which
 * closes by itself when a later look finds everything in order.
 */
export class Upkeeper {
  readonly #options: UpkeeperOptions;
  readonly #stopping = new AbortController();
  readonly #running = new Map<string, Promise<void>>();
  readonly #failures = new Map<string, number>();

  constructor(options: UpkeeperOptions) {
    this.#options = options;
  }

  start(): void {
    for (const job of this.#options.jobs) void this.#beat(job);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running.values());
  }

  /** Runs the jobs of a system (or all) now and waits for them. */
  async runNow(system?: string): Promise<void> {
    const chosen = this.#options.jobs.filter((it) => system === undefined || it.system === system);
    await Promise.all(chosen.map((job) => this.#once(job)));
  }

  async #beat(job: UpkeepDefinition): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#once(job).catch(() => undefined);
      await this.#options.clock.sleep(job.everyMs, this.#stopping.signal).catch(() => undefined);
    }
  }

  /** A job never overlaps itself: a second caller waits for the look under way. */
  #once(job: UpkeepDefinition): Promise<void> {
    const under = this.#running.get(job.name);
    if (under) return under;
    const run = this.#look(job).finally(() => this.#running.delete(job.name));
    this.#running.set(job.name, run);
    return run;
  }

  async #look(job: UpkeepDefinition): Promise<void> {
    const attributes = { 'crossdock.system': job.system, 'crossdock.upkeep': job.name };
    try {
      const findings = await this.#options.observer.span('crossdock.upkeep', attributes, () =>
        job.run(this.#stopping.signal),
      );
      this.#failures.delete(job.name);
      await this.#report(job, findings);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      await this.#failed(job, error);
      throw error;
    }
  }

  async #report(job: UpkeepDefinition, findings: readonly UpkeepFinding[]): Promise<void> {
    for (const { severity, message } of findings) {
      const level = severity === 'error' ? 'error' : 'warn';
      this.#options.observer.log(level, message, { 'crossdock.system': job.system, 'crossdock.upkeep': job.name });
    }
    const errors = findings.filter((it) => it.severity === 'error');
    const reason = errors.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`)).join('; ');
    await this.#tell(job, errors.length === 0 ? undefined : { code: 'config-invalid', reason });
  }

  async #failed(job: UpkeepDefinition, error: unknown): Promise<void> {
    const { code, message } = toIntegrationError(error);
    const failures = (this.#failures.get(job.name) ?? 0) + 1;
    this.#failures.set(job.name, failures);
    this.#options.observer.log('warn', 'an upkeep failed', { 'crossdock.upkeep': job.name, code, failures });
    if (failures !== this.#options.alarmAfter) return;
    const reason = `Upkeep '${job.name}' failed ${failures} times in a row: ${message}. It goes on trying.`;
    await this.#tell(job, { code, reason });
  }

  /** One exception a job: closed when all is well, replaced when something else is wrong. */
  async #tell(job: UpkeepDefinition, trouble: { readonly code: string; readonly reason: string } | undefined) {
    const open = await this.#open(job);
    if (open && open.reason === trouble?.reason) return;
    const at = new Date(this.#options.clock.now()).toISOString();
    const changes: Change[] = [];
    if (open) changes.push({ type: 'exception.closed', exception: open.id, state: 'healed', at });
    if (trouble) {
      const { system, name: step } = job;
      const owner = this.#options.ownerOf({ system });
      const exception = { kind: 'upkeep', system, step, ...trouble, owner, actions: ['resolve', 'skip'] } as const;
      changes.push({ type: 'exception.opened', exception, at });
    }
    if (changes.length > 0) await this.#options.orchestrator.apply(changes);
  }

  async #open({ system, name }: UpkeepDefinition): Promise<ExceptionRecord | undefined> {
    const open = await this.#options.journal.exceptions({ kind: 'upkeep', states: ['open'], system });
    return open.find((it) => it.step === name);
  }
}
