import { createCrossdock, memoryJournal, silentObserver, seededRandom } from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { businessCentral } from '../../src/business-central/index.ts';
import { address, aSale, clientState, occurredAt, openCompany, type OpenCompany } from './company.ts';
import { subscribed } from './news.ts';

const day = 86_400_000;

/** A dock that takes pushes of a company, and the company that pushes to it. */
async function dockBefore(settings: object = {}) {
  let take: (request: Request) => Promise<Response> = () => Promise.resolve(new Response(null, { status: 503 }));
  const open = openCompany({ simulator: { deliver: (request) => take(request) }, settings });
  const { clock } = open;
  const dock = createCrossdock({
    journal: memoryJournal(),
    systems: { erp: businessCentral(open.settings) },
    owns: { product: 'erp', price: 'erp', inventory: 'erp', order: 'erp', customer: 'erp', finance: 'erp' },
    flows: [],
    clock,
    random: seededRandom(1),
    observer: silentObserver,
    fetch: simulatorFetch(open.company),
  });
  take = (request) => dock.systems.erp.webhook(request);
  const look = () => {
    const { signal } = new AbortController();
    return clock.settle(open.system.connection.upkeep?.['subscriptions']?.run({ signal }) ?? Promise.resolve([]));
  };
  return { ...open, dock, look };
}

const pushed = (value: readonly object[]) =>
  new Request(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value }),
  });

async function decoded({ system, clock }: OpenCompany, body: string) {
  const webhook = system.connection.events?.webhook;
  if (!webhook) throw new Error('There is no webhook');
  const stored = { headers: {}, body: new TextEncoder().encode(body), topic: 'changes', receivedAt: '' };
  const { signal } = new AbortController();
  return clock.settle(webhook.decode(stored, { signal }));
}

test('subscriptions are made once the handshake is answered, renewed before they end, and stay as many', async () => {
  const { company, clock, look } = await dockBefore();
  expect((await look()).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    'warning: the subscription to items was missing and was made',
    'warning: the subscription to customers was missing and was made',
    'warning: the subscription to salesInvoices was missing and was made',
    'warning: the subscription to salesCreditMemos was missing and was made',
  ]);
  expect(await look()).toEqual([]);
  const ends = () => company.subscriptions.map((it) => Date.parse(it.expirationDateTime) - clock.now());
  expect(ends()).toEqual(Array(4).fill(3 * day));
  for (let round = 0; round < 40; round += 1) {
    await clock.advance(day / 4);
    await look();
    expect(company.subscriptions).toHaveLength(4);
    expect(Math.min(...ends())).toBeGreaterThan(day);
  }
});

test('a subscription that ended, or was deleted, is made anew', async () => {
  const { company, clock, look } = await dockBefore();
  await look();
  await clock.advance(4 * day);
  expect(company.subscriptions).toEqual([]);
  expect(await look()).toHaveLength(4);
  expect(company.subscriptions).toHaveLength(4);
});

test('a subscription whose making lost its answer is one subscription', async () => {
  const { company, look } = await dockBefore();
  company.faults.arm('lost-reply', { match: (it) => it.endsWith('subscriptions') });
  await look();
  expect(company.subscriptions).toHaveLength(4);
});

test('an address that does not answer the handshake is told to a person', async () => {
  const open = openCompany();
  const { signal } = new AbortController();
  const findings = await open.clock.settle(
    open.system.connection.upkeep?.['subscriptions']?.run({ signal }) ?? Promise.resolve([]),
  );
  expect(findings.map(({ severity, path }) => `${severity} ${path}`)).toEqual(Array(4).fill('error webhooks'));
  expect(JSON.stringify(findings)).not.toContain(clientState);
});

test('what changed is pushed and stored, and a repetition is known again', async () => {
  const { company, look, dock } = await dockBefore();
  await dock.start();
  await look();
  company.collectNotifications();
  company.seedItem({ number: 'PARKA', unitPrice: 99 });
  const [push] = company.collectNotifications();
  const answers = [];
  for (let time = 0; time < 2; time += 1) {
    const request = pushed((JSON.parse(push?.body ?? '') as { readonly value: readonly object[] }).value);
    answers.push(await (await dock.systems.erp.webhook(request)).json());
  }
  expect(answers).toEqual([
    { received: true, duplicate: false },
    { received: true, duplicate: true },
  ]);
  company.seedItem({ number: 'COAT' });
  expect(await company.pushNotifications()).toBe(1);
  expect((await dock.systems.erp.webhook(pushed([]))).status).toBe(401);
  await dock.stop();
});

test('a push without the secret, or with another, is stored nowhere', async () => {
  const { dock } = await dockBefore();
  const notification = { subscriptionId: 's', resource: 'items', changeType: 'updated' };
  const answers = [
    [notification],
    [{ ...notification, clientState: 'guessed' }],
    [
      { ...notification, clientState },
      { ...notification, clientState: 'guessed' },
    ],
    [{ ...notification, clientState }, notification],
  ].map(async (value) => {
    const { status } = await dock.systems.erp.webhook(pushed(value));
    return status;
  });
  expect(await Promise.all(answers)).toEqual([401, 401, 401, 401]);
});

