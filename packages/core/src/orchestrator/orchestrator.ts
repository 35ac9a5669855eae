import {
  type Change,
  type Effect,
  type EventRecord,
  type NewEvent,
  type NewException,
  type RunRecord,
} from '../journal/index.ts';
import { IntegrationError, toIntegrationError } from '../primitives/index.ts';
import { createContext } from './context.ts';
import { DurableRetryState } from './durable-retry.ts';
import { readEnvelope } from './envelope.ts';
import { type AnyFlow, FlowRegistry } from './flow-registry.ts';
import { type ExecutionPorts } from './ports.ts';
import { ReadyQueue } from './ready-queue.ts';
import { exceptionOf, type RunFailure } from './run-exception.ts';
import { type ExecutionEnd, RunExecution } from './run-execution.ts';
import { type Suspension } from './unit.ts';
import { WakeTimer } from './wake-timer.ts';

/** Code of the marker attempt that tells a cancelled run from one that failed. */
const cancelledCode = 'run-cancelled';

/** How long to wait before a run is entered again when the journal could not be written. */
const brokenJournalDelayMs = 1_000;

/** How long an aborted step has to come to its end. */
const abortGraceMs = 1_000;

const pageSize = 5_000;

export interface OrchestratorOptions extends ExecutionPorts {
  readonly flows: readonly AnyFlow[];
  /** Most runs that are active at once. Waiting runs do not count. */
  readonly concurrency: number;
  /** Who looks at an exception of a system or flow. */
  readonly ownerOf: (subject: { readonly system?: string; readonly flow?: string }) => string;
  /** Told of everything worth telling; must not throw. */
  readonly emit: (notice: Notice) => void;
}

/** What the orchestrator tells the outside, as it happens. */
export type Notice =
  | { readonly type: 'event.recorded'; readonly event: NewEvent }
  | { readonly type: 'run.changed'; readonly run: RunRecord; readonly state: string }
  | { readonly type: 'exception.opened'; readonly exception: NewException & { readonly id: number } }
  | { readonly type: 'journal.failed'; readonly error: IntegrationError };

/** What a run is concluded with. */
interface Known {
  readonly data: unknown;
  readonly cancelled: boolean;
  /** Of a level: the cursor that tells how new the newest one is that took effect, and how new this one is. */
  readonly level?: { readonly cursor: string; readonly at: string } | undefined;
}

/** What was under way when the orchestrator stopped. */
export interface StopReport {
  /** Runs that came to a safe point in time. */
  readonly halted: number;
  /** Runs that were aborted at the deadline; they go on at the next start. */
  readonly aborted: number;
}

/**
 * Starts runs on events, keeps runs of one key from overlapping, wakes waiting runs, and brings what cannot go on
 * to a person. All its state is in the journal; this class only remembers what is ready and what is active.
 */
export class Orchestrator {
  readonly #options: OrchestratorOptions;
  readonly #flows: FlowRegistry;
  readonly #timer: WakeTimer;
  readonly #queue: ReadyQueue;
  readonly #executions = new Map<number, RunExecution>();
  /** Runs that are being cancelled: what their flow comes to no longer matters. */
  readonly #cancelling = new Set<number>();
  #whenIdle: (() => void)[] = [];
  #started = false;
  #abandoned = false;

  constructor(options: OrchestratorOptions) {
    this.#options = options;
    this.#flows = new FlowRegistry(options.flows);
    this.#timer = new WakeTimer(options.clock, () => this.#wakeDue());
    this.#queue = new ReadyQueue(options.concurrency, (run) => void this.#execute(run));
  }

  /** Runs that are ready or active: what back-pressure looks at. */
  get load(): number {
    return this.#queue.size;
  }

  /** Takes up every run that was ready when the process ended, and begins to wake waiting ones. */
  async start(): Promise<void> {
    this.#started = true;
    for (let after = 0, full = true; full;) {
      const page = await this.#options.journal.runs({ states: ['undoing', 'ready'], after, limit: pageSize });
      for (const run of page) this.#queue.add(run);
      after = page.at(-1)?.id ?? after;
      full = page.length === pageSize;
    }
    this.#queue.open();
    await this.#wakeDue();
  }

