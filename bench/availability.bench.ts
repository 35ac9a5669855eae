import { fileURLToPath } from 'node:url';
import { type AvailabilityService, createAvailability, pieces, type Shelf, systemClock } from '@crossdock/core';
import { sqliteJournal } from '@crossdock/core/sqlite';
import { z } from 'zod';
import { findPostgres, withPostgres } from './availability-postgres.ts';
import { compared, median, percentile, perSecond, type Row, runScript, withFiles } from './measure.ts';

const stores = 300;
const concurrency = 200;
const rounds = 7;
const reservations = 40_000;
const warmUp = 10_000;
const manySkus = 10_000;

/**
 * The sellable number read and promised. Reads are of 10,000 SKUs in 300 stores. Reservations are durable (`synchronous = FULL`), by
 * 200 callers at once, held against appends of the same size to the same journal, an unlocked counter in memory, and PostgreSQL
 * with `SELECT … FOR UPDATE`, where it is installed. Memory and start-up are those of a process of its own.
 */
export default function availabilityBench(): Promise<readonly Row[]> {
  return withFiles(async (file) => {
    const reads = await readRows(file('reads.db'));
    const promises = await promiseRows(file);
    const postgres = postgresRows(file('postgres'), promises.hot);
    return [...reads, ...promises.rows, ...postgres, ...positionRows(file('positions.db'))];
  });
}

async function readRows(file: string): Promise<Row[]> {
  return withService(file, async (service) => {
    fill(service, manySkus);
    const skus = Array.from({ length: manySkus }, (_, number) => `SKU-${number}`);
    const read = (number: number) => service.sellable(skus[number % manySkus] ?? '', 'web').amount;
    for (let number = 0; number < 1_000_000; number++) read(number);
    const rates = Array.from({ length: rounds }, () => {
      const begun = performance.now();
      for (let number = 0; number < 3_000_000; number++) read(number);
      return 3_000_000 / ((performance.now() - begun) / 1_000);
    });
    const singles = Array.from({ length: 200_000 }, (_, number) => {
      const begun = process.hrtime.bigint();
      read(number * 7);
      return Number(process.hrtime.bigint() - begun) / 1_000;
    });
    return [
      { name: 'sellable numbers read', value: median(rates), unit: 'reads/s' },
      { name: 'one sellable number, 99 % within', value: percentile(singles, 0.99), unit: 'µs' },
      { name: 'one sellable number after its stock moved', value: afterMovement(service, read), unit: 'µs' },
    ];
  });
}

/** Reading a number again that is no longer known: the sum over 300 stores. */
function afterMovement(service: AvailabilityService, read: (number: number) => string): number {
  const offers = service.core.offers();
  const begun = performance.now();
  for (let number = 0; number < manySkus; number++) {
    offers.forget(number);
    read(number);
  }
  return ((performance.now() - begun) / manySkus) * 1_000;
}

async function promiseRows(file: (name: string) => string) {
  const measured = { raw: [] as number[], hot: [] as number[], many: [] as number[], counter: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const hotRun = await reserveAll(file(`hot-${round}.db`), 1);
    measured.hot.push(hotRun.rate);
    measured.raw.push(await rawAppends(file(`raw-${round}.db`), hotRun.entryLength));
    measured.many.push((await reserveAll(file(`many-${round}.db`), manySkus)).rate);
    measured.counter.push(await countDown());
  }
  const [raw, hot, many, counter] = [
    median(measured.raw),
    median(measured.hot),
    median(measured.many),
    median(measured.counter),
  ];
  const rows: Row[] = [
    { name: 'grouped appends of that size to the journal', value: raw, unit: 'appends/s' },
    compared('durable reservations of one hot SKU', hot, 'reservations/s', raw),
    compared(`durable reservations over ${manySkus.toLocaleString('en')} SKUs`, many, 'reservations/s', raw),
    compared('the hot SKU against an unlocked counter in memory', hot, 'reservations/s', counter),
  ];
  return { rows, hot };
}

async function rawAppends(file: string, length: number): Promise<number> {
  const journal = sqliteJournal(file);
  await journal.open();
  const shelf = journal.shelf('raw');
  const body = 'x'.repeat(length);
  await perSecond(warmUp, concurrency, () => shelf.append(body));
  const rate = await perSecond(reservations, concurrency, () => shelf.append(body));
  await journal.close();
  return rate;
}

