import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { type Change, entryVersion } from '../../src/journal/index.ts';
import { upcast } from '../../src/journal/entry-versions.ts';
import { migrate, schemaVersion } from '../../src/journal/sqlite-schema.ts';
import { type SqliteJournal, sqliteJournal } from '../../src/sqlite.ts';
import { at, event, finished, newRun, startRun, step, write } from './samples.ts';
import { temporaryDirectory } from './subjects.ts';

let directory: ReturnType<typeof temporaryDirectory>;
let file: string;
beforeEach(() => {
  directory = temporaryDirectory();
  file = directory.path('journal.db');
});
afterEach(() => directory.remove());

async function opened(path = file): Promise<SqliteJournal> {
  const journal = sqliteJournal(path);
  await journal.open();
  return journal;
}

/** Works on the file behind the journal's back. */
function tamper(path: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(path);
  work(database);
  database.close();
}

describe('ownership', () => {
  test('a second journal on the same file is told that it is locked, and the first goes on', async () => {
    const first = await opened();
    await expect(sqliteJournal(file).open()).rejects.toMatchObject({ code: 'journal-locked', details: { file } });
    await startRun(first, 'a');
    await first.close();
    const second = await opened();
    expect(await second.runs({})).toHaveLength(1);
    await second.close();
  });

  test('a new file is for its owner only', async () => {
    const journal = await opened();
    await startRun(journal, 'a');
    expect(statSync(file).mode & 0o077).toBe(0);
    await journal.close();
  });

  test('an existing file keeps its permissions', async () => {
    await (await opened()).close();
    chmodSync(file, 0o640);
    await (await opened()).close();
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });
});

