import {
  type Change,
  type DeliveryState,
  type ExceptionRecord,
  type NewDelivery,
  type NewEvent,
  type NewRun,
  type RunRecord,
  type Wait,
} from './journal.ts';

/** To what an entry belongs, so that it is found again. */
export interface EntryLinks {
  readonly run?: number | undefined;
  readonly key?: string | undefined;
  /** Id of the delivery or exception that the change speaks of. */
  readonly subject?: number | undefined;
}

/** A run about to be added; the store gives it its id. */
export type RunToAdd = Omit<RunRecord, 'id' | 'begun' | 'undoing'> &
  Pick<NewRun, 'supersede'> & {
    /** Started by an entry of its own, not by the event itself. */
    readonly startedLater: boolean;
  };

/**
 * What the rules of the journal (`rules.ts`) need from a store: single rows, found and changed, inside a
 * transaction that the journal around it begins and ends. Everything is synchronous.
 */
export interface JournalStore {
  /** Keeps a change as it was told. Deliveries and events are kept by their own methods. */
  addEntry(change: Change, links: EntryLinks): void;

  /** Adds the delivery, unless its sender's id is known already. */
  addDelivery(delivery: NewDelivery): { readonly id: number; readonly duplicate: boolean };
  deliveryState(id: number): DeliveryState | undefined;
  setDeliveryState(id: number, state: DeliveryState): void;

  /** Adds the event, unless its id is known already. The next runs that are added are the ones it starts. */
  addEvent(event: NewEvent, runs: readonly NewRun[]): { readonly seq: number; readonly duplicate: boolean };
  hasEventAt(seq: number): boolean;
  /** Who told the event, and when it happened there. */
  occurrence(seq: number): Pick<NewEvent, 'source' | 'occurredAt'> | undefined;
  hasEventAfter(names: readonly string[], key: string, afterSeq: number): boolean;
  addIdentifier(identifier: string, key: string): void;

  addRun(run: RunToAdd): RunRecord;
  findRun(id: number): RunRecord | undefined;
  /** Replaces the changeable part of a run. */
  changeRun(run: RunRecord): void;
  /** Remembers that a step of the run was journaled. */
  markBegun(run: RunRecord): void;
  /** Whether any open run of the lane exists. */
  isLaneTaken(lane: string): boolean;
  /** Open runs of the lane whose event is not later than `eventSeq`. */
  olderRunsOfLane(lane: string, eventSeq: number): readonly RunRecord[];
  /** Whether an open run of the lane, other than this one, is past being blocked. */
  isLaneActive(lane: string, otherThan?: number): boolean;
  /** The blocked run of the lane with the earliest event. */
  firstBlocked(lane: string): RunRecord | undefined;
  setWaits(run: number, waits: readonly Wait[]): void;
  /** Waiting runs that an event of this name and key wakes. */
  runsWaitingFor(name: string, key: string): readonly RunRecord[];

  addException(exception: Omit<ExceptionRecord, 'id'>): number;
  findException(id: number): ExceptionRecord | undefined;
  openExceptionsOf(run: number): readonly ExceptionRecord[];
  changeException(exception: ExceptionRecord): void;

  setCursor(name: string, value: string): void;
}
