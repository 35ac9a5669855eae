/**
 * Checks that availability is linearizable over as many operations as asked for, with many seeds and with kills between its
 * writes: `node bench/availability-linearizable.ts --operations 1000000 --seed 1`. Ends with 1 at the first history that no
 * order explains, and prints its seed.
 */
import { parseArgs } from 'node:util';
import { checkLinearizability, recordStockHistory } from '@crossdock/testing';

const { values } = parseArgs({
  options: {
    operations: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    each: { type: 'string', default: '2000' },
  },
});
const [wanted, each] = [Number(values.operations), Number(values.each)];
const begun = performance.now();
let checked = 0;
let kills = 0;
let explored = 0;
for (let round = 0; checked < wanted; round++) {
  const seed = `${values.seed}-${round}`;
  // Every other history is one of a process that dies now and then.
  const deaths = round % 2 === 0 ? 0 : Math.ceil(each / 100);
  const history = await recordStockHistory({
    seed,
    operations: each,
    kills: deaths,
    callers: 4 + (round % 9),
    skus: 1 + (round % 5),
  });
  const found = checkLinearizability(history);
  if (!found.ok) {
    console.error(
      `seed ${seed}: no order explains ${found.skus.join(', ')} beyond ${found.explained} of ${found.operations} operations`,
    );
    console.error(JSON.stringify(found.stuckAt));
    process.exit(1);
  }
  const before = Math.floor(checked / 100_000);
  checked += history.length;
  kills += deaths;
  explored += found.explored;
  if (Math.floor(checked / 100_000) > before) {
    console.error(`${checked} of ${wanted} operations, ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
  }
}
const seconds = (performance.now() - begun) / 1_000;
console.log(
  `${checked} operations, ${kills} kills, ${explored} steps of the search, ${seconds.toFixed(1)} s: every answer is explained`,
);