/** How many reservations were made a second, and how many characters of the log one of them is. */
function reserveAll(file: string, skus: number): Promise<{ readonly rate: number; readonly entryLength: number }> {
  return withService(file, async (service, shelf) => {
    await service.setLevels(
      Array.from({ length: skus }, (_, number) => ({
        sku: `SKU-${number}`,
        location: 'dc-1',
        onHand: pieces(1_000_000),
        asOf: '2026-11-27T00:00:00Z',
        refs: {},
      })),
      { source: 'erp' },
    );
    const reserve = (number: number, of = 'order') =>
      service.reserve({
        key: `${of}-${number}`,
        channel: 'web',
        lines: [{ sku: `SKU-${(number * 7) % skus}`, quantity: pieces(1) }],
      });
    await perSecond(warmUp, concurrency, (number) => reserve(number, 'warm-up'));
    const rate = await perSecond(reservations, concurrency, (number) => reserve(number));
    return { rate, entryLength: Math.round((await logLength(shelf)) / (warmUp + reservations)) };
  });
}

async function logLength(shelf: Shelf): Promise<number> {
  let length = 0;
  for (let after = 0; ;) {
    const page = await shelf.entries(after, 100);
    if (page.length === 0) return length;
    for (const { seq, body } of page) {
      length += body.length;
      after = seq;
    }
  }
}

/** What nobody should do: no lock, no key, nothing kept. */
function countDown(): Promise<number> {
  let free = 1_000_000_000;
  return perSecond(reservations * 10, concurrency, async () => {
    if (free > 0) free -= 1;
  });
}

function postgresRows(directory: string, hot: number): Row[] {
  const programs = findPostgres();
  if (programs === undefined) {
    console.error('  PostgreSQL is not installed (Debian: postgresql); it is not compared with.');
    return [];
  }
  return withPostgres(programs, directory, (transactions) => [
    compared('one hot SKU, against PostgreSQL with FOR UPDATE, 50 clients', hot, 'reservations/s', transactions(1, 50)),
    compared(
      'one hot SKU, against PostgreSQL over 10,000 rows, 50 clients',
      hot,
      'reservations/s',
      transactions(manySkus, 50),
    ),
  ]);
}

const Positions = z.object({ positions: z.number(), seconds: z.number(), rssBytes: z.number() });

function positionRows(file: string): Row[] {
  const script = fileURLToPath(new URL('availability-positions.ts', import.meta.url));
  const of = (mode: string, skus: number) =>
    Positions.parse(runScript(script, mode, file, String(stores), String(skus)));
  of('fill', 10);
  const empty = of('open', 10);
  of('fill', 50_000);
  const full = of('open', 50_000);
  const millions = (full.positions - empty.positions) / 1_000_000;
  const name = `${full.positions.toLocaleString('en')} positions`;
  return [
    {
      name: 'memory of a million positions',
      value: (full.rssBytes - empty.rssBytes) / millions / 2 ** 20,
      unit: 'MiB',
    },
    { name: `memory of a process with ${name}`, value: full.rssBytes / 2 ** 20, unit: 'MiB' },
    { name: `start-up with ${name}`, value: full.seconds, unit: 's' },
  ];
}

async function withService<T>(
  file: string,
  work: (service: AvailabilityService, shelf: Shelf) => Promise<T>,
): Promise<T> {
  const journal = sqliteJournal(file);
  await journal.open();
  const shelf = journal.shelf('availability');
  const service = createAvailability({ shelf, clock: systemClock });
  await service.start();
  const result = await work(service, shelf);
  await service.stop();
  await journal.close();
  return result;
}

function fill(service: AvailabilityService, skus: number): void {
  for (let sku = 0; sku < skus; sku++) {
    for (let store = 0; store < stores; store++) {
      service.core.state.ledger.level({
        kind: 'level',
        sku: `SKU-${sku}`,
        location: `store-${store}`,
        unit: 'EA',
        onHand: ((sku + store) % 9) * 1_000,
        damaged: 0,
        asOf: Date.UTC(2026, 10, 27),
        source: 'erp',
        counted: false,
      });
    }
  }
}