describe('failures of the store', () => {
  /** A journal that may grow no further than its file is now; the pages are counted as a full disk would count them. */
  async function fullJournal() {
    const pages = { limit: (_: number | undefined) => {} };
    const { exec } = DatabaseSync.prototype;
    DatabaseSync.prototype.exec = function capture(sql) {
      pages.limit = (limit) => exec.call(this, `PRAGMA max_page_count = ${limit ?? 1_000_000}`);
      exec.call(this, sql);
    };
    const journal = await opened();
    DatabaseSync.prototype.exec = exec;
    return { journal, pages };
  }

  const large = (fact: string): Change => ({
    type: 'event.recorded',
    event: event(fact, { envelope: 'x'.repeat(100_000) }),
    runs: [newRun(fact)],
  });

  test('on a full disk an append is refused, nothing of it is stored, and it works again once there is room', async () => {
    const { journal, pages } = await fullJournal();
    const run = await startRun(journal, 'a');
    const before = await journal.counts();
    pages.limit(1);
    const refused = await Promise.allSettled([
      journal.append([step(run.id, 1), large('b')]),
      journal.append([large('c')]),
    ]);
    expect(refused).toMatchObject([
      { status: 'rejected', reason: { code: 'journal-full' } },
      { status: 'rejected', reason: { code: 'journal-full' } },
    ]);
    expect(await journal.counts()).toEqual(before);
    expect(await journal.steps(run.id)).toEqual([]);
    pages.limit(undefined);
    await journal.append([step(run.id, 1), large('b')]);
    expect(await journal.steps(run.id)).toHaveLength(1);
    expect(await journal.verify()).toMatchObject({ ok: true });
    await journal.close();
  });

  test('a file that cannot be written refuses appends and stores nothing of them', async () => {
    const capture = DatabaseSync.prototype.exec;
    let database: DatabaseSync | undefined;
    DatabaseSync.prototype.exec = function remember(sql) {
      // oxlint-disable-next-line typescript/no-this-alias -- the handle is what the test needs
      database = this;
      capture.call(this, sql);
    };
    const journal = await opened();
    DatabaseSync.prototype.exec = capture;
    const run = await startRun(journal, 'a');
    database?.exec('PRAGMA query_only = 1');
    await expect(write(journal, step(run.id, 1))).rejects.toMatchObject({ code: 'journal-unwritable' });
    expect(await journal.steps(run.id)).toEqual([]);
    database?.exec('PRAGMA query_only = 0');
    await write(journal, step(run.id, 1));
    expect(await journal.steps(run.id)).toHaveLength(1);
    await journal.close();
  });

  test('a disk that fails also while everything is read again refuses appends, and the next one finds all of it', async () => {
    const journal = await opened();
    const first = await startRun(journal, 'a', { run: { lane: 'one' } });
    const { run, all } = StatementSync.prototype;
    const failing = () => {
      throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 10 });
    };
    const spies = [vi.spyOn(StatementSync.prototype, 'run'), vi.spyOn(StatementSync.prototype, 'all')];
    for (const spy of spies) spy.mockImplementation(failing);
    await expect(write(journal, step(first.id, 1))).rejects.toMatchObject({ code: 'journal-unwritable' });
    await expect(write(journal, step(first.id, 1))).rejects.toMatchObject({ code: 'journal-unwritable' });
    for (const spy of spies) spy.mockRestore();
    expect([StatementSync.prototype.run, StatementSync.prototype.all]).toEqual([run, all]);
    await write(journal, step(first.id, 1));
    // The lane is known to be taken.
    expect(await startRun(journal, 'b', { run: { lane: 'one' } })).toMatchObject({ state: 'blocked' });
    expect(await journal.verify()).toMatchObject({ ok: true });
    await journal.close();
  });

  test('a folder that is not there is told as unwritable', async () => {
    await expect(opened(directory.path('nowhere/journal.db'))).rejects.toMatchObject({
      code: 'journal-unwritable',
      message: expect.stringContaining('there is no such folder') as string,
    });
  });

  test('a folder in place of the file is told as unwritable', async () => {
    await expect(opened(directory.path('.'))).rejects.toMatchObject({ code: 'journal-unwritable' });
  });

  test('a file that is no journal is left alone and told as corrupt', async () => {
    const text = 'order;amount\n'.repeat(400);
    writeFileSync(file, text);
    await expect(opened()).rejects.toMatchObject({ code: 'journal-corrupt' });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('a change that SQLite cannot store refuses its batch and no other', async () => {
    const journal = await opened();
    const run = await startRun(journal, 'a');
    const bad = step(run.id, 2, { result: undefined as unknown as string });
    const results = await Promise.allSettled([write(journal, step(run.id, 1)), write(journal, bad)]);
    expect(results.map((it) => it.status)).toEqual(['fulfilled', 'rejected']);
    expect(await journal.steps(run.id)).toHaveLength(1);
    await journal.close();
  });
});

describe('versions', () => {
  test('a file of the first schema is brought up to date with all that is in it', async () => {
    tamper(file, (database) => {
      migrate(database, 0);
      database.exec(`
        INSERT INTO events VALUES (1, 1, 'shop/order.placed/a', 'shop', 'order.placed', 'a', '${at()}', '${at()}', '{}', NULL, 1, 1, 0);
        INSERT INTO runs VALUES (1, 'f', 1, 'a', 'f/a', 1, 1, 0, 0, '${at()}', 'done', 0, NULL, NULL, '${at(1)}');
        INSERT INTO entries VALUES (2, 'run.finished', 1, 1, NULL, NULL, '${at(1)}', NULL,
          '{"type":"run.finished","run":1,"outcome":"done","at":"${at(1)}"}', NULL);`);
    });
    const journal = await opened();
    expect(await journal.verify()).toMatchObject({ ok: true, problems: [] });
    expect((await journal.counts()).runs.done).toBe(1);
    expect((await journal.trace('a')).map((it) => it.change.type)).toEqual(['event.recorded', 'run.finished']);
    expect((await startRun(journal, 'b')).id).toBe(2);
    await journal.close();
  });

  test('opening an up-to-date file changes nothing', async () => {
    await (await opened()).close();
    const journal = await opened();
    expect(await journal.verify()).toEqual({ ok: true, entries: 0, problems: [] });
    await journal.close();
  });

  test('a file of a newer schema is refused and left as it is', async () => {
    await (await opened()).close();
    tamper(file, (database) => database.exec(`UPDATE schema_version SET version = ${schemaVersion + 1}`));
    await expect(opened()).rejects.toMatchObject({ code: 'version-mismatch' });
    tamper(file, (database) => {
      expect(database.prepare('SELECT version FROM schema_version').all()).toEqual([{ version: schemaVersion + 1 }]);
    });
  });

  test('an entry of an old version is read through every step since', () => {
    const steps = [
      (entry: unknown) => ({ ...(entry as object), second: true }),
      (entry: unknown) => ({ ...(entry as object), third: true }),
    ];
    expect(upcast({ type: 'x' }, 1, steps)).toEqual({ type: 'x', second: true, third: true });
    expect(upcast({ type: 'x' }, 2, steps)).toEqual({ type: 'x', third: true });
    expect(upcast({ type: 'x' }, 3, steps)).toEqual({ type: 'x' });
    expect(() => upcast({ type: 'x' }, 4, steps)).toThrow(expect.objectContaining({ code: 'version-mismatch' }));
    expect(() => upcast({ type: 'x' }, entryVersion + 1)).toThrow(
      expect.objectContaining({ code: 'version-mismatch' }),
    );
  });
});

