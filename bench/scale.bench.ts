import { sqliteJournal } from '@crossdock/core/sqlite';
import { fillWithEndedRuns } from './ended-runs.ts';
import { runFlows } from './four-steps.ts';
import { compared, median, type Row, withFiles } from './measure.ts';

const flows = 10_000;
const rounds = 5;
const few = 1_000;
const many = 1_000_000;

/** The cost of a flow of four steps with few and with many runs in the journal that have ended. It may grow by 1.2 times. */
export default function scaleBench(): Promise<readonly Row[]> {
  return withFiles(async (file) => {
    const measured = { few: [] as number[], many: [] as number[] };
    await fillWithEndedRuns(file('many.db'), many);
    for (let round = 0; round < rounds; round += 1) {
      await fillWithEndedRuns(file(`few-${round}.db`), few);
      measured.few.push(await costOfFlow(file(`few-${round}.db`)));
      measured.many.push(await costOfFlow(file('many.db')));
    }
    const baseline = median(measured.few);
    return [
      { name: nameOf(few), value: baseline, unit: 'µs/flow' },
      compared(nameOf(many), median(measured.many), 'µs/flow', baseline),
    ];
  });
}

async function costOfFlow(file: string): Promise<number> {
  return 1e6 / (await runFlows(sqliteJournal(file), flows));
}

function nameOf(runs: number): string {
  return `durable flow after ${runs.toLocaleString('en')} ended runs`;
}
