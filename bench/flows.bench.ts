import { memoryJournal } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { StatementSync } from 'node:sqlite';
import { runFlows } from './four-steps.ts';
import { compared, median, type Row, withFiles } from './measure.ts';
import { appendAgain, recordAppends } from './same-appends.ts';

const flows = 10_000;
const rounds = 5;

/**
 * A flow of four steps through the orchestrator on SQLite (`synchronous = FULL`), 50 at a time, against the appends of
 * the same entries alone, and against the same flow on a journal in memory.
 */
export default function flowsBench(): Promise<readonly Row[]> {
  return withFiles(async (file) => {
    const appends = await recordAppends(file('recorded.db'), flows);
    const measured = { appends: [] as number[], durable: [] as number[], memory: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      measured.appends.push(await appendAgain(file(`appends-${round}.db`), appends));
      measured.durable.push(await runFlows(sqliteJournal(file(`durable-${round}.db`)), flows));
      measured.memory.push(await runFlows(memoryJournal(), flows));
    }
    const durable = median(measured.durable);
    const commits = await countCommits(() => runFlows(sqliteJournal(file('counted.db')), flows));
    return [
      { name: 'grouped appends of the same entries', value: median(measured.appends), unit: 'flows/s' },
      compared('durable flow', durable, 'flows/s', median(measured.appends)),
      { name: 'the same flow in memory', value: median(measured.memory), unit: 'flows/s' },
      compared('durable flow', durable, 'flows/s', median(measured.memory)),
      { name: 'appends of a flow', value: [...appends.values()][0]?.length ?? 0, unit: 'batches' },
      { name: 'commits of a flow', value: commits / flows, unit: 'transactions' },
    ];
  });
}

/** How many transactions of SQLite the work takes; with `synchronous = FULL` each is an fsync. */
async function countCommits(work: () => Promise<unknown>): Promise<number> {
  const { run } = StatementSync.prototype;
  let commits = 0;
  StatementSync.prototype.run = function counted(this: StatementSync, ...values: Parameters<typeof run>) {
    if (this.sourceSQL === 'COMMIT') commits += 1;
    return run.apply(this, values);
  } as typeof run;
  try {
    await work();
  } finally {
    StatementSync.prototype.run = run;
  }
  return commits;
}

// For a profile of nothing else: node --cpu-prof bench/flows.bench.ts
if (import.meta.main) await withFiles((file) => runFlows(sqliteJournal(file('profiled.db')), 5 * flows));
