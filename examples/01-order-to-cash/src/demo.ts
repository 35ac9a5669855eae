/** Order-to-cash against simulated platforms with faults on: `npm run demo`. See README.md. */
import { readOptions, usage } from './demo/options.ts';
import { progressLine } from './demo/progress.ts';
import { inWords, isClean } from './demo/report.ts';
import { tellStory } from './demo/story.ts';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const progress = progressLine(process.stderr);
  const outcome = await tellStory(options, (it) => progress.show(it));
  progress.end();
  const { trace: _trace, ...facts } = outcome;
  const clean = isClean(outcome);
  // What is wrong is told with the trace, for whoever finds it in a log.
  console.log(options.json ? JSON.stringify(clean ? facts : outcome) : inWords(outcome));
  if (clean) return 0;
  console.error('\nThe audit is not clean.');
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
