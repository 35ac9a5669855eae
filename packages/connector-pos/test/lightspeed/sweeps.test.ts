import { describe, expect, test } from 'vitest';
import { chicago, newYork, openRetailer, outlets, usualSale } from './support/open-retailer.ts';
import { sweep } from './support/read.ts';

const hour = 3_600_000;
const one = { lines: [{ sku: 'SOCK-M', price: 633 }] };
const salesOf = (told: Awaited<ReturnType<typeof sweep>>) =>
  told.filter((it) => it.name === 'sale.recorded').map((it) => it.id);

describe('a sweep', () => {
  test('over many pages tells everything once', { timeout: 60_000 }, async () => {
    const { retailer, system } = openRetailer({ options: { pageSize: 100 } });
    const ids = Array.from({ length: 520 }, () => retailer.till.sell(one).id);
    expect(salesOf(await sweep(system, 'sales')).toSorted()).toEqual(ids.toSorted());
  });

  test('finds its place in a long feed with few looks, and the next one needs none', async () => {
    const { retailer, system, clock } = openRetailer();
    for (let count = 0; count < 400; count++) {
      retailer.till.sell(one);
      await clock.advance(hour / 10);
    }
    const recent = retailer.till.sell(one).id;
    const look = async (from: number): Promise<readonly [requests: number, told: readonly string[]]> => {
      const before = system.exchanges.length;
      const told = await sweep(system, 'sales', { from });
      const asked = system.exchanges.slice(before).filter((it) => it.path === '/api/2.0/sales');
      return [asked.length, salesOf(told)];
    };
    const [requests, told] = await look(clock.now() - hour);
    expect(requests).toBeGreaterThan(2);
    expect(requests).toBeLessThan(90);
    // An hour of looseness is read once more.
    expect(told.length).toBeLessThan(30);
    expect(told).toContain(recent);
    await clock.advance(300_000);
    const next = retailer.till.sell(one).id;
    const [again, news] = await look(clock.now() - 600_000);
    // A look, the page, and that there is no other.
    expect(again).toBe(3);
    expect(news).toContain(next);
  });

  test('misses nothing where dates stand still while versions grow', async () => {
    const { retailer, system, clock } = openRetailer();
    const old = retailer.till.sell(one);
    for (let count = 0; count < 120; count++) retailer.till.sell(one);
    await clock.advance(48 * hour);
    const { id } = retailer.till.sell(one);
    // Somebody touched an old sale last: its version is the newest, and its date is not.
    retailer.till.corrupt(old.id, { updated_at: old.updatedAt });
    expect(salesOf(await sweep(system, 'sales', { from: clock.now() - hour }))).toContain(id);
  });

  test('finds a sale that a till sent three days late, on its own day', async () => {
    const { retailer, system, clock } = openRetailer();
    await clock.advance(71 * hour);
    const { id } = retailer.till.sell({ ...usualSale, soldAt: '2026-11-24T16:00:00Z' });
    const [told] = await sweep(system, 'sales', { from: clock.now() - 600_000 });
    expect(told).toMatchObject({
      key: `stores-${id}`,
      occurredAt: '2026-11-24T16:00:00.000Z',
      data: { businessDate: '2026-11-24' },
    });
  });

  test('does not believe a till whose clock is years behind or a day ahead', async () => {
    const { retailer, system, clock } = openRetailer();
    const now = new Date(clock.now()).toISOString();
    retailer.till.sell({ ...usualSale, soldAt: '2020-01-01T00:00:00Z' });
    retailer.till.sell({ ...usualSale, soldAt: '2026-11-25T16:00:00Z' });
    const told = (await sweep(system, 'sales')).filter((it) => it.name === 'sale.recorded');
    expect(told.map((it) => 'occurredAt' in it && it.occurredAt)).toEqual([now, now]);
  });

  test('goes on after a throttle storm, an outage and a refused token', async () => {
    const { retailer, system } = openRetailer();
    const { id } = retailer.till.sell(usualSale);
    retailer.faults.arm('throttle-storm', { times: 2 });
    retailer.faults.arm('outage', { times: 2 });
    expect(salesOf(await sweep(system, 'sales'))).toEqual([id]);
    expect(retailer.faults.struck).toMatchObject({ 'throttle-storm': 2, outage: 2 });
  });

  test('leaves alone what was sold before crossdock was connected, and its stock', async () => {
    const { retailer, clock, reconnect } = openRetailer();
    retailer.till.sell(one);
    await clock.advance(hour);
    const { id, lines } = retailer.till.sell(one);
    const system = reconnect({ ordersFrom: new Date(clock.now() - 60_000).toISOString() });
    expect((await sweep(system, 'sales')).map((it) => it.id)).toEqual([id, `stores-line-${lines[0]?.id}`]);
  });

  test('leaves outlets alone that are not named, and asks nothing about them', async () => {
    const { retailer, reconnect } = openRetailer();
    const system = reconnect({ outlets: { [chicago]: outlets[chicago] } });
    retailer.till.sell({ ...usualSale, outletId: newYork });
    expect(await sweep(system, 'sales')).toEqual([]);
    expect(system.exchanges.map((it) => it.path)).not.toContain('/api/2.0/products/{id}');
  });
});

describe('a backfill', () => {
  test('tells all sales with the ids that sweeps give them, and goes on from where it was', async () => {
    const { retailer, system, clock } = openRetailer({ options: { pageSize: 2 } });
    const ids = Array.from({ length: 5 }, () => retailer.till.sell(one).id);
    const run = async (resume?: string) => {
      const portions: { readonly ids: readonly string[]; readonly resume: string }[] = [];
      const { signal } = new AbortController();
      const request = { signal, progress: () => undefined, ...(resume !== undefined && { resume }) };
      for await (const { events, resume: place } of system.connection.events?.backfills?.['sales']?.run(request) ??
        []) {
        portions.push({ ids: salesOf(events), resume: place });
      }
      return portions;
    };
    const all = await clock.settle(run());
    expect(all.map((it) => it.ids.length)).toEqual([2, 2, 1]);
    expect(all.flatMap((it) => it.ids)).toEqual(ids);
    const rest = await clock.settle(run(all[0]?.resume));
    expect(rest.flatMap((it) => it.ids)).toEqual(ids.slice(2));
    expect(salesOf(await sweep(system, 'sales')).toSorted()).toEqual(ids.toSorted());
  });
});

describe('the check of an account', () => {
  test('names outlets that are not there, twins, outlets left alone and payment types nobody knows', async () => {
    const { retailer, reconnect, clock } = openRetailer();
    const version = retailer.books.nextVersion();
    retailer.books.paymentTypes.put({ id: 'barter', name: 'Barter', typeId: 5, version });
    const system = reconnect({ outlets: { [chicago]: { code: 'a' }, [newYork]: { code: 'a' }, gone: { code: 'b' } } });
    const findings = await clock.settle(Promise.resolve(system.connection.check?.(new AbortController().signal) ?? []));
    expect(findings.map((it) => [it.severity, it.path])).toEqual([
      ['error', 'outlets.gone'],
      ['error', 'outlets'],
      ['warning', 'outlets'],
      ['warning', 'paymentTypes.barter'],
    ]);
  });
});
