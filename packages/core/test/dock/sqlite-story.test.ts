import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteJournal } from '../../src/sqlite.ts';
import { openDock, rest } from '../dock-world.ts';
import { temporaryDirectory } from '../journal/subjects.ts';
import { placed } from '../systems.ts';

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => void (directory = temporaryDirectory()));
afterEach(() => directory.remove());

const refs = Array.from({ length: 60 }, (_, position) => `A-${position + 1}`);

test('a day on one file: a flood of webhooks with duplicates, a stop in the middle, a restart, a prune', async () => {
  const file = directory.path('journal.db');
  const first = await openDock({ journal: sqliteJournal(file, { durability: 'normal' }), concurrency: 4 });
  const flood = [...refs, ...refs].map((ref) => first.push(placed(ref)));
  await rest();
  await first.dock.stop();
  const statuses = await Promise.all(flood);
  const { erp, clock } = first;
  const second = await openDock({ journal: sqliteJournal(file, { durability: 'normal' }), erp, clock });
  for (const [position, ref] of [...refs, ...refs].entries()) {
    if (statuses[position] !== 200) expect(await second.push(placed(ref))).toBe(200);
  }
  await second.dock.idle();
  expect(erp.told.toSorted()).toEqual(refs.map((ref) => `createOrder ${ref}`).toSorted());
  expect((await second.dock.status()).runs).toMatchObject({ done: 60, ready: 0, waiting: 0 });
  expect(await second.journal.verify()).toMatchObject({ ok: true });
  await clock.advance(3 * 3_600_000);
  expect(await second.dock.prune('1h')).toBe(60);
  expect(await second.journal.verify()).toMatchObject({ ok: true });
  await second.dock.stop();
});
