import { type CapabilityInput, type Fulfillment, money, type Order, seededRandom } from '@crossdock/core';
import { type FaultName, generateFulfillment, generateOrder } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { openAccount, type OpenAccount, type OpenAccountOptions, skus } from './account.ts';

const occurredAt = '2026-11-27T10:00:00Z';

const anOrder = (seed = 3): Order =>
  generateOrder(seededRandom(seed), { kind: 'plain', currency: 'USD', skus: [...skus], occurredAt });
const billOf = ({ ref }: Order): CapabilityInput<'postInvoice'> => ({
  ref: `${ref}-B1`,
  orderRef: ref,
  kind: 'cash-sale',
  occurredAt,
});

interface Sold extends OpenAccount {
  readonly order: Order;
  readonly parcel: Fulfillment;
}

async function sold(options: OpenAccountOptions = {}): Promise<Sold> {
  const opened = openAccount(options);
  const order = anOrder();
  await opened.system.call('createOrder', order);
  return { ...opened, order, parcel: generateFulfillment(seededRandom(4), order) };
}

async function shipped(options: OpenAccountOptions = {}): Promise<Sold> {
  const opened = await sold(options);
  await opened.system.call('recordFulfillment', opened.parcel);
  return opened;
}

describe('an order', () => {
  test('that was booked and whose reply was lost is found by its reference: there is one', async () => {
    const { account, system } = openAccount();
    account.faults.arm('lost-reply', { match: (subject) => subject.startsWith('salesOrder/') });
    const order = anOrder();
    const document = await system.call('createOrder', order);
    expect(account.books.salesOrders().map(({ id, externalId }) => [id, externalId])).toEqual([
      [document.id, `CD_SO_${order.ref}`],
    ]);
  });

  test.each(['look-first', 'put-replace'] as const)(
    'that is sent again has its lines once, and with other lines has those (%s)',
    async (upsertLines) => {
      const { account, system } = openAccount({
        simulator: { features: { putReplace: 'honoured' } },
        settings: { upsertLines },
      });
      const order = anOrder();
      const first = await system.call('createOrder', order);
      await system.call('createOrder', order);
      expect(account.books.salesOrders()[0]?.lines).toHaveLength(order.lines.length + order.charges.length);
      const changed = { ...anOrder(5), ref: order.ref };
      expect(await system.call('createOrder', changed)).toMatchObject({ id: first.id });
      const [booked] = account.books.salesOrders();
      expect(booked?.lines).toHaveLength(changed.lines.length + changed.charges.length);
      expect(booked?.total).toBe(changed.total.amount);
    },
  );

  test('that is cancelled stays cancelled when it is sent again', async () => {
    const { account, system, order } = await sold();
    await system.call('cancelOrder', { orderRef: order.ref, reason: 'customer', occurredAt, restock: true });
    await system.call('createOrder', order);
    expect(account.books.salesOrders()[0]?.status).toBe('H');
  });

  test('that has shipped is not changed any more', async () => {
    const { system, order } = await shipped();
    await expect(system.call('createOrder', { ...anOrder(5), ref: order.ref })).rejects.toMatchObject({
      code: 'conflict',
      disposition: 'reject',
    });
  });

  test('under a reference that differs in upper case only is refused, not mixed up', async () => {
    const { system, order } = await sold();
    const other = { ...order, ref: order.ref.toUpperCase() };
    await expect(system.call('createOrder', other)).rejects.toMatchObject({ code: 'duplicate' });
  });

  test('whose external id belongs to a document of another kind is a duplicate, and not ours', async () => {
    const { system, reconfigure } = openAccount();
    await system.call('createOrder', { ...anOrder(), ref: 'FUL_1' });
    // CD_SO_FUL_1 is an order of one prefix, and would be a fulfilment of the other.
    const other = reconfigure({ externalIdPrefix: 'CD_SO' });
    const order = anOrder();
    await other.call('createOrder', order);
    const parcel = { ...generateFulfillment(seededRandom(4), order), ref: '1' };
    await expect(other.call('recordFulfillment', parcel)).rejects.toMatchObject({
      code: 'duplicate',
      disposition: 'reject',
    });
  });
});