test('a secret of before is still taken, and renewing puts the new one in its place', async () => {
  const { company, look, clock, reconfigure } = await dockBefore();
  await look();
  const rotated = reconfigure({ webhooks: { address, clientStates: ['the-new-one-77', clientState] } });
  const webhook = rotated.connection.events?.webhook;
  const carrying = (state: string) => {
    const body = new TextEncoder().encode(JSON.stringify({ value: [{ clientState: state }] }));
    return { headers: new Headers(), url: address, body };
  };
  for (const state of [clientState, 'the-new-one-77']) expect(() => webhook?.verify(carrying(state))).not.toThrow();
  expect(() => webhook?.verify(carrying('the-new-one'))).toThrow(/not ours/);
  await clock.advance(day);
  const { signal } = new AbortController();
  await clock.settle(rotated.connection.upkeep?.['subscriptions']?.run({ signal }) ?? Promise.resolve([]));
  expect(company.subscriptions.map((it) => it.clientState)).toEqual(Array(4).fill('the-new-one-77'));
});

test('only a token that can be one is told back', async () => {
  const { dock } = await dockBefore();
  const ask = (token: string) =>
    dock.systems.erp.webhook(
      new Request(`${address}?validationToken=${encodeURIComponent(token)}`, { method: 'POST' }),
    );
  expect(await (await ask('a1-B2_c3==')).text()).toBe('a1-B2_c3==');
  for (const odd of ['', '<script>', 'a b', 'x'.repeat(2049)]) expect((await ask(odd)).status).toBe(401);
});

test('several changes of one thing are one look at it, and what is gone tells nothing', async () => {
  const open = await subscribed();
  const { company } = open;
  company.seedItem({ number: 'PARKA', unitPrice: 99 });
  const [push] = company.collectNotifications();
  const { value } = JSON.parse(push?.body ?? '') as { readonly value: readonly { readonly resource: string }[] };
  const [first] = value;
  const before = open.system.exchanges.length;
  const events = await decoded(open, JSON.stringify({ value: [first, first] }));
  expect(events.map(({ name, key }) => `${name} ${key}`)).toEqual(['product.changed PARKA', 'price.changed PARKA']);
  expect(open.system.exchanges.length - before).toBe(1);
  expect(await decoded(open, JSON.stringify({ value: [{ ...first, changeType: 'deleted' }] }))).toEqual([]);
  const gone = first?.resource.replace(/\([0-9a-f-]+\)$/, '(00000000-0000-0000-0000-000000000001)');
  expect(await decoded(open, JSON.stringify({ value: [{ ...first, resource: gone }] }))).toEqual([]);
});

test('more than a thousand changes come as one, and all of them are read', async () => {
  const open = await subscribed();
  for (let count = 0; count < 1_001; count += 1) open.company.seedItem({ number: `BULK-${count}` });
  const [push] = open.company.collectNotifications();
  expect(push?.body).toContain('"changeType":"collection"');
  const events = await decoded(open, push?.body ?? '');
  expect(new Set(events.map((it) => it.key)).size).toBeGreaterThanOrEqual(1_001);
});

test('what reached the ledger is told once, whatever is paid of it later, and a draft is not told', async () => {
  const open = await subscribed();
  const { company, system } = open;
  await system.call('createOrder', aSale('shop-1'));
  expect(await decoded(open, company.collectNotifications()[0]?.body ?? '{"value":[{}]}').catch(() => [])).toEqual([]);
  await system.call('postInvoice', { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt });
  const body = company.collectNotifications()[0]?.body ?? '';
  const events = await decoded(open, body);
  expect(events).toMatchObject([{ name: 'posting.confirmed', key: 'shop-1', id: 'posting/PS-INV000001' }]);
  expect(await decoded(open, body)).toEqual(events);
  await open.clock.advance(60_000);
  const sweep = system.connection.events?.sweeps?.['invoices'];
  const window = { from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z', signal: new AbortController().signal };
  const swept = [];
  for await (const event of sweep?.run(window) ?? []) swept.push(event);
  expect(swept).toEqual(events);
});

test('news of another company is none of ours', async () => {
  const open = await subscribed();
  open.company.seedItem({ number: 'PARKA' });
  const [push] = open.company.collectNotifications();
  const other = push?.body.replaceAll(open.company.company, 'b18aed47-c385-49d2-b954-dbdf8ad71780') ?? '';
  expect(await decoded(open, other)).toEqual([]);
});

test('a receiver that refuses loses its subscriptions, and one that is away does not', async () => {
  let status = 503;
  const deliver = (request: Request): Promise<Response> => {
    const token = new URL(request.url).searchParams.get('validationToken');
    return Promise.resolve(token === null ? new Response(null, { status }) : new Response(token));
  };
  const { company, system, clock } = openCompany({ simulator: { deliver } });
  const { signal } = new AbortController();
  await clock.settle(system.connection.upkeep?.['subscriptions']?.run({ signal }) ?? Promise.resolve([]));
  company.seedItem({ number: 'PARKA' });
  await company.pushNotifications();
  expect(company.subscriptions).toHaveLength(4);
  status = 400;
  company.seedItem({ number: 'COAT' });
  await company.pushNotifications();
  expect(company.subscriptions).toEqual([]);
});
