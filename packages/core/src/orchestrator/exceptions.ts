import {
  type AttemptRecord,
  type Change,
  type ExceptionAction,
  type ExceptionFilter,
  type ExceptionRecord,
  type Journal,
  type RunRecord,
  type StepRecord,
} from '../journal/index.ts';
import { type Clock, IntegrationError, toIntegrationError } from '../primitives/index.ts';
import { resumedCode } from './durable-retry.ts';
import { type ActionOptions, checkChoice, checkFilter, checkWay } from './exception-filter.ts';
import { type Orchestrator } from './orchestrator.ts';

/** One exception with everything a person needs to decide. */
export interface ExceptionReport {
  readonly exception: ExceptionRecord;
  readonly run?: RunRecord;
  /** Names of the steps that are finished, in order. */
  readonly finished: readonly Pick<StepRecord, 'name' | 'kind' | 'at'>[];
  readonly attempts: readonly AttemptRecord[];
}

/** What an action did, exception by exception. */
export interface ActionReport {
  readonly dryRun: boolean;
  readonly matched: number;
  readonly done: number;
  readonly items: readonly {
    readonly id: number;
    readonly key?: string;
    readonly code: string;
    readonly outcome: 'done' | 'would-do' | 'refused';
    /** Why it was refused. */
    readonly why?: string;
  }[];
}

/** The exceptions: what cannot go on without a person, and the actions open on it. */
export interface Exceptions {
  /** Open exceptions unless the filter says otherwise, oldest first. */
  list(filter?: ExceptionFilter): Promise<readonly ExceptionRecord[]>;
  inspect(id: number): Promise<ExceptionReport>;
  /** The run goes on at the unit that failed. */
  retry(which: ExceptionFilter | number, options?: ActionOptions): Promise<ActionReport>;
  /**
   * The event is handled again with what is known now: a delivery is decoded again, what a sweep could not take is read
   * again, a parked run goes on, an undone one begins anew.
   */
  replay(which: ExceptionFilter | number, options?: ActionOptions): Promise<ActionReport>;
  /** It was put right by hand elsewhere: counts as handled, nothing more is done. */
  resolve(which: ExceptionFilter | number, options: ActionOptions & { readonly note: string }): Promise<ActionReport>;
  /** It is left undone on purpose. */
  skip(which: ExceptionFilter | number, options: ActionOptions & { readonly note: string }): Promise<ActionReport>;
  /** What the run finished is taken back, in reverse order. */
  undo(which: ExceptionFilter | number, options: ActionOptions & { readonly note: string }): Promise<ActionReport>;
}

export interface ExceptionsOptions {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly orchestrator: Orchestrator;
  /** Decodes a delivery again that was reopened. */
  readonly decodeAgain: (delivery: number) => void;
  /** Reads what a sweep could not take once more; throws if it still cannot be taken. */
  readonly readAgain: (refusal: string) => Promise<void>;
}

const pageSize = 500;

const endings = {
  retry: 'retried',
  replay: 'replayed',
  resolve: 'resolved',
  skip: 'skipped',
  undo: 'undone',
} as const satisfies Record<ExceptionAction, ExceptionRecord['state']>;

/** The exceptions of a journal, acted on through its orchestrator. */
export function createExceptions(options: ExceptionsOptions): Exceptions {
  const { journal } = options;
  const acting = new Set<number>();
  const act =
    (action: ExceptionAction) =>
    (which: ExceptionFilter | number, how: ActionOptions = {}) =>
      actOnAll({ ...options, acting }, action, which, how);
  return {
    list: async (filter = {}) => journal.exceptions({ states: ['open'], ...checkFilter(filter) }),
    inspect: (id) => inspect(journal, id),
    retry: act('retry'),
    replay: act('replay'),
    resolve: act('resolve'),
    skip: act('skip'),
    undo: act('undo'),
  };
}

async function inspect(journal: Journal, id: number): Promise<ExceptionReport> {
  const [exception] = await journal.exceptions({ id });
  if (!exception) throw new IntegrationError(`There is no exception ${id}`, { code: 'not-found', details: { id } });
  if (exception.run === undefined) return { exception, finished: [], attempts: [] };
  const run = await journal.run(exception.run);
  const steps = await journal.steps(exception.run);
  const finished = steps.map(({ name, kind, at }) => ({ name, kind, at }));
  return { exception, ...(run && { run }), finished, attempts: await journal.attempts(exception.run) };
}

/** Two people may act on one exception at the same moment: only the first one does. */
interface Acting extends ExceptionsOptions {
  readonly acting: Set<number>;
}

