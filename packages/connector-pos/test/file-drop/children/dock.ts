/**
 * A service on a file drop, in a process of its own: it looks until nothing is left to read, and prints how many sales it has
 * booked. It is killed in the middle of that.
 */
import { createCrossdock, defineFlow } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { fileDrop, posLogDialects } from '../../../src/file-drop/index.ts';

const [root = ''] = process.argv.slice(2);

let booked = 0;

const tills = fileDrop({
  from: `${root}/in`,
  workFolder: `${root}/work`,
  feeds: [{ files: /\.xml$/, dialect: posLogDialects.xstore }],
  stores: { '17': { code: 'store-17', timeZone: 'Europe/Zurich', currency: 'CHF' } },
  complete: { marker: '.done' },
  clockAhead: '36500d',
  clockBehind: '36500d',
  recordsPerLook: 200,
});

const dock = createCrossdock({
  journal: sqliteJournal(`${root}/journal.db`),
  systems: { tills },
  owns: { product: 'tills', price: 'tills', inventory: 'tills', order: 'tills', customer: 'tills', finance: 'tills' },
  flows: [
    defineFlow({
      name: 'count',
      version: 1,
      on: 'sale.recorded',
      key: (it) => it.ref,
      needs: {},
      async run() {
        booked += 1;
        if (booked % 100 === 0) console.log(`booking ${booked}`);
      },
    }),
  ],
  sweeps: { since: '2026-01-01T00:00:00Z' },
});

await dock.start();
for (let quiet = 0, before = -1; quiet < 2;) {
  await dock.sweep('tills');
  await dock.idle();
  const { runs } = await dock.status();
  console.log(`done ${runs.done}`);
  quiet = runs.done === before ? quiet + 1 : 0;
  before = runs.done;
}
await dock.stop();
