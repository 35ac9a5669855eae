/**
 * The journal port: one way to write (a batch of changes that is atomic and durable before the promise
 * resolves) and a handful of ways to read.
 *
 * Every change is kept as an append-only entry; runs, waits, exceptions, cursors and identifiers are views
 * derived from the entries in the same transaction. The rules that need the whole view (is this event known
 * already, is an older run of the same lane still open, who waits for this event) are decided inside
 * `append`, so that they hold under any concurrency and after any crash.
 *
 * @module
 */
import { type Shelf } from './shelf.ts';

/** Where a run stands. `ready` also covers a run that was interrupted by a crash: it is simply entered again. */
export type RunState =
  | 'ready'
  | 'waiting'
  | 'blocked'
  | 'parked'
  | 'undoing'
  | 'done'
  | 'undone'
  | 'cancelled'
  | 'superseded'
  | 'resolved';

/** States in which a run still needs work or a person. Open runs are never pruned. */
export const openRunStates = [
  'ready',
  'waiting',
  'blocked',
  'parked',
  'undoing',
] as const satisfies readonly RunState[];

/** How a run can end. */
export type RunOutcome = Exclude<RunState, (typeof openRunStates)[number]>;

/** A raw message from a system, exactly as it came, kept until it is decoded. */
export interface NewDelivery {
  /** Name of the system that sent it. */
  readonly source: string;
  /** The sender's id of this delivery, unique per source: the second one with the same id is a duplicate. */
  readonly dedupeKey: string;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** ISO instant. */
  readonly receivedAt: string;
}

export type DeliveryState = 'pending' | 'decoded' | 'failed' | 'skipped';

export interface DeliveryRecord extends NewDelivery {
  readonly id: number;
  readonly state: DeliveryState;
}

/** A business fact to be recorded. `data` is canonical JSON text of the CloudEvents envelope. */
export interface NewEvent {
  /** Unique in the journal: `source/name/fact`. The second one with the same id changes nothing. */
  readonly id: string;
  readonly source: string;
  readonly name: string;
  /** The business transaction id (`crossdock.txn`). */
  readonly key: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly envelope: string;
  /** Other ids by which people and systems know this transaction: `#1001`, a platform's id. */
  readonly identifiers: readonly string[];
}

export interface EventRecord extends NewEvent {
  /** Position in the journal; grows with time. */
  readonly seq: number;
}

/** A run that an event starts. */
export interface NewRun {
  readonly flow: string;
  readonly version: number;
  /** The business key of the run (usually the event's key). */
  readonly key: string;
  /** Runs of one lane are strictly one after the other, in the order of their events. */
  readonly lane: string;
  /** With `supersede`, runs that are blocked in the lane are ended as `superseded` (a newer level replaces them). */
  readonly supersede?: boolean;
}

export interface RunRecord {
  readonly id: number;
  readonly flow: string;
  readonly version: number;
  readonly key: string;
  readonly lane: string;
  /** The event that started it. */
  readonly eventSeq: number;
  readonly state: RunState;
  /** 1 for the first run of an event; a replay of the same event counts up. */
  readonly generation: number;
  /** True once any step of the run was journaled. */
  readonly begun: boolean;
  /**
   * True from `run.undoing` on: the run only undoes. While it waits or is parked its state says so; when it is
   * woken or resumed its state becomes `undoing` again instead of `ready`.
   */
  readonly undoing: boolean;
  readonly startedAt: string;
  readonly finishedAt?: string;
  /** Epoch milliseconds at which a waiting run is woken at the latest. */
  readonly wakeAt?: number;
  /** What a waiting run waits for, in words. */
  readonly waitingFor?: string;
}

/** Kinds of journaled units inside a run. */
export type StepKind = 'step' | 'call' | 'sleep' | 'event' | 'undo';

/** A finished unit of a run: its result is never computed again. */
export interface StepRecord {
  readonly run: number;
  /** Position among the run's finished steps, from 1: the order in which they finished. */
  readonly ordinal: number;
  readonly kind: StepKind;
  /** `step[/discriminator]`, unique in the run and kind. */
  readonly name: string;
  /** Encoded result (see the orchestrator's codec). */
  readonly result: string;
  readonly at: string;
}

/** One sending of a write, or its failure: for the once-only protection and for the trace. */
export interface AttemptRecord {
  readonly run: number;
  readonly name: string;
  readonly at: string;
  /** `sent` is journaled before the request leaves; the others tell how an attempt ended. */
  readonly outcome: 'sent' | 'retry' | 'reject' | 'unknown';
  readonly system?: string;
  readonly code?: string;
  readonly message?: string;
  /** Epoch milliseconds before which the unit must not be attempted again. */
  readonly retryAt?: number;
}

