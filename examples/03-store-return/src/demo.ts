/** Web orders come back over the counter of a store: `npm run demo:return`. See README.md. */
import { readOptions, usage } from './demo/options.ts';
import { inWords, isClean } from './demo/report.ts';
import { tellStory } from './demo/story.ts';

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  const outcome = await tellStory(options, (line) => console.error(`• ${line}`));
  console.log(options.json ? JSON.stringify(outcome) : inWords(outcome));
  if (isClean(outcome)) return 0;
  console.error('\nThe audit is not clean.');
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
