import { createHttpClientFactory, silentObserver } from '@crossdock/core';
import { manualClock } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type BatchWrite, createClient } from '../../src/business-central/client.ts';
import { openCompany } from './company.ts';

const { signal } = new AbortController();
const id = 'b6f4017a-0000-0000-0000-000000000001';

/** A client before a platform that answers as it is told, one after the other. */
function before(...answers: readonly Response[]) {
  const clock = manualClock();
  const asked: Request[] = [];
  const left = [...answers];
  const fetch: typeof globalThis.fetch = (input, init) => {
    asked.push(new Request(input, init));
    return Promise.resolve(left.shift() ?? new Response(null, { status: 500 }));
  };
  const http = createHttpClientFactory({ system: 'erp', clock, observer: silentObserver, fetch });
  const at = { url: 'https://bc.test', tenant: 'contoso', environment: 'Production', company: id };
  const client = createClient({ ...at, http, auth: () => undefined, clock, concurrency: 4, timeoutMs: 1_000 });
  return { client, asked, clock };
}

const items = { set: 'items' };
const make: BatchWrite = { create: items, json: { number: 'A' } };
const batchOf = (...statuses: readonly number[]) =>
  Response.json({ responses: statuses.map((status) => ({ id: null, status, body: status >= 400 ? undefined : {} })) });

test('a batch is one transaction, and its writes carry the versions that they mean', async () => {
  const { client, asked } = before(batchOf(201, 200, 204, 204));
  const at = { set: 'salesOrders', id };
  await client.batch(
    [make, { update: at, version: 'W/"1"', json: { a: 1 } }, { remove: at, version: '*' }, { act: at, action: 'post' }],
    signal,
  );
  expect(asked[0]?.headers.get('isolation')).toBe('snapshot');
  expect(asked[0]?.url).toBe('https://bc.test/v2.0/contoso/Production/api/v2.0/$batch');
  const sent: unknown = await asked[0]?.json();
  const { requests } = sent as { readonly requests: readonly Record<string, unknown>[] };
  expect(
    requests.map(({ method, url, headers }) => [method, url, (headers as Record<string, string>)['If-Match']]),
  ).toEqual([
    ['POST', `companies(${id})/items`, undefined],
    ['PATCH', `companies(${id})/salesOrders(${id})`, 'W/"1"'],
    ['DELETE', `companies(${id})/salesOrders(${id})`, '*'],
    ['POST', `companies(${id})/salesOrders(${id})/Microsoft.NAV.post`, undefined],
  ]);
});

test.each([
  ['a part that is refused', [201, 400], 'refused', 'reject'],
  ['a part that met another change', [409], 'conflict', 'retry'],
  ['a part that failed', [201, 500], 'outcome-unknown', 'unknown'],
  ['a part that took too long', [408], 'outcome-unknown', 'unknown'],
  ['fewer parts than were asked', [201], 'response-invalid', 'unknown'],
] as const)('a batch answered 200 with %s is no success', async (_what, statuses, code, disposition) => {
  const { client } = before(batchOf(...statuses));
  await expect(client.batch([make, make], signal)).rejects.toMatchObject({ code, disposition });
});

test('more than a hundred writes are refused before anything is sent', async () => {
  const { client, asked } = before();
  const many = Array.from({ length: 101 }, () => make);
  await expect(client.batch(many, signal)).rejects.toMatchObject({ code: 'unsupported-document' });
  expect(asked).toEqual([]);
});

test('a page that points to itself, or to nowhere, ends the reading', async () => {
  const row = z.object({ id: z.string() });
  const page = (next: string) => Response.json({ value: [{ id: 'a' }], '@odata.nextLink': next });
  const link = 'https://bc.test/v2.0/contoso/Production/api/v2.0/items?$skiptoken=a';
  const round = before(page(link), page(link));
  await expect(round.client.list(items, { row, signal })).rejects.toMatchObject({ code: 'response-invalid' });
  const nowhere = before(page('https://evil.test/steal'));
  await expect(nowhere.client.list(items, { row, signal })).rejects.toMatchObject({ code: 'response-invalid' });
});

test('only the token of a next link is followed, never its address or its question', async () => {
  const row = z.object({ id: z.string() });
  const next = 'https://evil.test/x?$skiptoken=t1&$filter=true';
  const { client, asked } = before(
    Response.json({ value: [], '@odata.nextLink': next }),
    Response.json({ value: [{ id: 'b' }] }),
  );
  const query = { filter: { number: "O'Neill" }, row, signal };
  expect(await client.list(items, query)).toEqual([{ id: 'b' }]);
  const urls = asked.map(({ url }) => new URL(url));
  expect(urls.map(({ origin }) => origin)).toEqual(['https://bc.test', 'https://bc.test']);
  expect(urls.map(({ searchParams }) => searchParams.get('$filter'))).toEqual(Array(2).fill("number eq 'O''Neill'"));
  expect(urls.map(({ searchParams }) => searchParams.get('$skiptoken'))).toEqual([null, 't1']);
});

test('many things of one field are one question, forty at a time', async () => {
  const skus = Array.from({ length: 41 }, (_, index) => `SKU-${index}`);
  const { system } = openCompany();
  const found = await system.call('getProducts', { skus: [...skus, 'SOCKS', 'socks', "O'Neill"] });
  expect(found.map(({ sku }) => sku)).toEqual(['SOCKS']);
  expect(system.exchanges.filter(({ path }) => path.endsWith('/items'))).toHaveLength(2);
});

test('never more than twenty requests a second leave in the long run', async () => {
  const answers = Array.from({ length: 400 }, () => Response.json({ value: [] }));
  const { client, asked, clock } = before(...answers);
  const begun = clock.now();
  const row = z.object({});
  await clock.settle(Promise.all(answers.map(() => client.list(items, { row, signal }))));
  expect(asked).toHaveLength(400);
  // The first hundred may follow each other at once.
  expect(clock.now() - begun).toBeGreaterThanOrEqual(15_000 - 100);
});

test('however many callers there are, four requests are in flight', async () => {
  let inside = 0;
  let most = 0;
  const { system, company } = openCompany({
    fetch: (platform) => async (input, init) => {
      const request = new Request(input, init);
      inside += 1;
      most = Math.max(most, inside);
      await Promise.resolve();
      const answer = await platform.handle(request);
      inside -= 1;
      return answer;
    },
  });
  const skus = ['SHOE-42', 'SHOE-43', 'SHIRT-M', 'SHIRT-L', 'BELT-90', 'SOCKS'];
  await Promise.all(Array.from({ length: 30 }, () => system.call('getProducts', { skus })));
  expect(most).toBe(4);
  expect(company.mostAtOnce).toBeLessThanOrEqual(5);
});
