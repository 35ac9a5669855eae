import { sqliteJournal } from '../../../src/sqlite.ts';
import { event, finished, newRun, step } from '../samples.ts';

/**
 * Appends numbered batches until it is killed, several at a time, and prints the number of each once it was
 * acknowledged. A batch is an event with a run, then its steps and its end.
 */
const [file = '', from = '0', durability = 'full'] = process.argv.slice(2);
const journal = sqliteJournal(file, { durability: durability === 'full' ? 'full' : 'normal' });
await journal.open();
process.stdout.write('open\n');

let next = Number(from);

async function appendForever(): Promise<never> {
  for (;;) {
    const number = next;
    next += 1;
    const fact = String(number);
    const [recorded] = await journal.append([
      { type: 'event.recorded', event: event(fact), runs: [newRun(fact)] },
      { type: 'cursor.moved', name: `cursor-${fact}`, value: fact, at: '2026-11-24T08:00:00.000Z' },
    ]);
    const run = recorded?.ready?.[0]?.id ?? 0;
    await journal.append([step(run, 1), step(run, 2), finished(run)]);
    process.stdout.write(`${number}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, appendForever));