describe('backup and verification', () => {
  test('a backup taken while work goes on is a whole journal of its own', async () => {
    const journal = await opened();
    for (let position = 0; position < 50; position += 1) await startRun(journal, String(position));
    const copy = directory.path('copy.db');
    const during = Array.from({ length: 20 }, (_, position) => startRun(journal, `meanwhile ${position}`));
    const [, , ...runs] = await Promise.all([journal.backup(copy), journal.prune(at()), ...during]);
    const restored = await opened(copy);
    expect(await restored.verify()).toMatchObject({ ok: true, problems: [] });
    expect((await restored.runs({})).length).toBeGreaterThanOrEqual(50);
    for (const run of runs) expect(await journal.run(run.id)).toBeDefined();
    await restored.close();
    await journal.close();
  });

  test('a backup is for its owner only, as the journal is', async () => {
    const journal = await opened();
    const copy = directory.path('copy.db');
    await journal.backup(copy);
    expect(statSync(copy).mode & 0o077).toBe(0);
    await journal.close();
  });

  test('a backup that cannot be made says which file is in the way', async () => {
    const journal = await opened();
    const notes = directory.path('notes.txt');
    writeFileSync(notes, 'These are the notes of somebody, and no journal at all.');
    await expect(journal.backup(notes)).rejects.toMatchObject({ code: 'journal-corrupt', details: { file: notes } });
    const nowhere = directory.path('nowhere/copy.db');
    await expect(journal.backup(nowhere)).rejects.toMatchObject({ code: 'journal-unwritable' });
    await expect(journal.backup(directory.path('journal.db'))).rejects.toMatchObject({ code: 'input-invalid' });
    await startRun(journal, 'after all of it');
    expect(await journal.verify()).toMatchObject({ ok: true });
    await journal.close();
  });

  test.each([
    ['a run in another state', `UPDATE runs SET state = 'parked' WHERE id = 1`, 'run 1'],
    ['a run that ended in another way', `UPDATE runs SET state = 'cancelled' WHERE id = 2`, 'run 2'],
    ['a lost run', `DELETE FROM runs WHERE id = 1`, 'runs'],
    ['a lane that nobody frees', `UPDATE runs SET state = 'blocked' WHERE id = 1`, 'a lane'],
    ['a lost wait', `DELETE FROM waits`, 'waits'],
    ['an exception in another state', `UPDATE exceptions SET state = 'healed'`, 'exception 1'],
    ['a moved cursor', `UPDATE cursors SET value = '9'`, 'cursors'],
    ['a delivery in another state', `UPDATE deliveries SET state = 'decoded'`, 'delivery 1'],
    ['a lost identifier', `DELETE FROM identifiers`, 'identifiers'],
    ['a wrong count', `UPDATE counters SET done = 7`, 'count of done'],
    ['a lost entry', `DELETE FROM entries WHERE type = 'run.parked'`, 'exception'],
  ])('verification finds %s', async (_what, sql, problem) => {
    const journal = await opened();
    await startRun(journal, 'a', { event: { identifiers: ['#1'] } });
    const second = await startRun(journal, 'b');
    const third = await startRun(journal, 'c');
    const body = new Uint8Array([1]);
    const sent = { source: 'shop', dedupeKey: '1', topic: 't', headers: {}, body, receivedAt: at() };
    const told = { kind: 'run', code: 'forbidden', reason: 'no', owner: 'it', actions: [] } as const;
    const wait = { events: ['order.paid'], key: 'c', afterSeq: 0 };
    await journal.append([
      finished(second.id),
      { type: 'run.waiting', run: third.id, waits: [wait], waitingFor: 'the payment', at: at() },
      { type: 'delivery.received', delivery: sent },
      { type: 'cursor.moved', name: 'c', value: '1', at: at() },
    ]);
    const fourth = await startRun(journal, 'd');
    await write(journal, { type: 'run.parked', run: fourth.id, exception: told, at: at() });
    expect(await journal.verify()).toMatchObject({ ok: true, problems: [] });
    await journal.close();

    tamper(file, (database) => database.exec(sql));
    const reopened = await opened();
    const { ok, problems } = await reopened.verify();
    expect(ok).toBe(false);
    expect(problems.join('; ')).toContain(problem);
    await reopened.close();
  });

  test('verification finds a damaged file', async () => {
    const journal = await opened();
    for (let position = 0; position < 200; position += 1) await startRun(journal, String(position));
    await journal.close();
    const bytes = readFileSync(file);
    bytes.fill(0xab, 4096 * 12, 4096 * 12 + 600);
    rmSync(`${file}-wal`, { force: true });
    writeFileSync(file, bytes);
    const damaged = sqliteJournal(file);
    const told = await damaged.open().then(
      async () => (await damaged.verify().catch((error: unknown) => error)) as object,
      (error: unknown) => error as object,
    );
    expect('ok' in told ? told.ok : (told as { code: unknown }).code).toBeOneOf([false, 'journal-corrupt']);
  });
});