export interface Wait {
  /** Event names that wake the run … */
  readonly events: readonly string[];
  /** … when they carry this key … */
  readonly key: string;
  /** … and were recorded after this position: earlier ones were looked at already. */
  readonly afterSeq: number;
}

/** The actions open to a person on an exception. */
export type ExceptionAction = 'retry' | 'replay' | 'resolve' | 'skip' | 'undo';

/** What an exception says. No payload, no customer data. */
export interface NewException {
  /** What cannot go on: a run, a delivery, something a sweep or a backfill found, a system's own upkeep. */
  readonly kind: 'run' | 'delivery' | 'sweep' | 'backfill' | 'upkeep';
  readonly run?: number;
  readonly delivery?: number;
  readonly flow?: string;
  readonly key?: string;
  readonly system?: string;
  readonly step?: string;
  readonly code: string;
  /** The reason in business words. */
  readonly reason: string;
  /** Path of the offending field, if there is one. */
  readonly path?: string;
  readonly owner: string;
  /** Money at stake, `19.99 USD`. */
  readonly amount?: string;
  /** Units at stake. */
  readonly units?: string;
  readonly actions: readonly ExceptionAction[];
}

export type ExceptionState = 'open' | 'retried' | 'replayed' | 'resolved' | 'skipped' | 'undone' | 'healed';

export interface ExceptionRecord extends NewException {
  readonly id: number;
  readonly state: ExceptionState;
  readonly openedAt: string;
  readonly closedAt?: string;
  /** Who closed it and why, as told. */
  readonly note?: string;
}

/** Everything that can be written. Each change is one journal entry of the version in `entryVersion`. */
export type Change =
  | { readonly type: 'delivery.received'; readonly delivery: NewDelivery }
  | {
      readonly type: 'delivery.settled';
      readonly delivery: number;
      readonly state: Exclude<DeliveryState, 'pending'>;
      readonly at: string;
    }
  /** Back to `pending`, to be decoded again. */
  | { readonly type: 'delivery.reopened'; readonly delivery: number; readonly at: string }
  /** Records the event, starts its runs and wakes whoever waits for it; a known id changes nothing. */
  | { readonly type: 'event.recorded'; readonly event: NewEvent; readonly runs: readonly NewRun[] }
  /** Starts a further run for an event that is recorded already (replay, or a flow added later). */
  | {
      readonly type: 'run.started';
      readonly eventSeq: number;
      readonly run: NewRun;
      readonly generation: number;
      readonly at: string;
    }
  | { readonly type: 'step.attempted'; readonly attempt: AttemptRecord }
  | {
      readonly type: 'step.finished';
      readonly step: StepRecord;
      readonly identifiers?: readonly { readonly id: string; readonly key: string }[];
    }
  /** The run waits; it is woken by an event that matches one of the waits, or at `wakeAt`. If such an event is recorded already it stays ready (and is in the effect's `ready`). */
  | {
      readonly type: 'run.waiting';
      readonly run: number;
      readonly waits: readonly Wait[];
      readonly wakeAt?: number;
      readonly waitingFor: string;
      readonly at: string;
    }
  | { readonly type: 'run.woken'; readonly run: number; readonly at: string }
  | { readonly type: 'run.parked'; readonly run: number; readonly exception: NewException; readonly at: string }
  /** From parked (or waiting) back to ready; closes the run's open exception with `exceptionState`. */
  | {
      readonly type: 'run.resumed';
      readonly run: number;
      readonly exceptionState: Exclude<ExceptionState, 'open'>;
      readonly note?: string;
      readonly at: string;
    }
  /** From now on the run only undoes (state `undoing`, see {@link RunRecord.undoing}); a parked run's exception is closed as `undone`. */
  | {
      readonly type: 'run.undoing';
      readonly run: number;
      readonly code: string;
      readonly reason: string;
      readonly at: string;
    }
  /** Ends the run, closes its open exception if it has one, and frees the next run of its lane. */
  | {
      readonly type: 'run.finished';
      readonly run: number;
      readonly outcome: RunOutcome;
      readonly note?: string;
      readonly exceptionState?: Exclude<ExceptionState, 'open'>;
      readonly at: string;
    }
  | { readonly type: 'exception.opened'; readonly exception: NewException; readonly at: string }
  | {
      readonly type: 'exception.closed';
      readonly exception: number;
      readonly state: Exclude<ExceptionState, 'open'>;
      readonly note?: string;
      readonly at: string;
    }
  | { readonly type: 'cursor.moved'; readonly name: string; readonly value: string; readonly at: string }
  /** A decision of a person or a rule, kept for the audit. */
  | {
      readonly type: 'decision.made';
      readonly key?: string;
      readonly run?: number;
      readonly text: string;
      readonly at: string;
    };

