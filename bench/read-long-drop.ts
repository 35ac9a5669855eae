/** Reads a POSLog of so many megabytes that is made while it is read, and prints the most memory that took, in MiB. */
import { tryFeed } from '@crossdock/connector-pos/file-drop';
import { dialect, longPosLog, stores } from './ticket-drop.ts';

const [megabytes = '1'] = process.argv.slice(2);
let peak = 0;
let refused = 0;
for await (const it of tryFeed(longPosLog(Number(megabytes) * 1_048_576), { feed: { files: /x/, dialect }, stores })) {
  if (it.refused) refused += 1;
  if (it.number % 50 === 0) peak = Math.max(peak, process.memoryUsage.rss());
}
if (refused > 0) throw new Error(`${refused} tickets were refused`);
console.log(Math.round(peak / 1_048_576));
