import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { systemClock } from '@crossdock/core';
import { afterAll, describe, expect, test } from 'vitest';
import { auditPlatforms } from '../src/demo/books.ts';
import { fastClock } from '../src/demo/fast-clock.ts';
import { openPlatforms } from '../src/demo/platforms.ts';
import { supervise } from '../src/demo/supervisor.ts';

/** Two minutes of the story pass in a second: a call that takes its time is no timeout yet. */
const speed = 120;
const script = new URL('children/dying-worker.ts', import.meta.url);
const credentials = await generateTestCredentials();
const folder = mkdtempSync(join(tmpdir(), 'crossdock-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let stories = 0;

/** One order in two parcels, from the shop to the ledger; the first worker is started with the arguments. */
async function tellOneOrder(args: readonly string[]) {
  const time = { startedAt: systemClock.now(), beginsAt: Date.parse('2026-11-27T14:00:00Z'), speed };
  const clock = fastClock(time);
  const platforms = await openPlatforms({ seed: 1, faults: 'none', clock, credentials });
  const { shop, erp, connection } = platforms;
  let starts = 0;
  const worker = supervise({
    settings: { journal: join(folder, `${++stories}.db`), time, connection },
    script,
    args: () => (starts++ === 0 ? args : []),
  });
  const taking = Promise.withResolvers<number>();
  let over = false;
  let deaths = 0;
  /** Starts the worker, and again whenever it dies, also while it starts. */
  const keepAlive = async (): Promise<void> => {
    while (!over) {
      await worker.start().then(taking.resolve, () => undefined);
      await worker.ended();
      if (!over) deaths++;
    }
  };
  const until = async (reached: () => boolean): Promise<void> => {
    const giveUpAt = clock.now() + 60 * 60_000;
    while (!reached() && clock.now() < giveUpAt) await clock.sleep(5_000);
  };
  try {
    const alive = keepAlive();
    const port = await taking.promise;
    const courier = shop.webhooks.deliverTo(`http://127.0.0.1:${port}/webhooks/shop`);
    const { id } = shop.placeOrder({
      lines: [
        { sku: 'TRAIL-RUNNER-M', quantity: 2, unitPrice: '129.95' },
        { sku: 'MERINO-SOCK-S', quantity: 1, unitPrice: '12.35' },
      ],
      shipping: { title: 'Standard', price: '5.95' },
      taxes: [{ title: 'CA State Tax', rate: '0.0725' }],
    });
    await until(() => erp.books.salesOrders().length > 0);
    shop.fulfil(id, [{ line: 0, quantity: 1 }]);
    await until(() => erp.books.itemFulfillments().length > 0);
    shop.fulfil(id, [
      { line: 0, quantity: 1 },
      { line: 1, quantity: 1 },
    ]);
    let finished = false;
    const watch = async (): Promise<void> => {
      const giveUpAt = clock.now() + 60 * 60_000;
      while (!finished && clock.now() < giveUpAt) {
        await clock.sleep(10_000);
        const status = await worker.ask('status').catch(() => undefined);
        finished = status?.runs.done === 1 && courier.pending === 0 && status.undecoded === 0;
      }
    };
    await watch();
    const audit = auditPlatforms(shop, erp);
    over = true;
    const { ok, problems } = await worker.stop();
    await alive;
    const documents = [erp.books.salesOrders(), erp.books.itemFulfillments(), erp.books.cashSales()];
    return { audit, deaths, finished, journal: { ok, problems }, documents: documents.map((it) => it.length) };
  } finally {
    over = true;
    await worker.kill();
    await platforms.close();
  }
}

const clean = { placed: 1, booked: 1, posted: 1, lost: 0, duplicates: 0, centsAdrift: 0, open: 0, findings: [] };

/** Every distinct write of one order's way, found by watching a worker that lives. */
async function writesOfOneRun(): Promise<readonly string[]> {
  const list = join(folder, 'writes');
  const undisturbed = await tellOneOrder(['list', list]);
  expect(undisturbed).toMatchObject({ audit: clean, deaths: 0, finished: true });
  const written = readFileSync(list, 'utf8').trim().split('\n');
  // A slow machine may let an attempt fail that is made again; which one is chance and not part of the way.
  return [...new Set(written)].filter((it) => !/ (?:retry|unknown)$/.test(it));
}

const writes = await writesOfOneRun();

describe('a worker that is killed', () => {
  test('has every kind of write of a run to die at', () => {
    const kinds = new Set(writes.flatMap((it) => it.split(' + ')).map((it) => it.split(' ')[0]));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'delivery.received',
        'delivery.settled',
        'event.recorded',
        'run.finished',
        'run.waiting',
        'step.attempted',
        'step.finished',
      ]),
    );
  });

  for (const write of writes) {
    for (const moment of ['before', 'after'] as const) {
      test(`${moment} «${write}» has one effect in each system once it is back`, { timeout: 60_000 }, async () => {
        const outcome = await tellOneOrder([moment, write]);
        expect(outcome).toMatchObject({
          audit: clean,
          deaths: 1,
          finished: true,
          documents: [1, 2, 1],
          journal: { ok: true, problems: [] },
        });
      });
    }
  }
});
