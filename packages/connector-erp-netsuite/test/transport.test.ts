/** How requests travel: together with others, through maintenance, and beside another process. */
import { createCrossdock, memoryJournal, seededRandom, silentObserver } from '@crossdock/core';
import { generateOrder, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { netsuite } from '../src/index.ts';
import { billedFor, openAccount, type OpenAccountOptions, skus } from './account.ts';

const orderOf = (seed: number) =>
  generateOrder(seededRandom(seed), { kind: 'plain', currency: 'USD', skus: [...skus] });

/** Both systems in one dock, as a service would wire them. */
function wiredTwice(options: OpenAccountOptions, limits: readonly [number, number]) {
  const { account, clock, settings } = openAccount(options);
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: {
      one: netsuite({ ...settings, concurrency: limits[0] }),
      other: netsuite({
        ...settings,
        account: account.account.toLowerCase().replaceAll('_', '-'),
        concurrency: limits[1],
      }),
    },
    owns: { product: 'one', price: 'one', inventory: 'one', order: 'one', customer: 'one', finance: 'one' },
    flows: [],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatorFetch(account),
  });
  return { account, clock, dock };
}

describe('two systems of one account', () => {
  test('share what it allows: together they never have more in flight than the smaller limit', async () => {
    const { account, clock, dock } = wiredTwice({ simulator: { account: '123_SB1', latencyMs: 200 } }, [3, 8]);
    const calls = Array.from({ length: 8 }, (_, index) =>
      dock.systems[index % 2 === 0 ? 'one' : 'other'].call('createOrder', orderOf(index), {
        key: `order-${String(index)}`,
      }),
    );
    await clock.settle(Promise.all(calls));
    expect(account.peakInFlight).toBe(3);
    expect(account.books.salesOrders()).toHaveLength(8);
    expect(account.requests.filter((it) => it.status === 429)).toEqual([]);
  });
});

test('every request asks for unknown field names to be refused, and only queries are transient', async () => {
  const { account, system } = openAccount({
    fetch: (simulator) => async (input, init) => {
      const request = new Request(input, init);
      seen.push(request);
      return simulatorFetch(simulator)(request);
    },
  });
  const seen: Request[] = [];
  await system.call('createOrder', orderOf(1));
  const calls = seen.filter((it) => !it.url.endsWith('/token'));
  expect(calls.length).toBeGreaterThan(2);
  for (const { url, headers } of calls) {
    expect(headers.get('x-netsuite-propertynamevalidation')).toBe('Error');
    expect(headers.get('prefer') === 'transient').toBe(url.includes('/suiteql'));
    expect(url.startsWith(account.origin)).toBe(true);
  }
});

describe('too many at once', () => {
  test.each([429, 403] as const)('is told with %d, waited for, and ends in one document each', async (busyStatus) => {
    const simulator = { concurrencyLimit: 1, latencyMs: 50, busyStatus };
    const { account, system } = openAccount({ simulator, settings: { concurrency: 4 } });
    await Promise.all([1, 2, 3, 4].map((seed) => system.call('createOrder', orderOf(seed))));
    expect(account.requests.some((it) => it.status === busyStatus)).toBe(true);
    expect(account.books.salesOrders()).toHaveLength(4);
  });

  test('under signed requests may look like a refused signature, which locks nobody out', async () => {
    const token = { consumerKey: 'ck', consumerSecret: 'cs', tokenId: 'tk', tokenSecret: 'ts' };
    const { account, clock, settings } = openAccount({ simulator: { accessTokens: token } });
    const real = simulatorFetch(account);
    let inFlight = 0;
    let refused = 0;
    // The account refuses every signature while another request is under way.
    const fetch: typeof globalThis.fetch = async (input, init) => {
      inFlight += 1;
      try {
        await clock.sleep(10);
        if (inFlight === 1) return await real(input, init);
        refused += 1;
        const detail = { detail: 'Invalid login attempt.', 'o:errorCode': 'INVALID_LOGIN' };
        return Response.json({ status: 401, 'o:errorDetails': [detail] }, { status: 401 });
      } finally {
        inFlight -= 1;
      }
    };
    const { certificateId: _, privateKey: _key, clientId: _id, ...rest } = settings;
    const { openSystem } = await import('@crossdock/testing/contracts');
    const system = openSystem(netsuite({ ...rest, tokenBased: token }), { clock, fetch, name: 'erp' });
    await Promise.all([1, 2, 3].map((seed) => system.call('createOrder', orderOf(seed))));
    expect(refused).toBeGreaterThan(0);
    expect(account.books.salesOrders()).toHaveLength(3);
  });
});

