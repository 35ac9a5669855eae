/** A retailer moves from one ledger to another with the flows as they are: `npm run demo:migration`. See README.md. */
import { readOptions, usage } from './demo/options.ts';
import { inWords, isClean } from './demo/report.ts';
import { tellStory } from './demo/story.ts';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const outcome = await tellStory(options, { tell: (what) => console.error(what) });
  const clean = isClean(outcome);
  console.log(options.json ? JSON.stringify({ ...outcome, clean }) : inWords(outcome));
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
