import { DatabaseSync } from 'node:sqlite';
import { concurrency } from './four-steps.ts';
import { compared, median, perSecond, type Row, withFiles } from './measure.ts';
import { appendAgain, type Appends, batchesOf, recordAppends } from './same-appends.ts';

const flows = 10_000;
const rounds = 5;

/**
 * What four-step flows append, through the journal, against grouped inserts of the same entries as JSON into one table
 * without an index; both durable (`synchronous = FULL`), 50 flows at a time.
 */
export default function journalBench(): Promise<readonly Row[]> {
  return withFiles(async (file) => {
    const appends = await recordAppends(file('recorded.db'), flows);
    const raw: number[] = [];
    const journal: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      raw.push(await insertRaw(file(`raw-${round}.db`), appends));
      journal.push(await appendAgain(file(`journal-${round}.db`), appends));
    }
    return [
      { name: 'grouped inserts into one table', value: median(raw), unit: 'flows/s' },
      compared('grouped appends to the journal', median(journal), 'flows/s', median(raw)),
    ];
  });
}

async function insertRaw(file: string, appends: Appends): Promise<number> {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE entries (seq INTEGER PRIMARY KEY, body TEXT)');
  const [begin, insert, commit] = [
    database.prepare('BEGIN'),
    database.prepare('INSERT INTO entries (body) VALUES (?)'),
    database.prepare('COMMIT'),
  ];
  let waiting: { readonly body: string; readonly done: () => void }[] = [];
  const append = (body: string) =>
    new Promise<void>((done) => {
      if (waiting.push({ body, done }) > 1) return;
      setImmediate(() => {
        const group = waiting;
        waiting = [];
        begin.run();
        for (const it of group) insert.run(it.body);
        commit.run();
        for (const it of group) it.done();
      });
    });
  const rate = await perSecond(appends.size, concurrency, async (flow) => {
    for (const changes of batchesOf(appends, flow)) await append(JSON.stringify(changes));
  });
  database.close();
  return rate;
}
