import { money, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { openNewsShop } from './support/news-arrangements.ts';
import type { OpenShop } from './support/open-shop.ts';
import { always, decode } from './support/read.ts';

type Told = SourceEvent | RefusedEvent;

async function swept({ clock, system }: OpenShop, name: 'products' | 'customers'): Promise<readonly Told[]> {
  const [from, to] = always;
  const run = async (): Promise<Told[]> => {
    const events: Told[] = [];
    const sweep = system.connection.events?.sweeps?.[name];
    if (!sweep) throw new Error(`There is no sweep ${name}`);
    for await (const event of sweep.run({ from, to, signal: new AbortController().signal })) events.push(event);
    return events;
  };
  return clock.settle(run());
}

const idsOf = (events: readonly Told[], name: string): string[] =>
  events.filter((it) => it.name === name).map(({ id }) => id);

const lamp = { title: 'Lamp', variants: [{ sku: 'LAMP', price: '10.00' }] };

describe('a change of the shop', () => {
  test('is told by webhook and sweep under the same id', async () => {
    const open = openNewsShop();
    open.shop.addProduct(lamp);
    const pushed = await decode(open, await open.delivery('products/create'));
    expect(pushed.map(({ name, key }) => [name, key])).toEqual([
      ['product.changed', 'LAMP'],
      ['price.changed', 'LAMP'],
    ]);
    expect(await swept(open, 'products')).toEqual(pushed);
  });

  test('of something that is not mapped has the id of what was told before', async () => {
    const open = openNewsShop();
    open.shop.addProduct(lamp);
    const first = await decode(open, await open.delivery('products/create'));
    await open.clock.advance(60_000);
    open.shop.editProduct('LAMP', { handle: 'bright-lamp' });
    const second = await decode(open, await open.delivery('products/update'));
    expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  });

  test('of the price alone is a new price, and back to the old one is a new one again', async () => {
    const open = openNewsShop();
    open.shop.addProduct(lamp);
    const told = [await swept(open, 'products')];
    for (const price of ['8.00', '10.00']) {
      await open.clock.advance(60_000);
      open.shop.editProduct('LAMP', { price });
      told.push(await decode(open, await open.delivery('products/update')));
    }
    const prices = told.flatMap((events) => idsOf(events, 'price.changed'));
    expect(new Set(prices).size).toBe(3);
    expect(new Set(told.flatMap((events) => idsOf(events, 'product.changed'))).size).toBe(1);
  });

  test('a variant that cannot be named parks by itself, and its siblings are told', async () => {
    const open = openNewsShop();
    open.shop.addProduct({
      title: 'Mixed',
      variants: [{ sku: 'NAMED', options: { a: '1' } }, { options: { a: '2' } }],
    });
    const events = await swept(open, 'products');
    expect(events.filter((it) => 'refused' in it)).toMatchObject([{ refused: { code: 'unmapped', path: 'sku' } }]);
    expect(events.filter((it) => !('refused' in it)).map(({ key }) => key)).toEqual(['NAMED', 'NAMED']);
    const pushed = await decode(open, await open.delivery('products/create'));
    expect(pushed.map(({ key }) => key)).toEqual(['NAMED', 'NAMED']);
  });

  test('a product that was deleted since tells nothing', async () => {
    const open = openNewsShop();
    const { id } = open.shop.addProduct(lamp);
    const delivery = await open.delivery('products/create');
    const [found] = open.shop.catalog.bySku('LAMP');
    if (found) open.shop.catalog.remove(found);
    expect(open.shop.catalog.product(id)).toBeUndefined();
    expect(await decode(open, delivery)).toEqual([]);
  });
});

test('what the options do not ask for is neither read nor told', async () => {
  const open = openNewsShop({ options: { changes: { of: [] } } });
  open.shop.addProduct(lamp);
  open.shop.addCustomer({ lastName: 'Byrne' });
  expect(await decode(open, await open.delivery('products/create'))).toEqual([]);
  expect(await decode(open, await open.delivery('customers/create'))).toEqual([]);
  expect([...(await swept(open, 'products')), ...(await swept(open, 'customers'))]).toEqual([]);
  expect(open.system.exchanges).toEqual([]);
});

describe('what we wrote ourselves', () => {
  const boot = { sku: 'BOOT', name: 'Boot', state: 'active' as const, description: '<p>Warm.</p>', weightGrams: '900' };
  const price = { sku: 'BOOT', price: money('89', 'USD'), compareAt: money('99', 'USD'), taxIncluded: false };

  test('is not told back, neither by this process nor by another', async () => {
    const open = openNewsShop();
    await open.system.call('publishProduct', boot);
    await open.system.call('publishPrice', price);
    expect(await decode(open, await open.delivery('products/update'))).toEqual([]);
    expect(await swept({ ...open, system: open.system.restart() }, 'products')).toEqual([]);
  });

  test('is told when somebody changed it, and not when we put it right again', async () => {
    const open = openNewsShop();
    await open.system.call('publishProduct', boot);
    await open.system.call('publishPrice', price);
    await open.clock.advance(60_000);
    open.shop.editProduct('BOOT', { title: 'Boots', price: '79.00' });
    const told = await decode(open, await open.delivery('products/update'));
    expect(told.map(({ name }) => name)).toEqual(['product.changed', 'price.changed']);
    await open.clock.advance(60_000);
    await open.system.call('publishProduct', boot);
    await open.system.call('publishPrice', price);
    expect(await decode(open, await open.delivery('products/update'))).toEqual([]);
  });

  test('a sibling that was published is not told because the product changed with it', async () => {
    const open = openNewsShop();
    const sizes = ['40', '41'].map((size) => ({ ...boot, sku: `BOOT-${size}`, parent: 'boot', options: { size } }));
    for (const it of sizes) await open.system.call('publishProduct', it);
    await open.system.call('publishProduct', { ...sizes[0], sku: 'BOOT-40', name: 'Boot II', state: 'active' });
    expect(idsOf(await swept(open, 'products'), 'product.changed')).toEqual([]);
  });

  test.for(Array.from({ length: 12 }, (_, request) => request))(
    'what is still being entered is not told, when somebody looks at request %i',
    async (request) => {
      const sizes = ['40', '41'].map((size) => ({ ...boot, sku: `BOOT-${size}`, parent: 'boot', options: { size } }));
      const open = openNewsShop();
      let looked: Promise<readonly Told[]> | undefined;
      const other = { ...open, system: open.system.restart() };
      open.system.interfere({ request, with: () => void (looked = swept(other, 'products')) });
      for (const it of sizes) await open.system.call('publishProduct', it);
      expect(await looked).toEqual([]);
    },
  );

  test('a customer whom we wrote is not told back, until somebody changes her', async () => {
    const open = openNewsShop();
    const eve = {
      ref: 'customer-1',
      lastName: 'Fox',
      email: 'eve@shoppers.example',
      phone: '+41790000001',
      marketing: { email: true, sms: false },
      tags: ['b', 'a'],
      addresses: [{ name: 'Eve Maria Fox', line1: '1 Lane', country: 'CH' }],
    };
    const { id } = await open.system.call('upsertCustomer', eve);
    expect(await swept(open, 'customers')).toEqual([]);
    await open.clock.advance(60_000);
    open.shop.editCustomer(BigInt(id.split('/').at(-1) ?? 0), { lastName: 'Wolf' });
    const told = await decode(open, await open.delivery('customers/update'));
    expect(told).toMatchObject([{ name: 'customer.changed', key: 'customer-1', data: { lastName: 'Wolf' } }]);
  });
});

describe('customers who become one', () => {
  test('are told under the references that they had', async () => {
    const open = openNewsShop();
    const kept = open.shop.addCustomer({ lastName: 'Byrne' });
    const gone = await open.system.call('upsertCustomer', {
      ref: 'customer-7',
      lastName: 'Byrne',
      phone: '+41790000007',
    });
    await swept(open, 'customers');
    open.shop.mergeCustomers(kept.id, BigInt(gone.id.split('/').at(-1) ?? 0));
    const told = await decode(open, await open.delivery('customers/merge'));
    expect(told[0]).toMatchObject({
      name: 'customer.merged',
      key: `shop-${kept.id}`,
      data: { ref: `shop-${kept.id}`, mergedRef: 'customer-7' },
    });
  });

  test('are not told before it has happened, and an unknown state is refused by name', async () => {
    const open = openNewsShop();
    const [kept, gone] = [open.shop.addCustomer({}), open.shop.addCustomer({})];
    open.shop.mergeCustomers(kept.id, gone.id);
    const { headers, body } = await open.delivery('customers/merge');
    const source = open.system.connection.events?.webhook;
    const withState = (state: string) =>
      source?.decode(
        {
          headers,
          body: new TextEncoder().encode(body.replace('completed', state)),
          topic: 'customers/merge',
          receivedAt: '2026-11-24T09:00:00Z',
        },
        { signal: new AbortController().signal },
      );
    expect(await withState('in_progress')).toEqual([]);
    await expect(withState('undone')).rejects.toMatchObject({ code: 'unmapped', path: 'status' });
  });
});
