/** A day of peak trading against simulated platforms, on a virtual clock: `npm run demo:peak`. See README.md. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isClean } from './demo/books.ts';
import { liveChart } from './demo/chart.ts';
import { htmlReport } from './demo/html-report.ts';
import { readOptions, usage } from './demo/options.ts';
import { planOf } from './demo/plan.ts';
import { factsOf, inWords } from './demo/report.ts';
import { tellStory } from './demo/story.ts';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const chart = liveChart(process.stderr);
  const outcome = await tellStory({ plan: planOf(options), tell: (it) => chart.show(it) });
  chart.end();
  const report = resolve(options.report);
  writeFileSync(report, htmlReport(outcome));
  console.log(options.json ? JSON.stringify(factsOf(outcome)) : `${inWords(outcome)}\n\n  report: ${report}`);
  if (isClean(outcome.audit) && outcome.journalSound) return 0;
  console.error('\nThe audit is not clean.');
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