describe('a write that is still being worked on when it is sent again', () => {
  test.each([
    ['createOrder', 'at the same moment', 0],
    ['recordFulfillment', 'at the same moment', 0],
    ['postInvoice', 'at the same moment', 0],
    // Looks before the first has landed, and finds nothing open in the order afterwards.
    ['recordFulfillment', 'between look and order', 75_000],
    ['postInvoice', 'between look and order', 75_000],
  ] as const)('ends in one document (%s, %s)', async (name, _, laterByMs) => {
    const latencyMs = 30_000;
    const simulator = { latencyMs, tier: 'premium' as const };
    const opened =
      name === 'createOrder'
        ? openAccount({ simulator })
        : await (name === 'postInvoice' ? shipped({ simulator }) : sold({ simulator }));
    const order = anOrder();
    const inputs = {
      createOrder: order,
      recordFulfillment: generateFulfillment(seededRandom(4), order),
      postInvoice: billOf(order),
    };
    const { system, clock, account } = opened;
    // Two processes that know nothing of each other.
    const first = system.call(name, inputs[name], { key: 'same' });
    const late = opened.reconfigure({});
    const second = clock.sleep(laterByMs).then(() => late.call(name, inputs[name] as never, { key: 'same' }));
    const [one, other] = await Promise.all([first, second]);
    expect(one).toMatchObject({ id: (other as { id: string }).id });
    const { salesOrders, itemFulfillments, cashSales } = account.books;
    const documents = { createOrder: salesOrders, recordFulfillment: itemFulfillments, postInvoice: cashSales };
    expect(documents[name]()).toHaveLength(1);
  });
});

describe('a fault of the platform', () => {
  const faults = [
    'lost-reply',
    'error-before',
    'error-after',
    'timeout',
    'token-expiry',
    'throttle-storm',
    'outage',
  ] as const;
  const writes = { recordFulfillment: 'itemFulfillment/', postInvoice: 'cashSale/' } as const;

  test.each(Object.keys(writes).flatMap((name) => faults.map((fault) => [fault, name] as const)))(
    '%s of %s ends in one document',
    async (fault: FaultName, name) => {
      const capability = name as keyof typeof writes;
      const opened = await (capability === 'postInvoice' ? shipped() : sold());
      const { account, system, clock, order, parcel } = opened;
      account.faults.arm(fault, { match: (subject) => subject.startsWith(writes[capability]) });
      const input = capability === 'postInvoice' ? billOf(order) : parcel;
      const call = () => system.call(capability, input, { key: 'one' });
      const first = await call().catch(async (error: { readonly retryAfterMs?: number }) => {
        await clock.advance(Math.max(60_000, error.retryAfterMs ?? 0));
        return call();
      });
      expect(account.faults.struck[fault]).toBe(1);
      expect(await call()).toMatchObject({ id: first.id });
      const made = capability === 'postInvoice' ? account.books.cashSales() : account.books.itemFulfillments();
      expect(made).toHaveLength(1);
    },
  );
});

test('two bills of one order at the same moment take its charges once', async () => {
  const { account, system, order } = await sold();
  const halves = order.lines.map((line) => line.id);
  expect(halves.length).toBeGreaterThan(1);
  const parcels = order.lines.map(({ id, sku, quantity }, index) => ({
    ref: `${order.ref}-F${String(index)}`,
    orderRef: order.ref,
    refs: {},
    occurredAt,
    lines: [{ lineId: id, sku, quantity }],
  }));
  const shipments = [];
  for (const parcel of parcels) shipments.push(await system.call('recordFulfillment', parcel));
  const bills = shipments.map((fulfillment, index) =>
    system.call('postInvoice', { ...billOf(order), ref: `${order.ref}-B${String(index)}`, fulfillment }),
  );
  await Promise.all(bills);
  const billed = account.books.cashSales().reduce((cents, sale) => cents + Math.round(Number(sale.total) * 100), 0);
  expect(money((billed / 100).toFixed(2), 'USD')).toEqual(order.total);
});
