import { createAvailability } from '../../../../src/services/availability/availability.ts';
import { sqliteJournal } from '../../../../src/sqlite.ts';
import { virtualClock } from '../../../virtual-clock.ts';
import { noon } from '../facts.ts';
import { aLevel, request } from '../service.ts';

/** Reserves and releases units of one SKU until it is killed, several at a time, and prints what was answered. */
const [file = '', round = '0'] = process.argv.slice(2);
const journal = sqliteJournal(file);
await journal.open();
const service = createAvailability({
  shelf: journal.shelf('availability'),
  clock: virtualClock(noon),
  checkpointEvery: 50,
});
await service.start();
await service.setLevels([aLevel('dc-1', 40)]);
process.stdout.write('open\n');

let next = 0;

async function reserveForever(): Promise<never> {
  for (;;) {
    const key = `order-${round}-${next++}`;
    try {
      await service.reserve(request(key, 1 + (next % 3)));
      process.stdout.write(`held ${key}\n`);
      if (next % 10 === 0) continue;
      await service.release(key);
      process.stdout.write(`released ${key}\n`);
    } catch {
      // All are promised: one of those that were kept from an earlier life makes room.
      const [hold] = service.explain('SHOE-41').holds;
      if (hold) {
        await service.release(hold.key);
        process.stdout.write(`released ${hold.key}\n`);
      }
    }
  }
}

await Promise.all(Array.from({ length: 8 }, reserveForever));