  /** Lets active runs come to a safe point, aborts the rest at the deadline. Nothing is lost either way. */
  async stop(deadlineMs: number): Promise<StopReport> {
    this.#started = false;
    this.#queue.close();
    this.#timer.stop();
    const under = this.#queue.taken;
    for (const it of this.#executions.values()) it.halt();
    const quiet = new AbortController();
    const late = this.#options.clock.sleep(deadlineMs, quiet.signal).then(
      () => true,
      () => false,
    );
    const inactive = this.#inactive();
    let aborted = 0;
    if (await Promise.race([late, inactive.then(() => false)])) {
      aborted = this.#queue.taken;
      const reason = new IntegrationError('The process stops', { code: 'cancelled' });
      for (const it of this.#executions.values()) it.abort(reason);
      await Promise.race([inactive, this.#options.clock.sleep(abortGraceMs, quiet.signal).catch(() => undefined)]);
      // A step that does not listen to its signal must not keep the process: what it still does is not journaled.
      this.#abandoned = true;
      for (const it of this.#executions.values()) it.abandon();
    }
    quiet.abort();
    return { halted: under - aborted, aborted };
  }

  /** Journals events and starts their runs; further changes are part of the same atomic batch. */
  async record(events: readonly NewEvent[], further: readonly Change[] = []): Promise<readonly Effect[]> {
    const changes = events.flatMap((event) => this.#changesFor(event));
    const told = changes.some((it) => it.type === 'exception.opened') ? await this.#withoutKnown(changes) : changes;
    return this.apply([...told, ...further]);
  }

  /** Journals changes, tells of them, and takes up the runs that they made ready. */
  async apply(changes: readonly Change[]): Promise<readonly Effect[]> {
    const effects = await this.#options.journal.append(changes);
    for (const [position, change] of changes.entries()) {
      if (change.type === 'event.recorded' && effects[position]?.duplicate !== true) {
        this.#options.emit({ type: 'event.recorded', event: change.event });
      }
      if (change.type === 'exception.opened' || change.type === 'run.parked') {
        this.#options.emit({
          type: 'exception.opened',
          exception: { ...change.exception, id: effects[position]?.id ?? 0 },
        });
      }
    }
    for (const effect of effects) for (const run of effect.ready ?? []) this.#queue.add(run);
    return effects;
  }

  /** Starts a further run for a recorded event: a new generation, after the earlier one was undone. */
  async startAgain(run: RunRecord, further: readonly Change[]): Promise<void> {
    const { flow, key, lane, eventSeq, generation } = run;
    const version = this.#flows.latest(flow)?.version ?? run.version;
    const again = { flow, version, key, lane };
    const at = this.#now();
    await this.apply([{ type: 'run.started', eventSeq, run: again, generation: generation + 1, at }, ...further]);
  }

  /** Cancels a run: what is under way finishes, then everything finished is undone. */
  async cancel(id: number, reason: string): Promise<void> {
    const at = this.#now();
    const attempt = { run: id, name: '', at, outcome: 'reject', code: cancelledCode, message: reason } as const;
    this.#cancelling.add(id);
    try {
      await this.apply([
        { type: 'run.undoing', run: id, code: cancelledCode, reason, at },
        { type: 'step.attempted', attempt },
      ]);
      this.#executions.get(id)?.halt();
    } catch (error) {
      this.#cancelling.delete(id);
      throw error;
    } finally {
      await this.takeUp(id);
    }
  }

  /** Looks at a run that may have become ready. */
  async takeUp(id: number): Promise<void> {
    const run = await this.#options.journal.run(id);
    if (run?.state === 'ready' || run?.state === 'undoing') this.#queue.add(run);
  }

  /** Resolves when nothing is ready or active (runs may still wait). */
  async idle(): Promise<void> {
    while (this.#queue.size > 0) await this.#next();
  }

  async #inactive(): Promise<void> {
    while (this.#queue.taken > 0) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenIdle.push(resolve);
    });
  }

  #changesFor(event: NewEvent): Change[] {
    const { data } = readEnvelope(event.envelope);
    const runs = [];
    const failures: Change[] = [];
    for (const { name, version, kind, key: keyOf, owner } of this.#flows.on(event.name)) {
      try {
        const key = mustBeKey(keyOf(data as never));
        runs.push({ flow: name, version, key, lane: `${name}/${key}`, supersede: kind === 'level' });
      } catch (error) {
        const { code, message } = toIntegrationError(error);
        const exception: NewException = {
          kind: 'run',
          flow: name,
          key: event.key,
          code,
          reason: `Flow '${name}' could not tell the key of event '${event.id}': ${message}`,
          owner: owner ?? this.#options.ownerOf({ flow: name }),
          actions: ['resolve', 'skip'],
        };
        failures.push({ type: 'exception.opened', exception, at: this.#now() });
      }
    }
    return [{ type: 'event.recorded', event, runs }, ...failures];
  }

  /** An event that comes again, by another webhook or sweep, is no new exception. */
  async #withoutKnown(changes: readonly Change[]): Promise<readonly Change[]> {
    const fresh: Change[] = [];
    for (const change of changes) {
      if (change.type === 'exception.opened') {
        const { kind, flow, key, reason } = change.exception;
        const filter = { kind, ...(flow !== undefined && { flow }), ...(key !== undefined && { key }) };
        const known = await this.#options.journal.exceptions(filter);
        if (known.some((it) => it.reason === reason)) continue;
      }
      fresh.push(change);
    }
    return fresh;
  }

  async #execute(run: RunRecord): Promise<void> {
    try {
      await this.#options.observer.span('crossdock.run', attributesOf(run), () => this.#enter(run));
    } catch (error) {
      this.#retryBroken(run, toIntegrationError(error));
    }
    this.#executions.delete(run.id);
    if (this.#queue.release(run))
      await this.takeUp(run.id).catch((error: unknown) => this.#retryBroken(run, toIntegrationError(error)));
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #enter(run: RunRecord): Promise<void> {
    const { journal, clock, retry } = this.#options;
    const flow = this.#flows.find(run.flow, run.version);
    if (!flow) return this.#park(run, flowVersionMissing(run));
    const event = await journal.event(run.eventSeq);
    const level =
      event && flow.kind === 'level' ? { cursor: levelCursor(run, event), at: event.occurredAt } : undefined;
    if (level && !run.begun && !run.undoing && isBefore(level.at, await journal.cursor(level.cursor))) {
      await this.apply([{ type: 'run.finished', run: run.id, outcome: 'superseded', at: this.#now() }]);
      return this.#tell(run, 'superseded');
    }
    const history = run.begun || run.undoing ? await journal.attempts(run.id) : [];
    const attempts = new DurableRetryState(run.id, history, retry, clock);
    const steps = run.begun ? await journal.steps(run.id) : [];
    const execution = new RunExecution(run, event?.id ?? '', steps, attempts, this.#options);
    this.#executions.set(run.id, execution);
    if (!this.#started) execution.halt();
    const { data } = readEnvelope(event?.envelope ?? '{}');
    const taken = new Set([run.eventSeq]);
    const parts = { execution, attempts, ports: this.#options, txn: run.key, needs: flow.needs, taken };
    this.#tell(run, 'running');
    const end = await execution.execute(() => flow.run(data as never, createContext(parts) as never));
    await this.#conclude(run, flow, execution, end, {
      data,
      level,
      cancelled: history.some((it) => it.code === cancelledCode),
    });
  }

  async #conclude(
    run: RunRecord,
    flow: AnyFlow,
    execution: RunExecution,
    end: ExecutionEnd,
    known: Known,
  ): Promise<void> {
    if (this.#abandoned) return undefined;
    if (end.kind === 'broken') throw end.error;
    const error = end.kind === 'failed' ? end.error : undefined;
    if (run.undoing) {
      this.#cancelling.delete(run.id);
      // What is to be undone is known only to a flow that came through everything it had done.
      if (error && execution.replaying) return this.#park(run, error, 'undo', known.data);
      return this.#undo(run, execution, known);
    }
    if (this.#cancelling.has(run.id)) return undefined;
    if (end.kind === 'halted') return undefined;
    if (end.kind === 'suspended') return this.#wait(run, end.suspensions);
    if (end.kind === 'done') {
      const [at, { level }] = [this.#now(), known];
      await this.apply([
        { type: 'run.finished', run: run.id, outcome: 'done', at },
        ...(level ? [{ type: 'cursor.moved' as const, name: level.cursor, value: level.at, at }] : []),
      ]);
      return this.#tell(run, 'done');
    }
    const failure = end.error;
    if (flow.onFailure !== 'undo' || failure.disposition !== 'reject' || execution.replaying) {
      return this.#park(run, failure, end.step, known.data);
    }
    await this.apply([
      { type: 'run.undoing', run: run.id, code: failure.code, reason: failure.message, at: this.#now() },
    ]);
    return this.#undo(run, execution, known, { error: failure, ...(end.step !== undefined && { step: end.step }) });
  }

  async #undo(
    run: RunRecord,
    execution: RunExecution,
    { data, cancelled }: Known,
    cause?: { readonly error: IntegrationError; readonly step?: string },
  ): Promise<void> {
    let waiting: Suspension | undefined;
    try {
      waiting = await execution.undo();
    } catch (error) {
      return this.#park({ ...run, undoing: true }, toIntegrationError(error), 'undo', data);
    }
    if (waiting) return this.#wait(run, [waiting]);
    const at = this.#now();
    const exceptions = execution.inDoubt.map(({ name: step, system }) =>
      this.#exception(run, { error: notUndone(step, system), step, data, actions: ['resolve', 'skip'] }),
    );
    if (cause) exceptions.unshift(this.#exception(run, { ...cause, data, actions: ['replay', 'resolve', 'skip'] }));
    await this.apply([
      { type: 'run.finished', run: run.id, outcome: cancelled ? 'cancelled' : 'undone', at },
      ...exceptions.map((exception) => ({ type: 'exception.opened' as const, exception, at })),
    ]);
    return this.#tell(run, cancelled ? 'cancelled' : 'undone');
  }

  async #wait(run: RunRecord, suspensions: readonly Suspension[]): Promise<void> {
    const waits = suspensions.flatMap((it) => it.wait ?? []);
    const wakeAt = Math.min(...suspensions.map((it) => it.wakeAt ?? Infinity));
    const timed = Number.isFinite(wakeAt);
    const waitingFor = suspensions.map((it) => it.words).join('; ');
    const at = this.#now();
    await this.apply([{ type: 'run.waiting', run: run.id, waits, ...(timed && { wakeAt }), waitingFor, at }]);
    this.#tell(run, 'waiting');
    if (timed) this.#timer.arm(wakeAt);
  }

  async #park(run: RunRecord, error: IntegrationError, step?: string, data?: unknown): Promise<void> {
    const actions = run.undoing
      ? (['retry', 'resolve', 'skip'] as const)
      : (['retry', 'replay', 'resolve', 'skip', 'undo'] as const);
    const exception = this.#exception(run, { error, step, data, actions });
    await this.apply([{ type: 'run.parked', run: run.id, exception, at: this.#now() }]);
    this.#tell(run, 'parked');
  }

  #exception(run: RunRecord, failure: Omit<RunFailure, 'owner'>): NewException {
    const { flow, version } = run;
    const { system } = failure.error;
    const owner =
      this.#flows.find(flow, version)?.owner ??
      this.#options.ownerOf({ flow, ...(system !== undefined && { system }) });
    return exceptionOf(run, { ...failure, owner });
  }

  async #wakeDue(): Promise<void> {
    if (!this.#started) return;
    const { journal, clock } = this.#options;
    try {
      const due = await journal.dueRuns(clock.now(), pageSize);
      const at = this.#now();
      if (due.length > 0) await this.apply(due.map((run) => ({ type: 'run.woken', run: run.id, at })));
      const next = await journal.nextWakeAt();
      if (next !== undefined) this.#timer.arm(next);
    } catch (error) {
      this.#options.emit({ type: 'journal.failed', error: toIntegrationError(error) });
      this.#timer.arm(clock.now() + brokenJournalDelayMs);
    }
  }

  /** The journal could not be written: the run is still ready there, so it is entered again a little later. */
  #retryBroken(run: RunRecord, error: IntegrationError): void {
    this.#options.emit({ type: 'journal.failed', error });
    if (!this.#started) return;
    void this.#options.clock
      .sleep(brokenJournalDelayMs)
      .then(() => this.takeUp(run.id))
      .catch((again: unknown) => this.#retryBroken(run, toIntegrationError(again)));
  }

  #tell(run: RunRecord, state: string): void {
    this.#options.emit({ type: 'run.changed', run, state });
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

function mustBeKey(key: unknown): string {
  if (typeof key === 'string' && key !== '') return key;
  throw new IntegrationError('The key of a flow is a text that is not empty', { code: 'input-invalid', path: 'key' });
}

/** Of each source by itself: the clocks of two systems are not compared. */
function levelCursor({ lane }: RunRecord, { source }: EventRecord): string {
  return `level/${source}/${lane}`;
}

/** A level that comes late must not replace a newer one. */
function isBefore(occurredAt: string, newest: string | undefined): boolean {
  return newest !== undefined && Date.parse(occurredAt) < Date.parse(newest);
}

function attributesOf(run: RunRecord): Readonly<Record<string, string | number>> {
  return { 'crossdock.txn': run.key, 'crossdock.flow': run.flow, 'crossdock.flow.version': run.version };
}

/** Only what is known to have happened can be taken back. */
function notUndone(step: string, system: string | undefined): IntegrationError {
  return new IntegrationError(
    `'${step}' may have happened, so it was not undone with the rest: look for it in '${system}', and take it back there if it is`,
    { code: 'outcome-unknown', system },
  );
}

function flowVersionMissing(run: RunRecord): IntegrationError {
  return new IntegrationError(
    `Flow '${run.flow}' is no longer given with version ${run.version}, with which this run began`,
    { code: 'flow-version-missing', details: { flow: run.flow, version: run.version } },
  );
}
