import { afterEach, beforeEach, expect, test } from 'vitest';

import { seededRandom } from '../../src/primitives/index.ts';
import { sqliteJournal } from '../../src/sqlite.ts';
import { startChild } from './children/process.ts';
import { startRun } from './samples.ts';
import { temporaryDirectory } from './subjects.ts';

let directory: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

test.each(['full', 'normal'])(
  'whatever was acknowledged before the process was killed is there, and nothing is half there (%s)',
  { timeout: 60_000 },
  async (durability) => {
    const file = directory.path('journal.db');
    const random = seededRandom(`kill ${durability}`);
    const acknowledged = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      const child = startChild('./append-forever.ts', file, String(round * 1_000_000), durability);
      expect(await child.next()).toBe('open');
      const acknowledgements = 1 + Math.floor(random() * 400);
      for (let count = 0; count < acknowledgements; count += 1) acknowledged.add((await child.next()) ?? 'ended early');
      await child.kill();
      for (let line = await child.next(); line !== undefined; line = await child.next()) acknowledged.add(line);

      const journal = sqliteJournal(file);
      await journal.open();
      expect(await journal.verify()).toMatchObject({ ok: true, problems: [] });
      for (const fact of acknowledged) {
        const [run] = await journal.runs({ key: fact });
        expect(run).toMatchObject({ state: 'done' });
        expect(await journal.steps(run?.id ?? 0)).toHaveLength(2);
      }
      for (const run of await journal.runs({ limit: 1_000_000 })) {
        expect(await journal.cursor(`cursor-${run.key}`)).toBe(run.key);
        expect(await journal.steps(run.id)).toHaveLength(run.state === 'done' ? 2 : 0);
      }
      await journal.close();
    }
  },
);

test('a journal belongs to one process, and is free as soon as that one is killed', { timeout: 20_000 }, async () => {
  const file = directory.path('journal.db');
  const child = startChild('./append-forever.ts', file);
  expect(await child.next()).toBe('open');
  const journal = sqliteJournal(file);
  await expect(journal.open()).rejects.toMatchObject({
    code: 'journal-locked',
    message: `The journal file ${file} is in use by another process`,
  });
  await child.kill();
  await journal.open();
  await startRun(journal, 'after');
  await journal.close();
});
