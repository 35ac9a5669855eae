/** A catalogue on its way from the ERP to the shop, on simulated platforms with faults on: `npm run demo:catalog`. */
import { tellStory } from './demo/story.ts';

const { articles, found, adrift, early, openExceptions } = await tellStory((line) => console.log(`• ${line}`));

console.log("\nThe audit, from both systems' own books");
console.log(`  articles ${articles}   adrift ${adrift.length}   drifts found and healed ${found}`);
console.log(`  sold before its day: ${early ? 'yes' : 'no'}   exceptions open: ${openExceptions}`);
process.exitCode = adrift.length === 0 && !early && openExceptions === 0 && found > 0 ? 0 : 1;
