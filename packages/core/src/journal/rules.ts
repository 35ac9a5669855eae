import { IntegrationError } from '../primitives/index.ts';
import {
  type Change,
  type Effect,
  type ExceptionState,
  type NewException,
  type NewRun,
  openRunStates,
  type RunOutcome,
  type RunRecord,
  type RunState,
} from './journal.ts';
import { type JournalStore, type RunToAdd } from './store.ts';

type ChangeOf<T extends Change['type']> = Extract<Change, { readonly type: T }>;
type ClosedState = Exclude<ExceptionState, 'open'>;

const openStates: ReadonlySet<RunState> = new Set(openRunStates);

/** How an exception is closed when its run ends and nobody said more. */
const closedBy: Readonly<Record<RunOutcome, ClosedState>> = {
  done: 'healed',
  undone: 'undone',
  cancelled: 'skipped',
  superseded: 'healed',
  resolved: 'resolved',
};

/** Whether a run in this state still needs work or a person. */
export function isOpen(state: RunState): boolean {
  return openStates.has(state);
}

/**
 * The rules of the journal, written once for every store: what one change does to the views. A change that a rule
 * refuses is refused before anything of it is written.
 */
export function applyChange(store: JournalStore, change: Change): Effect {
  switch (change.type) {
    case 'delivery.received':
      return store.addDelivery(change.delivery);
    case 'delivery.settled':
      return setDeliveryState(store, change, change.state);
    case 'delivery.reopened':
      return setDeliveryState(store, change, 'pending');
    case 'event.recorded':
      return recordEvent(store, change);
    case 'run.started':
      return startAgain(store, change);
    case 'step.attempted':
      return keepStep(store, change, change.attempt.run);
    case 'step.finished':
      return keepStep(store, change, change.step.run);
    case 'run.waiting':
      return waitForEvents(store, change);
    case 'run.woken':
      return wakeByTimer(store, change);
    case 'run.parked':
      return park(store, change);
    case 'run.resumed':
      return resume(store, change);
    case 'run.undoing':
      return startUndoing(store, change);
    case 'run.finished':
      return finish(store, change);
    case 'exception.opened':
      return openException(store, change);
    case 'exception.closed':
      return closeException(store, change);
    case 'cursor.moved':
      store.addEntry(change, {});
      store.setCursor(change.name, change.value);
      return {};
    case 'decision.made':
      store.addEntry(change, { run: change.run, key: change.key });
      return {};
  }
}

function setDeliveryState(
  store: JournalStore,
  change: ChangeOf<'delivery.settled' | 'delivery.reopened'>,
  state: 'pending' | ChangeOf<'delivery.settled'>['state'],
): Effect {
  if (store.deliveryState(change.delivery) === undefined) throw unknownThing('delivery', change.delivery);
  store.addEntry(change, { subject: change.delivery });
  store.setDeliveryState(change.delivery, state);
  return { id: change.delivery };
}

function recordEvent(store: JournalStore, { event, runs }: ChangeOf<'event.recorded'>): Effect {
  const { seq, duplicate } = store.addEvent(event, runs);
  if (duplicate) return { id: seq, duplicate };
  // A key is known under itself by its event already.
  for (const identifier of event.identifiers) if (identifier !== event.key) store.addIdentifier(identifier, event.key);
  const ready = store.runsWaitingFor(event.name, event.key).map((run) => wake(store, run));
  const superseded: RunRecord[] = [];
  for (const run of runs) {
    startRun(
      store,
      run,
      { eventSeq: seq, generation: 1, startedLater: false, at: event.recordedAt },
      { ready, superseded },
    );
  }
  return { id: seq, ...named(ready, superseded) };
}

function startAgain(store: JournalStore, change: ChangeOf<'run.started'>): Effect {
  if (!store.hasEventAt(change.eventSeq)) throw unknownThing('event', change.eventSeq);
  const ready: RunRecord[] = [];
  const superseded: RunRecord[] = [];
  const run = startRun(store, change.run, { ...change, startedLater: true }, { ready, superseded });
  store.addEntry(change, { run: run.id });
  return { id: run.id, ...named(ready, superseded) };
}