describe('cost', () => {
  test.each([
    `SELECT id FROM runs WHERE finished_at IS NULL AND id > 1 ORDER BY id LIMIT 1000`,
    `SELECT id FROM runs WHERE lane = 'a' AND state = 'blocked' AND finished_at IS NULL ORDER BY event_seq, id LIMIT 1`,
    `SELECT id FROM runs WHERE wake_at IS NOT NULL AND wake_at <= 5 ORDER BY wake_at, id LIMIT 10`,
    `SELECT state, count(*) AS count FROM runs WHERE finished_at IS NULL GROUP BY state`,
    `SELECT id FROM exceptions WHERE id > 1 AND state = 'open' ORDER BY id LIMIT 10`,
    `SELECT id FROM deliveries WHERE state = 'pending' AND id > 1 ORDER BY id LIMIT 10`,
  ])('open work is found without reading what has ended: %s', async (sql) => {
    await (await opened()).close();
    tamper(file, (database) => {
      const plan = database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => String(row['detail']));
      expect(plan.join('; ')).toMatch(
        /USING (COVERING )?INDEX (runs_open|runs_in_lane|runs_to_wake|exceptions_open|deliveries_pending)/,
      );
    });
  });

  test('the write-ahead log is checkpointed while work goes on', async () => {
    const journal = await opened();
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(
        Array.from({ length: 50 }, async (_, position) => {
          const run = await startRunQuickly(journal, `${round}-${position}`);
          await journal.append([step(run, 1, { result: 'x'.repeat(2000) }), finished(run)]);
        }),
      );
    }
    expect(statSync(`${file}-wal`).size).toBeLessThan(16_000_000);
    await journal.close();
  });

  async function startRunQuickly(journal: SqliteJournal, fact: string): Promise<number> {
    const { ready } = await write(journal, { type: 'event.recorded', event: event(fact), runs: [newRun(fact)] });
    return ready?.[0]?.id ?? 0;
  }
});
