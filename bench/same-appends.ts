import { type Change, type Journal } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { concurrency, referenceOf, runFlows } from './four-steps.ts';
import { perSecond } from './measure.ts';

/** What one flow appended, batch by batch. */
type Batches = readonly (readonly Change[])[];

/** What so many flows appended, by their business references. */
export type Appends = ReadonlyMap<string, Batches>;

/** Runs so many flows, and keeps every batch that the orchestrator appends. */
export async function recordAppends(file: string, flows: number): Promise<Appends> {
  const journal = sqliteJournal(file);
  const append = journal.append.bind(journal);
  const appends = new Map<string, (readonly Change[])[]>();
  const references = new Map<number, string>();
  Object.assign(journal, {
    async append(changes: readonly Change[]) {
      const effects = await append(changes);
      for (const { ready = [] } of effects) for (const run of ready) references.set(run.id, run.key);
      const reference = referenceIn(changes, references);
      appends.set(reference, [...(appends.get(reference) ?? []), changes]);
      return effects;
    },
  });
  await runFlows(journal, flows);
  return appends;
}

/** Appends once more what the flows appended, with no orchestrator in between; returns how many flows were done a second. */
export async function appendAgain(file: string, appends: Appends): Promise<number> {
  const journal = sqliteJournal(file);
  await journal.open();
  const rate = await perSecond(appends.size, concurrency, (flow) => appendFlow(journal, batchesOf(appends, flow)));
  await journal.close();
  return rate;
}

export function batchesOf(appends: Appends, flow: number): Batches {
  const batches = appends.get(referenceOf(flow));
  if (batches === undefined) throw new Error(`Flow ${flow} was not recorded`);
  return batches;
}

async function appendFlow(journal: Journal, batches: Batches): Promise<void> {
  let run = 0;
  for (const changes of batches) {
    const [effect] = await journal.append(changes.map((change) => ofRun(change, run)));
    run = effect?.ready?.[0]?.id ?? run;
  }
}

function referenceIn([first]: readonly Change[], references: ReadonlyMap<number, string>): string {
  if (first?.type === 'event.recorded') return first.event.key;
  const run = first?.type === 'step.finished' ? first.step.run : first?.type === 'run.finished' ? first.run : 0;
  const reference = references.get(run);
  if (reference === undefined) throw new Error(`A four-step flow appended ${first?.type}`);
  return reference;
}

/** The same change, of the run that stands for the recorded one in another journal. */
function ofRun(change: Change, run: number): Change {
  if (change.type === 'step.finished') return { ...change, step: { ...change.step, run } };
  return change.type === 'run.finished' ? { ...change, run } : change;
}