/** Starts a run at the end of its lane; a run that supersedes ends the older ones that still wait for their turn. */
function startRun(
  store: JournalStore,
  { flow, version, key, lane, supersede }: NewRun,
  origin: Pick<RunToAdd, 'eventSeq' | 'generation' | 'startedLater'> & { readonly at: string },
  effect: { readonly ready: RunRecord[]; readonly superseded: RunRecord[] },
): RunRecord {
  const { eventSeq, generation, startedLater, at } = origin;
  if (supersede === true && store.isLaneTaken(lane)) {
    for (const older of store.olderRunsOfLane(lane, eventSeq)) {
      if (older.state !== 'blocked' || older.begun || isNewer(store, older.eventSeq, eventSeq)) continue;
      // Its trace must say why it ended, and also after the run that it waited for was pruned.
      store.addEntry({ type: 'run.finished', run: older.id, outcome: 'superseded', at }, { run: older.id });
      effect.superseded.push(end(store, older, 'superseded', at));
    }
  }
  const run = store.addRun({
    flow,
    version,
    key,
    lane,
    eventSeq,
    generation,
    startedLater,
    startedAt: at,
    state: store.isLaneTaken(lane) ? 'blocked' : 'ready',
    ...(supersede === true && { supersede }),
  });
  if (run.state === 'ready') effect.ready.push(run);
  else if (supersede === true) freeLane(store, lane, effect.ready);
  return run;
}

/** What came first may have happened later: a message was late. The clocks of two systems are not compared. */
function isNewer(store: JournalStore, seq: number, thanSeq: number): boolean {
  const [one, other] = [store.occurrence(seq), store.occurrence(thanSeq)];
  if (one === undefined || other === undefined || one.source !== other.source) return false;
  return Date.parse(one.occurredAt) > Date.parse(other.occurredAt);
}

function keepStep(store: JournalStore, change: ChangeOf<'step.attempted' | 'step.finished'>, id: number): Effect {
  const run = openRun(store, id);
  store.addEntry(change, { run: id });
  if (!run.begun) store.markBegun(run);
  if (change.type === 'step.finished' && change.identifiers !== undefined) {
    for (const identifier of change.identifiers) store.addIdentifier(identifier.id, identifier.key);
  }
  return {};
}

function waitForEvents(store: JournalStore, change: ChangeOf<'run.waiting'>): Effect {
  const run = openRun(store, change.run);
  if (run.state === 'parked' || run.state === 'blocked') throw notAllowed(run, 'wait');
  store.addEntry(change, { run: run.id });
  const isThere = change.waits.some(({ events, key, afterSeq }) => store.hasEventAfter(events, key, afterSeq));
  if (isThere) return { ready: [wake(store, run)] };
  store.setWaits(run.id, change.waits);
  const { wakeAt: _, waitingFor: __, ...rest } = run;
  store.changeRun({
    ...rest,
    state: 'waiting',
    waitingFor: change.waitingFor,
    ...(change.wakeAt !== undefined && { wakeAt: change.wakeAt }),
  });
  return {};
}

/** A timer and an event may both want to wake a run; the later one finds it awake and changes nothing. */
function wakeByTimer(store: JournalStore, change: ChangeOf<'run.woken'>): Effect {
  const run = store.findRun(change.run);
  if (run === undefined) throw unknownThing('run', change.run);
  if (run.state !== 'waiting') return {};
  store.addEntry(change, { run: run.id });
  return { ready: [wake(store, run)] };
}

function park(store: JournalStore, change: ChangeOf<'run.parked'>): Effect {
  const run = openRun(store, change.run);
  // A blocked run that was parked would hold up the runs before it in its lane.
  if (run.state === 'parked' || run.state === 'blocked') throw notAllowed(run, 'be parked');
  const exception: NewException = { ...change.exception, run: run.id };
  const id = store.addException({ ...exception, state: 'open', openedAt: change.at });
  store.addEntry(change, { run: run.id, subject: id });
  store.changeRun(withState(store, run, 'parked'));
  return { id };
}

/** A resumed run goes back to the end of the queue of its lane only if another run took the lane meanwhile. */
function resume(store: JournalStore, change: ChangeOf<'run.resumed'>): Effect {
  const run = openRun(store, change.run);
  if (run.state !== 'parked' && run.state !== 'waiting') throw notAllowed(run, 'be resumed');
  store.addEntry(change, { run: run.id });
  closeExceptionsOf(store, run, change.exceptionState, change.at, change.note);
  if (!run.undoing && store.isLaneActive(run.lane, run.id)) {
    store.changeRun(withState(store, run, 'blocked'));
    return {};
  }
  return { ready: [wake(store, run)] };
}

