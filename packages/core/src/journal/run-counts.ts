import { type RunState } from './journal.ts';

/** Every state a run can be in; their position is how the SQLite journal stores them, so new ones go to the end. */
export const runStates = [
  'ready',
  'waiting',
  'blocked',
  'parked',
  'undoing',
  'done',
  'undone',
  'cancelled',
  'superseded',
  'resolved',
] as const satisfies readonly RunState[];

/** Adds up runs by state; states without runs count zero. */
export function countRuns(found: Iterable<readonly [RunState, number]>): Record<RunState, number> {
  const counts = Object.fromEntries(runStates.map((state) => [state, 0])) as Record<RunState, number>;
  for (const [state, count] of found) counts[state] += count;
  return counts;
}
