import {
  type Change,
  type Effect,
  type Journal,
  type NewDelivery,
  type NewEvent,
  type NewException,
  type NewRun,
  type RunRecord,
  type StepRecord,
} from '../../src/journal/index.ts';

/** The instant `minute` minutes into the test's day. */
export function at(minute = 0): string {
  return new Date(Date.UTC(2026, 10, 24, 8, minute)).toISOString();
}

export function delivery(dedupeKey: string, more: Partial<NewDelivery> = {}): NewDelivery {
  const body = new TextEncoder().encode(`{"id":"${dedupeKey}"}`);
  return {
    source: 'shop',
    dedupeKey,
    topic: 'orders/create',
    headers: { 'x-topic': 'a' },
    body,
    receivedAt: at(),
    ...more,
  };
}

export function event(fact: string, more: Partial<NewEvent> = {}): NewEvent {
  return {
    id: `shop/order.placed/${fact}`,
    source: 'shop',
    name: 'order.placed',
    key: fact,
    occurredAt: at(),
    recordedAt: at(),
    envelope: `{"data":{"ref":"${fact}"}}`,
    identifiers: [],
    ...more,
  };
}

export function newRun(key: string, more: Partial<NewRun> = {}): NewRun {
  return { flow: 'order-to-cash', version: 1, key, lane: `order-to-cash/${key}`, ...more };
}

export function exception(more: Partial<NewException> = {}): NewException {
  return {
    kind: 'run',
    code: 'period-closed',
    reason: 'The period is closed',
    owner: 'finance',
    actions: ['retry', 'resolve'],
    ...more,
  };
}

export function step(run: number, ordinal: number, more: Partial<StepRecord> = {}): Change {
  const record = {
    run,
    ordinal,
    kind: 'step',
    name: `step-${ordinal}`,
    result: `"${ordinal}"`,
    at: at(ordinal),
  } as const;
  return { type: 'step.finished', step: { ...record, ...more } };
}

export function waiting(run: number, more: Partial<Extract<Change, { type: 'run.waiting' }>> = {}): Change {
  return { type: 'run.waiting', run, waits: [], waitingFor: 'something', at: at(), ...more };
}

export function finished(run: number, more: Partial<Extract<Change, { type: 'run.finished' }>> = {}): Change {
  return { type: 'run.finished', run, outcome: 'done', at: at(1), ...more };
}

export function parked(run: number, more: Partial<NewException> = {}): Change {
  return { type: 'run.parked', run, exception: exception(more), at: at() };
}

/** Appends one change and returns its effect. */
export async function write(journal: Journal, change: Change): Promise<Effect> {
  const [effect] = await journal.append([change]);
  if (effect === undefined) throw new Error('The journal returned no effect');
  return effect;
}

/** Records an event that starts one run, and returns the run. */
export async function startRun(
  journal: Journal,
  fact: string,
  more: { readonly event?: Partial<NewEvent>; readonly run?: Partial<NewRun> } = {},
): Promise<RunRecord> {
  const { id: seq } = await write(journal, {
    type: 'event.recorded',
    event: event(fact, more.event),
    runs: [newRun(fact, more.run)],
  });
  const run = (await journal.runs({})).findLast((it) => it.eventSeq === seq);
  if (run === undefined) throw new Error('The event started no run');
  return run;
}

/** Ids of the runs that an effect made ready. */
export function readyIds(effect: Effect): readonly number[] {
  return (effect.ready ?? []).map(({ id }) => id);
}