export const entryVersion = 1;

/** What a change did, in the order of the batch. Only what a writer needs to know. */
export interface Effect {
  /** Id of the delivery, event (seq), run or exception that the change made. */
  readonly id?: number;
  /** The delivery or event was known already; `id` is the one that is there. */
  readonly duplicate?: boolean;
  /** Runs that became ready through this change (started, woken, or next in their lane). */
  readonly ready?: readonly RunRecord[];
  /** Runs that this change ended without their own doing (superseded by a newer level). Whoever works on them should stop. */
  readonly superseded?: readonly RunRecord[];
}

export interface RunFilter {
  readonly states?: readonly RunState[];
  readonly flow?: string;
  readonly key?: string;
  /** Only runs with a greater id: for paging. */
  readonly after?: number;
  /** @default 1000 */
  readonly limit?: number;
}

export interface ExceptionFilter {
  readonly id?: number;
  readonly states?: readonly ExceptionState[];
  readonly system?: string;
  readonly flow?: string;
  readonly code?: string;
  readonly key?: string;
  readonly kind?: NewException['kind'];
  readonly after?: number;
  /** @default 1000 */
  readonly limit?: number;
}

export interface JournalCounts {
  readonly pendingDeliveries: number;
  readonly openExceptions: number;
  readonly runs: Readonly<Record<RunState, number>>;
}

/** One line of the audit trail of a business transaction. */
export interface TraceEntry {
  readonly seq: number;
  readonly at: string;
  readonly run?: number;
  readonly flow?: string;
  readonly change: Change;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly entries: number;
  /** What is wrong, in words; empty when ok. */
  readonly problems: readonly string[];
}

/**
 * A durable store of entries and their views. One process owns it at a time.
 *
 * Reads see every change whose `append` has resolved, and may see later ones.
 */
export interface Journal {
  /** Opens, creates or migrates the store. Throws `journal-locked`, `journal-unwritable` or `journal-corrupt`. */
  open(): Promise<void>;
  /**
   * Writes all changes or none, and resolves once they are durable. Concurrent calls share one transaction (group commit).
   *
   * Throws `journal-full` or `journal-unwritable`, `run-cancelled` for a change to a run that has ended (superseded or
   * cancelled meanwhile), `not-found` for an unknown run, event, delivery or exception, and `conflict` for a change
   * that the state of the run does not allow. Then nothing of the batch is stored.
   */
  append(changes: readonly Change[]): Promise<readonly Effect[]>;

  delivery(id: number): Promise<DeliveryRecord | undefined>;
  pendingDeliveries(after: number, limit: number): Promise<readonly DeliveryRecord[]>;

  event(seq: number): Promise<EventRecord | undefined>;
  /** First event of one of the names with this key after the position. */
  nextEvent(names: readonly string[], key: string, afterSeq: number): Promise<EventRecord | undefined>;
  events(filter: {
    readonly key?: string;
    readonly after?: number;
    readonly limit?: number;
  }): Promise<readonly EventRecord[]>;

  run(id: number): Promise<RunRecord | undefined>;
  runs(filter: RunFilter): Promise<readonly RunRecord[]>;
  /** Finished steps of a run in the order they finished. */
  steps(run: number): Promise<readonly StepRecord[]>;
  attempts(run: number): Promise<readonly AttemptRecord[]>;
  /** Waiting runs whose `wakeAt` is not later than `now`, earliest first. */
  dueRuns(now: number, limit: number): Promise<readonly RunRecord[]>;
  /** Earliest `wakeAt` of all waiting runs. */
  nextWakeAt(): Promise<number | undefined>;

  exceptions(filter: ExceptionFilter): Promise<readonly ExceptionRecord[]>;
  cursor(name: string): Promise<string | undefined>;
  /** Business keys known under this id (a key is also known under itself). */
  keysOf(identifier: string): Promise<readonly string[]>;
  trace(key: string): Promise<readonly TraceEntry[]>;
  counts(): Promise<JournalCounts>;

  /** Deletes ended runs (with their entries, and events and deliveries nobody open needs) that ended before the instant. Returns how many runs. */
  prune(endedBefore: string): Promise<number>;
  /** Checks the store after a crash: the views agree with the entries, the file is sound. */
  verify(): Promise<VerifyReport>;
  /** A place of its own for a service, by its name, in the same store and the same group commit. Absent: there is none. */
  shelf?(name: string): Shelf;
  /** Waits for pending writes and closes. Later calls throw `journal-closed`. */
  close(): Promise<void>;
}