function startUndoing(store: JournalStore, change: ChangeOf<'run.undoing'>): Effect {
  const run = openRun(store, change.run);
  if (run.state === 'undoing') return {};
  store.addEntry(change, { run: run.id });
  closeExceptionsOf(store, run, 'undone', change.at, undefined);
  const undoing: RunRecord = { ...withState(store, run, 'undoing'), undoing: true };
  store.changeRun(undoing);
  return run.state === 'ready' ? {} : { ready: [undoing] };
}

function finish(store: JournalStore, change: ChangeOf<'run.finished'>): Effect {
  const run = openRun(store, change.run);
  store.addEntry(change, { run: run.id });
  end(store, run, change.outcome, change.at, change.exceptionState, change.note);
  const ready: RunRecord[] = [];
  freeLane(store, run.lane, ready);
  return ready.length > 0 ? { ready } : {};
}

function openException(store: JournalStore, change: ChangeOf<'exception.opened'>): Effect {
  const { exception } = change;
  const id = store.addException({ ...exception, state: 'open', openedAt: change.at });
  store.addEntry(change, { run: exception.run, key: exception.key, subject: id });
  return { id };
}

function closeException(store: JournalStore, change: ChangeOf<'exception.closed'>): Effect {
  const exception = store.findException(change.exception);
  if (exception === undefined) throw unknownThing('exception', change.exception);
  if (exception.state !== 'open') return { id: exception.id };
  store.addEntry(change, { run: exception.run, key: exception.key, subject: exception.id });
  store.changeException({
    ...exception,
    state: change.state,
    closedAt: change.at,
    ...(change.note !== undefined && { note: change.note }),
  });
  return { id: exception.id };
}

function wake(store: JournalStore, run: RunRecord): RunRecord {
  const awake = withState(store, run, run.undoing ? 'undoing' : 'ready');
  store.changeRun(awake);
  return awake;
}

/** The run in another state, no longer waiting for anything. */
function withState(store: JournalStore, run: RunRecord, state: RunState): RunRecord {
  if (run.state === 'waiting') store.setWaits(run.id, []);
  const { wakeAt: _, waitingFor: __, ...rest } = run;
  return { ...rest, state };
}

function end(
  store: JournalStore,
  run: RunRecord,
  outcome: RunOutcome,
  at: string,
  exceptionState?: ClosedState,
  note?: string,
): RunRecord {
  closeExceptionsOf(store, run, exceptionState ?? closedBy[outcome], at, note);
  const ended: RunRecord = { ...withState(store, run, outcome), finishedAt: at };
  store.changeRun(ended);
  return ended;
}

/** Lets the next run of the lane begin, unless one is at work, waiting or parked. */
function freeLane(store: JournalStore, lane: string, ready: RunRecord[]): void {
  if (!store.isLaneTaken(lane) || store.isLaneActive(lane)) return;
  const next = store.firstBlocked(lane);
  if (next !== undefined) ready.push(wake(store, next));
}

function closeExceptionsOf(
  store: JournalStore,
  run: RunRecord,
  state: ClosedState,
  at: string,
  note: string | undefined,
): void {
  for (const exception of store.openExceptionsOf(run.id)) {
    store.changeException({ ...exception, state, closedAt: at, ...(note !== undefined && { note }) });
  }
}

function openRun(store: JournalStore, id: number): RunRecord {
  const run = store.findRun(id);
  if (run === undefined) throw unknownThing('run', id);
  if (isOpen(run.state)) return run;
  throw new IntegrationError(`Run ${id} has ended (${run.state}); nothing can be added to it`, {
    code: 'run-cancelled',
    details: { run: id, state: run.state },
  });
}

function named(ready: readonly RunRecord[], superseded: readonly RunRecord[]): Pick<Effect, 'ready' | 'superseded'> {
  return { ...(ready.length > 0 && { ready }), ...(superseded.length > 0 && { superseded }) };
}

function unknownThing(kind: string, id: number): IntegrationError {
  return new IntegrationError(`The journal has no ${kind} ${id}`, { code: 'not-found', details: { kind, id } });
}

function notAllowed(run: RunRecord, verb: string): IntegrationError {
  return new IntegrationError(`Run ${run.id} is ${run.state} and cannot ${verb}`, {
    code: 'conflict',
    details: { run: run.id, state: run.state },
  });
}
