import { sqliteJournal } from '@crossdock/core/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly ratio?: number;
}

/** What is appended: through the journal, or as raw rows. */
type Append = (flow: string) => Promise<void>;

const concurrency = 50;
const flows = 10_000;
const rounds = 3;
const at = '2026-11-24T08:00:00.000Z';
const result = JSON.stringify({ system: 'erp', type: 'salesOrder', id: '4711', number: 'SO-4711', state: 'open' });
const data = {
  currency: 'USD',
  lines: Array.from({ length: 4 }, (_, line) => ({ sku: `SKU-${line}`, quantity: '1', price: '19.99' })),
};

/**
 * The journal against raw grouped inserts of the same entries into one table, both durable (`synchronous = FULL`), 50
 * flows at a time; then the journal again with a million ended runs in the file.
 */
export default async function journalBench(options: { readonly endedRuns?: number } = {}): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'crossdock-bench-'));
  const endedRuns = options.endedRuns ?? 1_000_000;
  try {
    const raw: number[] = [];
    const few: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      raw.push(await benchRaw(join(directory, `raw-${round}.db`)));
      few.push(await benchJournal(join(directory, `few-${round}.db`), 1000));
    }
    const large = join(directory, 'many.db');
    const many: number[] = [];
    for (let round = 0; round < rounds; round += 1) many.push(await benchJournal(large, round === 0 ? endedRuns : 0));
    const baseline = median(raw);
    return [
      { name: 'raw grouped inserts, four-step flow', value: baseline, unit: 'flows/s' },
      compared('journal, 1,000 ended runs', median(few), baseline),
      compared(`journal, ${endedRuns.toLocaleString('en')} ended runs`, median(many), median(few)),
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function benchJournal(file: string, endedRuns: number): Promise<number> {
  if (endedRuns > 0) await fill(file, endedRuns);
  const journal = sqliteJournal(file);
  await journal.open();
  const base = (await journal.counts()).runs.done;
  const perSecond = await measure(base, async (flow) => {
    const run = { flow: 'order-to-cash', version: 1, key: flow, lane: `order-to-cash/${flow}` };
    const [effect] = await journal.append([{ type: 'event.recorded', event: eventOf(flow), runs: [run] }]);
    const id = effect?.ready?.[0]?.id ?? 0;
    for (let ordinal = 1; ordinal <= 4; ordinal += 1) {
      await journal.append([
        { type: 'step.finished', step: { run: id, ordinal, kind: 'step', name: `step-${ordinal}`, result, at } },
      ]);
    }
    await journal.append([{ type: 'run.finished', run: id, outcome: 'done', at }]);
  });
  await journal.close();
  return perSecond;
}

async function benchRaw(file: string): Promise<number> {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, type TEXT, run INTEGER, body TEXT)');
  const [begin, insert, commit] = [
    database.prepare('BEGIN'),
    database.prepare('INSERT INTO entries (type, run, body) VALUES (?, ?, ?)'),
    database.prepare('COMMIT'),
  ];
  let waiting: { readonly row: readonly [string, number, string]; readonly done: () => void }[] = [];
  const append = (...row: [string, number, string]) =>
    new Promise<void>((done) => {
      if (waiting.push({ row, done }) > 1) return;
      setImmediate(() => {
        const group = waiting;
        waiting = [];
        begin.run();
        for (const it of group) insert.run(...it.row);
        commit.run();
        for (const it of group) it.done();
      });
    });
  let run = 0;
  const perSecond = await measure(0, async (flow) => {
    run += 1;
    const id = run;
    const started = { flow: 'order-to-cash', version: 1, key: flow, lane: `order-to-cash/${flow}` };
    await append('event.recorded', id, JSON.stringify({ event: eventOf(flow), runs: [started] }));
    for (let ordinal = 1; ordinal <= 4; ordinal += 1) {
      await append('step.finished', id, JSON.stringify({ ordinal, kind: 'step', name: `step-${ordinal}`, result, at }));
    }
    await append('run.finished', id, JSON.stringify({ run: id, outcome: 'done', at }));
  });
  database.close();
  return perSecond;
}

async function measure(base: number, append: Append): Promise<number> {
  let next = base;
  const last = base + flows;
  const worker = async () => {
    while (next < last) {
      next += 1;
      await append(nameOf(next));
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  return Math.round(flows / ((performance.now() - begun) / 1000));
}

/** Business references grow, as the ids of shops do. */
function nameOf(flow: number): string {
  return `shop-${6_000_000_000_000 + flow * 32_768}`;
}

function eventOf(flow: string) {
  return {
    id: `shop/order.placed/${flow}`,
    source: 'shop',
    name: 'order.placed',
    key: flow,
    occurredAt: at,
    recordedAt: at,
    envelope: JSON.stringify({ specversion: '1.0', id: flow, source: 'shop', type: 'order.placed.v1', data }),
    identifiers: [],
  };
}

/** Ended runs with all their entries, written by plain SQL in one go. */
async function fill(file: string, runs: number): Promise<void> {
  const journal = sqliteJournal(file);
  await journal.open();
  await journal.close();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const numbers = `WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${runs})`;
  const name = `'shop-' || (6000000000000 + i * 32768)`;
  database.exec(`
    INSERT INTO events (seq, version, id, source, name, key, occurred_at, recorded_at, envelope, first_run, run_count)
      ${numbers} SELECT i * 6, 1, 'shop/order.placed/' || ${name}, 'shop', 'order.placed', ${name}, '${at}', '${at}',
      '${eventOf('shop').envelope}', i, 1 FROM n;
    INSERT INTO runs (id, flow, version, key, lane, event_seq, generation, supersede, started_later, started_at, state, finished_at)
      ${numbers} SELECT i, 'order-to-cash', 1, ${name}, 'order-to-cash/' || ${name}, i * 6, 1, 0, 0, '${at}', 'done', '${at}' FROM n;
    INSERT INTO entries (seq, type, version, run, subject, at, name, body)
      ${numbers}, s (o) AS (VALUES (1), (2), (3), (4))
      SELECT i * 6 + o, 'step.finished', 1, i, o, '${at}', 'step:step-' || o, '${result}' FROM n, s ORDER BY i, o;
    INSERT INTO entries (seq, type, version, run, at, body)
      ${numbers} SELECT i * 6 + 5, 'run.finished', 1, i, '${at}', '{"type":"run.finished","run":' || i || ',"outcome":"done","at":"${at}"}' FROM n;
    UPDATE counters SET entry = ${runs * 6 + 5}, run = ${runs}, done = ${runs};
    COMMIT`);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

function compared(name: string, value: number, baseline: number): Row {
  return { name, value, unit: 'flows/s', baseline, ratio: Math.round((value / baseline) * 100) / 100 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

if (import.meta.main) console.table(await journalBench({ endedRuns: Number(process.argv[2] ?? 1_000_000) }));