describe('maintenance', () => {
  test('closes the gate for all calls, the page of it being no JSON, and nothing is sent meanwhile', async () => {
    const { account, clock, dock } = wiredTwice({}, [4, 4]);
    account.maintenance(true);
    const first = await clock
      .settle(dock.systems.one.call('createOrder', orderOf(1), { key: 'first' }))
      .catch((error: unknown) => error);
    expect(first).toMatchObject({ code: 'maintenance', disposition: 'retry' });
    const sent = account.requests.length;
    const second = await dock.systems.one
      .call('createOrder', orderOf(2), { key: 'second' })
      .catch((error: unknown) => error);
    expect(second).toMatchObject({ code: 'maintenance', disposition: 'retry', retryAfterMs: expect.any(Number) });
    expect(account.requests).toHaveLength(sent);
    account.maintenance(false);
    await clock.advance(61_000);
    await clock.settle(dock.systems.one.call('createOrder', orderOf(2), { key: 'second' }));
    expect(account.books.salesOrders()).toHaveLength(1);
  });
});

describe('two processes', () => {
  const occurredAt = '2026-11-27T10:00:00Z';

  /** One order of two lines, each of which left in a parcel of its own. */
  async function shippedInTwo(opened: ReturnType<typeof openAccount>) {
    const order = generateOrder(seededRandom(11), { kind: 'split-tender', currency: 'USD', skus: [...skus] });
    await opened.system.call('createOrder', order);
    const parcels = [];
    for (const [index, line] of order.lines.entries()) {
      const ref = `${order.ref}-F${String(index)}`;
      const lines = [{ lineId: line.id, sku: line.sku, quantity: line.quantity }];
      parcels.push(await opened.system.call('recordFulfillment', { ref, orderRef: order.ref, lines, occurredAt }));
    }
    return { order, parcels };
  }

  test('that make the same bill at the same moment make one', async () => {
    const opened = openAccount({ simulator: { latencyMs: 100 } });
    const { order, parcels } = await shippedInTwo(opened);
    const [fulfillment] = parcels;
    const bill = { ref: `${order.ref}-B1`, orderRef: order.ref, kind: 'invoice', occurredAt, fulfillment } as const;
    const processes = [opened.reconfigure({}), opened.reconfigure({})];
    const made = await Promise.all(processes.map((it) => it.call('postInvoice', bill)));
    expect(made[0]).toEqual(made[1]);
    expect(opened.account.books.invoices()).toHaveLength(1);
  });

  test('that bill two parcels of one order at the same moment bill the order, and its charges once', async () => {
    const opened = openAccount({ simulator: { latencyMs: 100 } });
    const { order, parcels } = await shippedInTwo(opened);
    const processes = parcels.map(() => opened.reconfigure({}));
    await Promise.all(
      parcels.map(async (fulfillment, index) =>
        processes[index]?.call('postInvoice', {
          ref: `${order.ref}-B${String(index)}`,
          orderRef: order.ref,
          kind: 'invoice',
          occurredAt,
          fulfillment,
        }),
      ),
    );
    expect(billedFor(opened.account, order)).toEqual(order.total);
    expect(opened.account.books.invoices()).toHaveLength(2);
  });
});
