/** What changed in the account, found by asking. */
import { type RefusedEvent, seededRandom, type SourceEvent } from '@crossdock/core';
import { generateOrder } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { openAccount, type OpenAccount, skus } from './account.ts';

type Told = SourceEvent | RefusedEvent;

async function swept(
  { clock, system }: Pick<OpenAccount, 'clock' | 'system'>,
  sweep: 'items' | 'customers' | 'postings',
  window: { readonly from: string; readonly to: string },
): Promise<readonly Told[]> {
  const source = system.connection.events?.sweeps?.[sweep];
  if (!source) throw new Error(`There is no sweep '${sweep}'`);
  const collect = async () => {
    const told: Told[] = [];
    const { signal } = new AbortController();
    for await (const event of source.run({ ...window, signal })) told.push(event);
    return told;
  };
  return clock.settle(collect());
}

const day = { from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z' };
const keysOf = (told: readonly Told[], name: string) => told.filter((it) => it.name === name).map((it) => it.key);

describe('items', () => {
  test('of more than one page are all told, once each and in the order of change', async () => {
    const opened = openAccount({ settings: { changes: { of: ['products'] } } });
    const { account, clock } = opened;
    // Many change in the same second, and pages end in the middle of it.
    for (let index = 0; index < 2_100; index += 1) {
      if (index % 700 === 0) await clock.advance(1_000);
      account.seedItem({ sku: `BULK-${String(index)}` });
    }
    const told = keysOf(await swept(opened, 'items', day), 'product.changed').filter((key) => key.startsWith('BULK-'));
    expect(told).toHaveLength(2_100);
    expect(new Set(told).size).toBe(2_100);
    const pages = account.requests.filter((it) => it.path.endsWith('/suiteql'));
    expect(pages).toHaveLength(3);
  }, 30_000);

  test('that change twice in one second are told twice, because they say something else', async () => {
    const opened = openAccount();
    const { id } = opened.account.seedItem({ sku: 'TWICE', displayName: 'Before' });
    const first = (await swept(opened, 'items', day)).find((it) => it.key === 'TWICE');
    opened.account.editRecord(id, { displayName: 'After' });
    const second = (await swept(opened, 'items', day)).find((it) => it.key === 'TWICE');
    expect(second?.id).not.toBe(first?.id);
    expect((await swept(opened, 'items', day)).find((it) => it.key === 'TWICE')?.id).toBe(second?.id);
  });

  test('tell every price that is configured, and no other level, break or currency', async () => {
    const opened = openAccount({
      simulator: { features: { exchangeRates: { EUR: 1.1 } } },
      settings: {
        prices: { lists: { online: { level: '5' }, 'online-10': { level: '5', quantity: 10 } }, taxIncluded: true },
      },
    });
    opened.account.seedItem({
      sku: 'PRICED',
      prices: [
        { price: 20 },
        { price: 18.123, currencyId: opened.account.currencies['EUR'] ?? '' },
        { price: 15, level: '5' },
        { price: 12.5, level: '5', quantity: 10 },
        { price: 11, level: '5', quantity: 100 },
        { price: 1, level: '2' },
      ],
    });
    const told = (await swept(opened, 'items', day)).filter((it) => it.key === 'PRICED' && it.name === 'price.changed');
    expect(told.map((it) => ('data' in it ? it.data : undefined))).toMatchObject([
      { price: { amount: '20.00', currency: 'USD' }, taxIncluded: true },
      { price: { amount: '18.123', currency: 'EUR' } },
      { price: { amount: '15.00', currency: 'USD' }, list: 'online' },
      { price: { amount: '12.50', currency: 'USD' }, list: 'online-10' },
    ]);
    expect(new Set(told.map((it) => it.id)).size).toBe(4);
  });

  test('keep their base price in a field where the account has no price levels', async () => {
    const opened = openAccount({ settings: { prices: { from: 'base-price' } } });
    const told = (await swept(opened, 'items', day)).filter((it) => it.name === 'price.changed');
    expect(told).toHaveLength(skus.length);
    expect(told[0]).toMatchObject({ data: { price: { amount: '99.00', currency: 'USD' } } });
  });

  test('of which one is refused park that one, and the others go on', async () => {
    const opened = openAccount({ settings: { products: { unit: 'saleunit' } } });
    opened.account.seedItem({ sku: 'STRANGE', unitId: '1' });
    opened.account.seedItem({ sku: 'AFTER' });
    const told = await swept(opened, 'items', day);
    const refused = told.find((it) => it.key === 'STRANGE' && it.name === 'product.changed');
    expect(refused).toMatchObject({ refused: { code: 'unmapped', path: 'unit', disposition: 'reject' } });
    expect(keysOf(told, 'product.changed')).toContain('AFTER');
  });

  test('are told as changed with the clock of the account, which may be in another zone', async () => {
    const timeZone = 'America/Los_Angeles';
    const opened = openAccount({
      simulator: { features: { userTimeZone: timeZone } },
      settings: { changes: { timeZone } },
    });
    opened.account.seedItem({ sku: 'ZONED' });
    const now = '2026-11-27T12:00:00Z';
    const told = await swept(opened, 'items', { from: now, to: '2026-11-27T12:00:01Z' });
    expect(told.find((it) => it.key === 'ZONED')).toMatchObject({ occurredAt: now });
    expect(await swept(opened, 'items', { from: '2026-11-27T12:00:01Z', to: day.to })).toEqual([]);
  });

  test('and prices that nobody wants to know of cost no request', async () => {
    const opened = openAccount({ settings: { changes: { of: ['customers'] } } });
    expect(await swept(opened, 'items', day)).toEqual([]);
    expect(opened.account.requests).toEqual([]);
  });
});

describe('customers', () => {
  test('that we wrote have our reference, others one of their id, and people and companies what they have', async () => {
    const opened = openAccount();
    const { id } = opened.account.seedCustomer({ name: 'Old Co', email: 'office@old.example' });
    opened.account.seedCustomer({ name: 'Ann', firstName: 'Ann', lastName: 'Ling', externalId: 'CD_CUST_shop-c7' });
    const told = await swept(opened, 'customers', day);
    expect(keysOf(told, 'customer.changed')).toEqual(expect.arrayContaining([`erp-${id}`, 'shop-c7']));
    expect(told.find((it) => it.key === 'shop-c7')).toMatchObject({ data: { firstName: 'Ann', lastName: 'Ling' } });
  });

  test('are found by telephone whatever is written between the digits, and never by a part of it', async () => {
    const { account, system } = openAccount();
    const { id } = account.seedCustomer({ name: 'Dane', phone: '(+45) 4545-4545' });
    account.seedCustomer({ name: 'Longer', phone: '+45 14545 4545' });
    const found = await system.call('findCustomers', { phone: '+4545454545' });
    expect(found.map((it) => it.ref)).toEqual([`erp-${id}`]);
    expect(await system.call('findCustomers', { phone: '4545' })).toEqual([]);
  });

  test('are found by tax id in the column that is named for it, and by our reference', async () => {
    const { account, reconfigure } = openAccount();
    const { id } = account.seedCustomer({ name: 'Taxed', vatRegNumber: 'DK12345678' });
    const system = reconfigure({ customerColumns: { taxId: 'vatregnumber' } });
    expect(await system.call('findCustomers', { taxId: 'DK12345678' })).toMatchObject([
      { ref: `erp-${id}`, taxId: 'DK12345678' },
    ]);
    expect(await system.call('findCustomers', { ref: `erp-${id}` })).toHaveLength(1);
    expect(await system.call('findCustomers', { ref: `other-${id}` })).toEqual([]);
  });
});

test('a cursor that is none of ours does not get into a query', async () => {
  const { account, system } = openAccount();
  const cursor = Buffer.from(JSON.stringify(['2026-11-27T00:00:00', "1) OR ('1'='1'"])).toString('base64url');
  for (const capability of ['listProducts', 'listCustomers', 'listInventory'] as const)
    await expect(system.call(capability, { cursor })).rejects.toMatchObject({ code: 'input-invalid', path: 'cursor' });
  expect(account.requests.filter((it) => it.path.endsWith('/suiteql'))).toEqual([]);
});

describe('everything that is there', () => {
  const signal = new AbortController().signal;

  async function filled(
    { clock, system }: OpenAccount,
    request: { readonly since?: string; readonly resume?: string },
  ) {
    const backfill = system.connection.events?.backfills?.['items'];
    if (!backfill) throw new Error('There is no backfill');
    const portions: { readonly keys: readonly string[]; readonly resume: string }[] = [];
    let done = 0;
    const progress = (count: number) => {
      done = count;
    };
    const collect = async () => {
      for await (const { events, resume } of backfill.run({ ...request, signal, progress }))
        portions.push({ keys: keysOf(events, 'product.changed'), resume });
    };
    await clock.settle(collect());
    return { portions, done };
  }

  test('is told in portions, and goes on where it was interrupted', async () => {
    const opened = openAccount({ settings: { changes: { of: [] } } });
    for (let index = 0; index < 450; index += 1) opened.account.seedItem({ sku: `BULK-${String(index)}` });
    const whole = await filled(opened, {});
    const keys = whole.portions.flatMap((it) => it.keys);
    expect(whole.portions).toHaveLength(3);
    expect(keys).toHaveLength(450 + skus.length);
    expect(whole.done).toBe(keys.length);
    const [first] = whole.portions;
    const rest = await filled(opened, { resume: first?.resume ?? '' });
    expect([...(first?.keys ?? []), ...rest.portions.flatMap((it) => it.keys)]).toEqual(keys);
    expect((await filled(opened, { since: '2026-11-28T00:00:00Z' })).portions).toEqual([]);
  });
});

describe('postings', () => {
  const order = (seed: number) =>
    generateOrder(seededRandom(seed), { kind: 'plain', currency: 'USD', skus: [...skus] });

  async function billed({ system }: OpenAccount, seed: number) {
    const sold = order(seed);
    await system.call('createOrder', sold);
    const lines = sold.lines.map((line) => ({ lineId: line.id, sku: line.sku, quantity: line.quantity }));
    const occurredAt = '2026-11-27T10:00:00Z';
    const named = { orderRef: sold.ref, occurredAt };
    await system.call('recordFulfillment', { ...named, ref: `${sold.ref}-F`, lines });
    const bill = await system.call('postInvoice', { ...named, ref: `${sold.ref}-I`, kind: 'invoice' });
    return { sold, bill };
  }

  test('are told when they reached the ledger, with what they come to', async () => {
    const opened = openAccount();
    const { sold, bill } = await billed(opened, 4);
    const told = await swept(opened, 'postings', day);
    expect(told.find((it) => it.id === `posting/${bill.id}`)).toMatchObject({
      key: sold.ref,
      name: 'posting.confirmed',
      data: { document: { system: 'erp', type: 'invoice' }, total: sold.total, period: 'Nov 2026' },
    });
  });

  test('that wait for an approver, are voided, or are not ours are not told', async () => {
    const opened = openAccount({ simulator: { features: { invoiceApproval: true } } });
    const { sold, bill } = await billed(opened, 4);
    const isTold = async () => (await swept(opened, 'postings', day)).some((it) => it.id === `posting/${bill.id}`);
    expect(await isTold()).toBe(false);
    opened.account.approve(`CD_INV_${sold.ref}-I`);
    expect(await isTold()).toBe(true);
    opened.account.voidDocument(`CD_INV_${sold.ref}-I`);
    expect(await isTold()).toBe(false);
    const other = { ...opened, system: opened.reconfigure({ externalIdPrefix: 'OTHER' }) };
    expect(await swept(other, 'postings', day)).toEqual([]);
  });
});
