/** Guards that matter only beside another process, or before an environment that answers more than it was asked. */
import { type CapabilityInput, Return, seededRandom } from '@crossdock/core';
import { generateProduct } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { documentNumberOf } from '../../src/business-central/references.ts';
import { aSale, occurredAt, openCompany, type OpenCompany, usd } from './company.ts';

const entry: CapabilityInput<'postJournal'> = {
  ref: 'day-17',
  occurredAt,
  businessDate: '2026-11-27',
  currency: 'USD',
  lines: [
    { account: 'cash', debit: usd('12.50') },
    { account: 'sales', credit: usd('12.50') },
  ],
};

const credit = Return.parse({
  ref: 'shop-1-R1',
  channel: 'web',
  occurredAt,
  currency: 'USD',
  taxIncluded: false,
  lines: [],
  charges: [{ kind: 'shipping', gross: usd('5.00') }],
  total: usd('5.00'),
  outstanding: usd('5.00'),
});

/** A company whose answers, or the way to it, a test has its hands in. */
function openBefore(
  between: (request: Request, platform: OpenCompany['company']) => Response | undefined | Promise<Response | undefined>,
  options: Parameters<typeof openCompany>[0] = {},
): OpenCompany {
  return openCompany({
    ...options,
    fetch: (platform) => async (input, init) => {
      const request = new Request(input, init);
      return (await between(request.clone(), platform)) ?? platform.handle(request);
    },
  });
}

describe('a document that is a draft', () => {
  /** A credit memo whose posting nobody answered, in a company where somebody gave a journal the number of the draft. */
  async function drafted() {
    const open = openBefore((request) => {
      const { pathname, searchParams } = new URL(request.url);
      const documentNumber = /'(S-CR[^']*)'/.exec(searchParams.get('$filter') ?? '')?.[1];
      if (!pathname.endsWith('/generalLedgerEntries') || documentNumber === undefined) return undefined;
      const row = { documentNumber, postingDate: '2026-11-27', accountNumber: '1010' };
      const value = [
        { ...row, debitAmount: 5, creditAmount: 0 },
        { ...row, debitAmount: 0, creditAmount: 5 },
      ];
      return Response.json({ value });
    });
    open.company.faults.arm('error-before', { match: (it) => it.endsWith('Microsoft.NAV.post'), times: 99 });
    await expect(open.reconfigure().call('processReturn', credit)).rejects.toThrow();
    open.company.faults.clear();
    const [draft] = open.company.books.creditMemos();
    expect(draft).toMatchObject({ status: 'Draft' });
    return { ...open, id: draft?.id ?? '' };
  }

  test('is not confirmed by entries that have its number', async () => {
    const { system, id } = await drafted();
    const asked = system.call('confirmPosting', { system: 'erp', type: 'salesCreditMemo', id });
    await expect(asked).rejects.toMatchObject({ code: 'posting-pending' });
  });

  test('is passed by in a sweep, without a question more', async () => {
    const { system } = await drafted();
    const sweep = system.connection.events?.sweeps?.['creditMemos'];
    const window = { from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z', signal: new AbortController().signal };
    const before = system.exchanges.length;
    const events = [];
    for await (const event of sweep?.run(window) ?? []) events.push(event);
    expect(events).toEqual([]);
    expect(system.exchanges.slice(before).filter(({ path }) => path.includes('/companies('))).toHaveLength(1);
  });
});

test('an invoice that people have drafted for an order is none of it yet', async () => {
  const { system } = openBefore(async (request, platform) => {
    if (request.method !== 'GET' || !request.url.includes('/salesInvoices?')) return undefined;
    const answer = (await (await platform.handle(request)).json()) as { readonly value: readonly object[] };
    const drafts = answer.value.map((row) => ({ ...row, id: crypto.randomUUID(), number: 'S-INV9', status: 'Draft' }));
    return Response.json({ ...answer, value: [...drafts, ...answer.value] });
  });
  const order = await system.call('createOrder', aSale('shop-1'));
  const request = { ref: 'shop-1-I1', orderRef: 'shop-1', kind: 'cash-sale', occurredAt } as const;
  const bill = await system.call('postInvoice', request);
  expect(bill.number).toBe('PS-INV000001');
  expect(await system.call('postInvoice', { ...request, ref: 'shop-1-I2' })).toMatchObject({ id: bill.id });
  expect(await system.call('confirmPosting', order)).toMatchObject({ total: usd('142.48') });
});

test('a journal that another process made between the look and ours is the journal of both', async () => {
  let first = true;
  const { company, system } = openBefore(async (request, platform) => {
    if (!first || request.method !== 'POST' || !request.url.endsWith('/journals')) return undefined;
    first = false;
    await platform.handle(request);
    return undefined;
  });
  await system.call('postJournal', entry);
  const made = system.exchanges.filter(({ method, path }) => method === 'POST' && path.endsWith('/journals'));
  expect(made.map(({ status }) => status)).toEqual([400]);
  expect(company.books.journals()).toEqual([]);
  expect(company.books.ledger()).toMatchObject([
    { documentNumber: documentNumberOf('CD', 'J', 'day-17'), debit: 1250 },
  ]);
});

test('a journal that was there when ours was asked for, and is gone when it is looked for, is asked for again', async () => {
  let asked = 0;
  const { company, system } = openBefore((request) => {
    if (request.method !== 'POST' || !request.url.endsWith('/journals')) return undefined;
    asked += 1;
    const error = { code: 'Internal_EntityWithSameKeyExists', message: 'The Gen. Journal Batch already exists.' };
    return asked === 1 ? Response.json({ error }, { status: 400 }) : undefined;
  });
  await system.call('createOrder', aSale('shop-1'));
  expect([asked, company.books.orders().length, company.books.journals()]).toEqual([2, 1, []]);
});

