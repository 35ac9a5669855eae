import { describe, expect, test } from 'vitest';
import { openPeopledShop } from './support/customer-arrangements.ts';
import { failureOf } from './support/read.ts';

const eve = { ref: 'customer-1', firstName: 'Eve', lastName: 'Fox', email: 'eve@shoppers.example' };

function open() {
  const opened = openPeopledShop();
  const byEmail = (email: string) => {
    const found = opened.shop.customers.all.filter((it) => it.email === email);
    if (found.length !== 1 || !found[0]) throw new Error(`${found.length} customers have this address`);
    return found[0];
  };
  return { ...opened, byEmail };
}

describe('writing', () => {
  test('who has the same e-mail address is that customer, under our reference from now on', async () => {
    const { system, byEmail, shop } = open();
    const before = shop.customers.all.length;
    await system.call('upsertCustomer', { ref: 'customer-9', email: 'MAIL@shoppers.example', lastName: 'Byrne-Fox' });
    expect(byEmail('mail@shoppers.example')).toMatchObject({ firstName: 'Ada', lastName: 'Byrne-Fox' });
    expect(shop.customers.all).toHaveLength(before);
    const [read] = await system.call('findCustomers', { ref: 'customer-9' });
    expect(read).toMatchObject({ ref: 'customer-9', email: 'mail@shoppers.example' });
  });

  test('a customer with another reference of ours is not taken over', async () => {
    const { system } = open();
    await system.call('upsertCustomer', eve);
    const other = { ...eve, ref: 'customer-2' };
    expect(await failureOf(() => system.call('upsertCustomer', other))).toMatchObject({
      code: 'conflict',
      path: 'ref',
    });
  });

  test('a customer of the shop is known by the number', async () => {
    const { system, shop } = open();
    const [ada] = shop.customers.all;
    await system.call('upsertCustomer', { ref: `shop-${ada?.id}`, lastName: 'Lovelace' });
    expect(ada).toMatchObject({ firstName: 'Ada', lastName: 'Lovelace', email: 'mail@shoppers.example' });
    expect([...(ada?.metafields.values() ?? [])].filter(({ type }) => type === 'id')).toEqual([]);
  });

  test('what is absent stays: tags, addresses and an exemption from tax too', async () => {
    const { system, byEmail } = open();
    await system.call('upsertCustomer', {
      ...eve,
      tags: ['club'],
      taxExempt: true,
      addresses: [{ name: 'Eve Fox', line1: '1 Lane', country: 'CH' }],
    });
    await system.call('upsertCustomer', { ...eve, tags: ['press'], addresses: [{ line1: '2 Lane', country: 'CH' }] });
    const kept = byEmail('eve@shoppers.example');
    expect(kept).toMatchObject({ tags: ['club', 'press'], taxExempt: true });
    expect(kept.addresses.map(({ address1 }) => address1)).toEqual(['1 Lane', '2 Lane']);
  });

  test('the same customer again changes nothing', async () => {
    const { system, byEmail, clock } = open();
    const whole = {
      ...eve,
      addresses: [{ name: 'Eve Fox', line1: '1 Lane', country: 'CH' }],
      marketing: { email: true },
    };
    await system.call('upsertCustomer', whole);
    const { updatedAt } = byEmail('eve@shoppers.example');
    await clock.advance(5_000);
    await system.call('upsertCustomer', whole);
    expect(byEmail('eve@shoppers.example').updatedAt).toBe(updatedAt);
  });

  test('consent is written as it was given or withdrawn, and never made up', async () => {
    const { system, byEmail } = open();
    await system.call('upsertCustomer', eve);
    expect(byEmail('eve@shoppers.example').emailConsent).toBe('NOT_SUBSCRIBED');
    await system.call('upsertCustomer', { ...eve, marketing: { email: true } });
    expect(byEmail('eve@shoppers.example').emailConsent).toBe('SUBSCRIBED');
    await system.call('upsertCustomer', eve);
    expect(byEmail('eve@shoppers.example').emailConsent).toBe('SUBSCRIBED');
    await system.call('upsertCustomer', { ...eve, marketing: { email: false } });
    expect(byEmail('eve@shoppers.example').emailConsent).toBe('UNSUBSCRIBED');
  });

  test('two processes that create the same customer at once make one', async () => {
    const { system, byEmail } = open();
    const other = system.restart();
    await Promise.all([system.call('upsertCustomer', eve), other.call('upsertCustomer', eve)]);
    expect(byEmail('eve@shoppers.example').lastName).toBe('Fox');
  });
});

describe('reading', () => {
  test('who shares a word of the address is not the customer', async () => {
    const { system } = open();
    const found = await system.call('findCustomers', { email: 'mail@shoppers.example' });
    expect(found.map(({ email }) => email)).toEqual(['mail@shoppers.example']);
  });

  test('a phone number is found however it is written', async () => {
    const { system } = open();
    expect(await system.call('findCustomers', { phone: '+4545454545' })).toHaveLength(1);
    expect(await system.call('findCustomers', { phone: '+4545454546' })).toEqual([]);
  });

  test('who never answered has no consent, neither yes nor no', async () => {
    const { system } = open();
    const { items } = await system.call('listCustomers', {});
    expect(items.map(({ marketing }) => marketing?.email)).toEqual([undefined, undefined, true, undefined]);
  });

  test('a customer whose protected fields are hidden is one without them', async () => {
    const { system, shop } = open();
    const [ada] = shop.customers.all;
    if (ada) Object.assign(ada, { firstName: null, lastName: null, email: null, phone: null });
    const [read] = await system.call('findCustomers', { ref: `shop-${ada?.id}` });
    expect(read).toEqual({
      ref: `shop-${ada?.id}`,
      refs: { shop: `gid://shopify/Customer/${ada?.id}` },
      taxExempt: false,
      addresses: [],
      tags: [],
    });
  });

  test('a customer with more addresses than are read is refused by name, and the others are listed', async () => {
    const { system, shop } = open();
    const addresses = Array.from({ length: 51 }, (_, index) => ({
      id: BigInt(9000 + index),
      address1: `${index} Lane`,
    }));
    const { id } = shop.addCustomer({ lastName: 'Everywhere', addresses });
    const { items, refused } = await system.call('listCustomers', {});
    expect(refused).toMatchObject([{ ref: `shop-${id}`, code: 'response-too-large', path: 'addressesV2' }]);
    expect(items).toHaveLength(4);
  });

  test('a span of less than a day is listed exactly, though the platform searches by whole days', async () => {
    const { system, shop, clock } = open();
    await clock.advance(60_000);
    const changedFrom = new Date(clock.now()).toISOString();
    const { id } = shop.addCustomer({ lastName: 'Middle' });
    await clock.advance(60_000);
    const changedBefore = new Date(clock.now()).toISOString();
    shop.addCustomer({ lastName: 'Late' });
    const { items, next } = await system.call('listCustomers', { changedFrom, changedBefore });
    expect([items.map(({ ref }) => ref), next]).toEqual([[`shop-${id}`], undefined]);
  });

  test('an app that is not approved for customers is forbidden, and not told that there are none', async () => {
    const { system } = openPeopledShop({ simulator: { denied: ['Customer'] } });
    expect(await failureOf(() => system.call('listCustomers', {}))).toMatchObject({ code: 'forbidden' });
  });
});
