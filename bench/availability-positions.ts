import { rmSync } from 'node:fs';
import { createAvailability, systemClock } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';

/**
 * Run as a process of its own, because it measures memory. `fill`: stores so many positions. `open`: starts from them. Prints
 * what it took as JSON.
 */
const [mode = 'fill', file = '', stores = '300', skus = '50000'] = process.argv.slice(2);
const positions = Number(stores) * Number(skus);
if (mode === 'fill') for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });

const journal = sqliteJournal(file);
await journal.open();
const service = createAvailability({ shelf: journal.shelf('availability'), clock: systemClock });
const begun = performance.now();
await service.start();
if (mode === 'fill') await fill();
const seconds = (performance.now() - begun) / 1_000;
globalThis.gc?.();
const { rss } = process.memoryUsage();
const sellable = service.sellable('SKU-7', 'web').amount;
if (mode === 'fill') await service.stop();
console.log(JSON.stringify({ positions, seconds, rssBytes: rss, sellable }));
process.exit(0);

async function fill(): Promise<void> {
  const { ledger } = service.core.state;
  const locations = Array.from({ length: Number(stores) }, (_, number) => `store-${number}`);
  for (let sku = 0; sku < Number(skus); sku++) {
    for (const [number, location] of locations.entries()) {
      ledger.level({
        kind: 'level',
        sku: `SKU-${sku}`,
        location,
        unit: 'EA',
        onHand: ((sku + number) % 9) * 1_000,
        damaged: 0,
        asOf: Date.UTC(2026, 10, 27),
        source: 'erp',
        counted: false,
      });
    }
  }
  await service.core.checkpoint();
}