test('a draft of a return that another process posts while it is looked at is found posted', async () => {
  let posting = false;
  const open = openBefore(async (request, platform) => {
    if (!posting || request.method !== 'GET' || !request.url.endsWith('/salesCreditMemoLines')) return undefined;
    posting = false;
    const url = request.url.replace(/salesCreditMemoLines$/, 'Microsoft.NAV.post');
    const answer = await platform.handle(new Request(url, { method: 'POST', headers: request.headers, body: '{}' }));
    expect(answer.status).toBe(204);
    return undefined;
  });
  open.company.faults.arm('error-before', { match: (it) => it.endsWith('Microsoft.NAV.post'), times: 99 });
  await expect(open.reconfigure().call('processReturn', credit)).rejects.toThrow();
  open.company.faults.clear();
  posting = true;
  expect(await open.system.call('processReturn', credit)).toMatchObject({ number: 'PS-CR000001', state: 'Open' });
  expect([posting, open.company.books.creditMemos().length, open.company.books.journals()]).toEqual([false, 1, []]);
});

describe('an environment whose filters find more than they should', () => {
  const open = () =>
    openBefore(
      (request, platform) => {
        const url = new URL(request.url);
        if (request.method !== 'GET' || !/\/item(?:s|Variants)$/.test(url.pathname)) return undefined;
        url.searchParams.delete('$filter');
        return platform.handle(new Request(url, request));
      },
      { settings: { inventory: { by: 'item', location: 'store-1' }, items: { variants: { separator: '.' } } } },
    );

  test('tells only the products and prices that were asked for', async () => {
    const { system } = open();
    expect((await system.call('getProducts', { skus: ['SOCKS', 'NONE'] })).map(({ sku }) => sku)).toEqual(['SOCKS']);
    expect((await system.call('getPrices', { skus: ['SOCKS', 'NONE'] })).map(({ sku }) => sku)).toEqual(['SOCKS']);
  });

  test('tells the stock of the item that was asked for', async () => {
    const { company, system } = open();
    company.seedStock('SHOE-42', 'MAIN', 9);
    company.seedStock('SOCKS', 'MAIN', 4);
    expect(await system.call('getInventory', { skus: ['SOCKS'] })).toMatchObject([{ onHand: { amount: '4' } }]);
  });

  test('tells, sells and names the variants that were asked for', async () => {
    const { company, system } = open();
    company.seedItem({ number: 'CAP', variants: ['RED'] });
    company.seedItem({ number: 'PARKA', variants: ['BLUE', 'RED'] });
    expect((await system.call('getProducts', { skus: ['PARKA.RED'] })).map(({ sku }) => sku)).toEqual(['PARKA.RED']);
    const made = await system.call('publishProduct', generateProduct(seededRandom(1), { sku: 'PARKA.GREEN' }));
    expect(made.number).toBe('PARKA GREEN');
    const window = { from: '2026-11-27T00:00:00Z', to: '2026-11-28T00:00:00Z', signal: new AbortController().signal };
    const keys = [];
    for await (const { key } of system.connection.events?.sweeps?.['items']?.run(window) ?? []) keys.push(key);
    expect(keys.filter((key) => key === 'CAP.RED')).toHaveLength(2);
  });

  test('has a product made that it does not have, and no other one changed', async () => {
    const { company, system } = open();
    const before = company.books.items();
    const product = generateProduct(seededRandom(1), { sku: 'PARKA' });
    await system.call('publishProduct', product);
    expect(company.books.items().slice(0, -1)).toEqual(before);
    expect(company.books.items().at(-1)).toMatchObject({ number: 'PARKA', displayName: product.name });
  });
});

test('what has left whole is not touched when the rest is cancelled', async () => {
  const batches: string[] = [];
  const { company, system } = openBefore(async (request) => {
    if (request.url.endsWith('$batch')) batches.push(await request.text());
    return undefined;
  });
  await system.call('createOrder', aSale('shop-1'));
  const lines = [{ lineId: '1', quantity: { amount: '1' } }];
  await system.call('recordFulfillment', { ref: 'shop-1-F1', orderRef: 'shop-1', occurredAt, lines });
  await system.call('cancelOrder', { orderRef: 'shop-1', reason: 'stock', occurredAt, restock: true });
  const { requests } = JSON.parse(batches.at(-1) ?? '') as { readonly requests: readonly Part[] };
  // The mark, the pair that stays of two, and the shirt that goes; shipping and tax left with the first parcel.
  expect(requests.map(({ method, body }) => [method, body?.quantity])).toEqual([
    ['PATCH', undefined],
    ['PATCH', 1],
    ['DELETE', undefined],
  ]);
  expect(company.books.orders()[0]?.lines.map(({ quantity }) => quantity)).toEqual([1, 1, 1]);
});

test('a parcel says of every open line what of it leaves: what a person proposed there meanwhile does not', async () => {
  const batches: string[] = [];
  const { system } = openBefore(async (request) => {
    if (request.url.endsWith('$batch')) batches.push(await request.text());
    return undefined;
  });
  await system.call('createOrder', aSale('shop-1'));
  const lines = [{ lineId: '1', quantity: { amount: '2' } }];
  await system.call('recordFulfillment', { ref: 'shop-1-F1', orderRef: 'shop-1', occurredAt, lines });
  const { requests } = JSON.parse(batches.at(-1) ?? '') as { readonly requests: readonly Part[] };
  expect(requests.flatMap(({ body }) => body?.shipQuantity ?? [])).toEqual([2, 0, 1, 1]);
});

interface Part {
  readonly method: string;
  readonly body?: { readonly quantity?: number; readonly shipQuantity?: number };
}
