/** Writes that the account works on by itself: one record by a job, many by a batch. */
import { createHttpClientFactory, seededRandom, silentObserver } from '@crossdock/core';
import { generateOrder, simulatorFetch } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { AccountId } from '../src/account-id.ts';
import { createSignIn } from '../src/auth.ts';
import { createClient } from '../src/client.ts';
import { NetsuiteOptions } from '../src/options.ts';
import { openAccount, type OpenAccountOptions, skus } from './account.ts';

const orderOf = (seed: number) =>
  generateOrder(seededRandom(seed), { kind: 'plain', currency: 'USD', skus: [...skus] });

describe('an order that is made by a job', () => {
  const open = (simulator: OpenAccountOptions['simulator'] = {}) =>
    openAccount({ simulator, settings: { respondAsync: ['salesOrder'] } });

  test('is there when the call is answered', async () => {
    const { account, system } = open({ jobMs: 60_000 });
    const document = await system.call('createOrder', orderOf(1));
    expect(account.books.salesOrders()).toMatchObject([{ id: document.id }]);
  });

  test('whose job is known already is that one: the refusal of the repetition is a success', async () => {
    const { account, system } = open({ jobMs: 60_000 });
    account.faults.arm('lost-reply', { match: (subject) => subject.startsWith('salesOrder/') });
    await system.call('createOrder', orderOf(1));
    expect(account.books.salesOrders()).toHaveLength(1);
    const writes = account.requests.filter((it) => it.method === 'POST' && it.path.endsWith('/salesOrder'));
    expect(writes.map((it) => it.status)).toContain(400);
  });

  test('that was refused is made later, under the next key', async () => {
    const { account, system, reconfigure } = open();
    account.permit('salesOrder', true);
    const order = orderOf(1);
    const broken = reconfigure({ customFields: { order: { custbody_unknown: 'ref' } } });
    await expect(broken.call('createOrder', order)).rejects.toMatchObject({ disposition: 'reject' });
    await system.call('createOrder', order);
    expect(account.books.salesOrders()).toHaveLength(1);
  });

  test('fails as it would have failed at once, by code and path', async () => {
    const { reconfigure } = open();
    const broken = reconfigure({ customFields: { order: { custbody_unknown: 'ref' } } });
    await expect(broken.call('createOrder', orderOf(1))).rejects.toMatchObject({ path: 'custbody_unknown' });
  });
});

describe('a batch', () => {
  const open = (simulator: OpenAccountOptions['simulator'] = {}) => {
    const opened = openAccount({ simulator: { ...simulator, features: { oneWorld: false } } });
    const { account, clock } = opened;
    const config = NetsuiteOptions.parse(opened.settings);
    const ports = { clock, observer: silentObserver };
    const http = createHttpClientFactory({ ...ports, system: 'erp', fetch: simulatorFetch(account) });
    const auth = createSignIn({ ...config, http, clock, random: seededRandom(1) });
    const client = createClient({ ...config, http, clock, auth, signsRequests: false });
    return { ...opened, client };
  };
  const customers = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      companyName: `Customer ${String(index)}`,
      externalId: `CD_CUST_${String(index)}`,
    }));
  const { signal } = new AbortController();

  test('goes a hundred at a time, and tells what became of each', async () => {
    const { account, clock, client } = open();
    const items = customers(250);
    const outcomes = await clock.settle(
      client.batch({ type: 'customer', operation: 'create', items, key: 'first', signal }),
    );
    expect(outcomes.map((it) => it.index)).toEqual(items.map((_, index) => index));
    expect(outcomes.every((it) => it.ok && it.id !== undefined)).toBe(true);
    expect(account.requests.filter((it) => it.status === 202)).toHaveLength(3);
  });

  test('with one bad record writes the others, and names the bad one', async () => {
    const { clock, client } = open();
    const items = customers(3).map((it, index) => (index === 1 ? { ...it, nickname: 'x' } : it));
    const outcomes = await clock.settle(
      client.batch({ type: 'customer', operation: 'create', items, key: 'first', signal }),
    );
    expect(outcomes.map((it) => it.ok)).toEqual([true, false, true]);
    expect(outcomes[1]).toMatchObject({ error: { code: 'refused', path: 'nickname' } });
  });

  test('that is sent again under its key has the outcomes of the first time', async () => {
    const { account, clock, client } = open();
    const batch = { type: 'customer', operation: 'create', items: customers(2), key: 'first', signal } as const;
    const first = await clock.settle(client.batch(batch));
    expect(await clock.settle(client.batch(batch))).toEqual(first);
    expect(account.requests.filter((it) => it.status === 202)).toHaveLength(1);
  });

  test('upserts by external id and changes by id', async () => {
    const { clock, client } = open();
    const [item] = customers(1);
    const upsert = { type: 'customer', operation: 'upsert', items: [item ?? {}], signal } as const;
    const [made] = await clock.settle(client.batch({ ...upsert, key: 'a' }));
    const [again] = await clock.settle(client.batch({ ...upsert, key: 'b' }));
    expect(made).toMatchObject({ ok: true });
    expect(again).toEqual(made);
    const id = made?.ok === true ? made.id : '';
    const [changed] = await clock.settle(
      client.batch({ type: 'customer', operation: 'update', items: [{ id, phone: '1' }], key: 'c', signal }),
    );
    expect(changed).toEqual(made);
  });
});

test('an account id is one account in every spelling', () => {
  const ids = ['1234567_SB1', '1234567-sb1', '1234567_sb1'].map((it) => AccountId.parse(it));
  expect(new Set(ids.map((it) => `${it.id} ${it.origin}`)).size).toBe(1);
});
