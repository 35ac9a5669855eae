import { type Change } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { booked, fourSteps, orderPlaced, stepNames } from './four-steps.ts';

const batchSize = 500;
const at = '2026-11-24T08:00:00.000Z';

/** Makes a journal file as a process leaves it that dies in the middle of so many flows, each with two of its four steps done. */
export function fillWithInterruptedRuns(file: string, runs: number): Promise<void> {
  return fill(file, runs, (run) => [stepFinished(run, 1), stepFinished(run, 2)]);
}

/** The same, with every run waiting for a time that is over when the next process starts. */
export function fillWithSleepingRuns(file: string, runs: number): Promise<void> {
  return fill(file, runs, (run) => [
    stepFinished(run, 1),
    stepFinished(run, 2),
    { type: 'run.waiting', run, waits: [], wakeAt: Date.parse(at) + run, waitingFor: 'a try again', at },
  ]);
}

async function fill(file: string, runs: number, history: (run: number) => readonly Change[]): Promise<void> {
  const journal = sqliteJournal(file, { durability: 'normal' });
  await journal.open();
  for (let first = 1; first <= runs; first += batchSize) {
    const flows = Array.from({ length: Math.min(batchSize, runs - first + 1) }, (_, index) => first + index);
    const effects = await journal.append(flows.map(started));
    await journal.append(effects.flatMap(({ ready = [] }) => ready).flatMap(({ id }) => history(id)));
  }
  await journal.close();
}

function started(flow: number): Change {
  const event = orderPlaced(flow);
  const { name, version } = fourSteps;
  return {
    type: 'event.recorded',
    event,
    runs: [{ flow: name, version, key: event.key, lane: `${name}/${event.key}` }],
  };
}

function stepFinished(run: number, ordinal: number): Change {
  const name = stepNames[ordinal - 1] ?? '';
  return { type: 'step.finished', step: { run, ordinal, kind: 'step', name, result: JSON.stringify(booked), at } };
}