async function actOnAll(
  options: Acting,
  action: ExceptionAction,
  which: ExceptionFilter | number,
  how: ActionOptions,
): Promise<ActionReport> {
  const { dryRun = false, note } = checkWay(how);
  // All of them first: one that fails again at once opens a new exception, which was not asked for.
  const chosen = await openExceptions(options.journal, checkChoice(which));
  const items: ActionReport['items'][number][] = [];
  for (const exception of chosen) items.push(await actOn(options, action, exception, dryRun, note));
  const done = items.filter((it) => it.outcome === 'done').length;
  return { dryRun, matched: items.length, done, items };
}

async function openExceptions(
  journal: Journal,
  { after = 0, limit = Infinity, ...filter }: ExceptionFilter,
): Promise<readonly ExceptionRecord[]> {
  const found: ExceptionRecord[] = [];
  for (let page = pageSize; page === pageSize && found.length < limit;) {
    const most = Math.min(pageSize, limit - found.length);
    const from = found.at(-1)?.id ?? after;
    const next = await journal.exceptions({ ...filter, states: ['open'], after: from, limit: most });
    found.push(...next);
    page = next.length;
  }
  return found;
}

async function actOn(
  options: Acting,
  action: ExceptionAction,
  exception: ExceptionRecord,
  dryRun: boolean,
  note: string | undefined,
): Promise<ActionReport['items'][number]> {
  const { id, key, code } = exception;
  const about = { id, ...(key !== undefined && { key }), code };
  if (!exception.actions.includes(action)) {
    return { ...about, outcome: 'refused', why: `open to it are: ${exception.actions.join(', ')}` };
  }
  if (dryRun) return { ...about, outcome: 'would-do' };
  if (options.acting.has(id)) return { ...about, outcome: 'refused', why: 'another action on it is under way' };
  options.acting.add(id);
  try {
    // What was chosen is a moment old.
    const [now] = await options.journal.exceptions({ id });
    if (now?.state !== 'open') return { ...about, outcome: 'refused', why: `it is closed already: ${now?.state}` };
    await carryOut(options, action, exception, note);
    return { ...about, outcome: 'done' };
  } catch (error) {
    return { ...about, outcome: 'refused', why: toIntegrationError(error).message };
  } finally {
    options.acting.delete(id);
  }
}

async function carryOut(
  { clock, orchestrator, journal, decodeAgain, readAgain }: ExceptionsOptions,
  action: ExceptionAction,
  exception: ExceptionRecord,
  note: string | undefined,
): Promise<void> {
  const at = new Date(clock.now()).toISOString();
  const exceptionState = endings[action];
  const noted = note === undefined ? {} : { note };
  const closed: Change = { type: 'exception.closed', exception: exception.id, state: exceptionState, ...noted, at };
  const { run: id, delivery } = exception;
  const again = action === 'retry' || action === 'replay';
  if (delivery !== undefined) {
    await orchestrator.apply(
      again
        ? [{ type: 'delivery.reopened', delivery, at }, closed]
        : [{ type: 'delivery.settled', delivery, state: 'skipped', at }, closed],
    );
    if (again) decodeAgain(delivery);
    return;
  }
  if (exception.kind === 'sweep' && again) await readAgain(exception.step ?? '');
  const run = id === undefined ? undefined : await journal.run(id);
  if (run?.state !== 'parked') {
    if (run && action === 'replay') await orchestrator.startAgain(run, [closed]);
    else await orchestrator.apply([closed]);
    return;
  }
  await orchestrator.apply(changesFor(action, run, { exceptionState, at, ...noted }));
  await orchestrator.takeUp(run.id);
}

function changesFor(
  action: ExceptionAction,
  { id }: RunRecord,
  how: { readonly exceptionState: (typeof endings)[ExceptionAction]; readonly at: string; readonly note?: string },
): readonly Change[] {
  const { at, note = '' } = how;
  if (action === 'undo') return [{ type: 'run.undoing', run: id, code: 'undone-by-hand', reason: note, at }];
  if (action === 'resolve') return [{ type: 'run.finished', run: id, outcome: 'resolved', ...how }];
  if (action === 'skip') return [{ type: 'run.finished', run: id, outcome: 'cancelled', ...how }];
  // The marker lets the unit that failed have its full number of tries again.
  const marker: AttemptRecord = { run: id, name: '', at, outcome: 'retry', code: resumedCode };
  return [
    { type: 'step.attempted', attempt: marker },
    { type: 'run.resumed', run: id, ...how },
  ];
}
