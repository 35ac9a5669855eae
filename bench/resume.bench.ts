import { sqliteJournal } from '@crossdock/core/sqlite';
import { z } from 'zod';
import { startFlows } from './four-steps.ts';
import { type Row, runScript, withFiles } from './measure.ts';
import { fillWithInterruptedRuns, fillWithSleepingRuns } from './open-runs.ts';

const runs = 100_000;
const Resumed = z.object({ seconds: z.number(), secondsToFirst: z.number(), peakMiB: z.number() });

/**
 * How long a new process takes to bring the open runs of the last one to their end, and how much memory at most: runs that
 * were interrupted after two of their four steps, and runs whose time to sleep was over meanwhile.
 */
export default function resumeBench(): Promise<readonly Row[]> {
  return withFiles(async (file) => {
    const rows: Row[] = [];
    const fills = { interrupted: fillWithInterruptedRuns, sleeping: fillWithSleepingRuns };
    for (const [how, fill] of Object.entries(fills)) {
      await fill(file(`${how}.db`), runs);
      const { seconds, secondsToFirst, peakMiB } = Resumed.parse(runScript(import.meta.filename, file(`${how}.db`)));
      const what = `${runs.toLocaleString('en')} ${how} runs`;
      rows.push(
        { name: `${what}: until the first has ended`, value: secondsToFirst, unit: 's' },
        { name: `${what}: until all have ended`, value: seconds, unit: 's' },
        { name: `${what}: most memory`, value: peakMiB, unit: 'MiB' },
      );
    }
    return rows;
  });
}

/** What the new process does. */
async function resume(file: string): Promise<z.output<typeof Resumed>> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  let open = runs;
  let secondsToFirst = 0;
  const allEnded = Promise.withResolvers<void>();
  const runner = await startFlows(sqliteJournal(file), () => {
    if (open === runs) secondsToFirst = seconds();
    open -= 1;
    if (open === 0) allEnded.resolve();
  });
  await allEnded.promise;
  const taken = seconds();
  await runner.stop();
  return { seconds: taken, secondsToFirst, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

if (import.meta.main) console.log(JSON.stringify(await resume(process.argv[2] ?? '')));
