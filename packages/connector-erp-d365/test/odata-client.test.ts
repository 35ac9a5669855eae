/** The client of the data entities by itself: what it asks, and what it makes of the answers. */
import { createHttpClientFactory, silentObserver } from '@crossdock/core';
import { manualClock } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createODataClient } from '../src/odata/client.ts';

const origin = 'https://contoso.operations.dynamics.com';
const { signal } = new AbortController();
const row = z.object({ Id: z.string() });
const nothing = (): Response => Response.json({ value: [] });

interface Asked {
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string;
}

/** A client whose requests are answered in turn, the last answer for ever. */
function asking(...answers: readonly ((asked: Asked) => Response | Promise<Response>)[]) {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const asked: Asked[] = [];
  const http = createHttpClientFactory({
    clock,
    observer: silentObserver,
    system: 'erp',
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const it = { url: new URL(request.url), headers: request.headers, body: await request.text() };
      asked.push(it);
      const answer = answers[Math.min(asked.length, answers.length) - 1] ?? nothing;
      return answer(it);
    },
  });
  const client = createODataClient({ origin, http, auth: () => undefined, concurrency: 2, timeoutMs: 5_000 });
  return { client, clock, asked };
}

describe('what is asked', () => {
  test('goes across companies, in English, and says how large a page may be', async () => {
    const { client, asked } = asking(nothing);
    await client.list('Things', { row, signal, pageSize: 50, top: 3, skip: 1 });
    expect(String(asked[0]?.url)).toBe(`${origin}/data/Things?cross-company=true&%24top=3&%24skip=1`);
    const { headers } = asked[0] ?? {};
    expect(['accept-language', 'odata-version', 'prefer'].map((it) => headers?.get(it))).toEqual([
      'en-US',
      '4.0',
      'odata.maxpagesize=50',
    ]);
  });

  test('names rows by keys that cannot lead elsewhere', async () => {
    const { client, asked } = asking(() => new Response(null, { status: 204 }));
    const key = { dataAreaId: 'usmf', Id: "O'1/../%?#" };
    await client.update('Things', key, { Name: 'x' }, { signal });
    const place = `/data/Things(dataAreaId='usmf',Id='O''1%2F..%2F%25%3F%23')?cross-company=true`;
    for (const { url } of asked) expect(`${url.pathname}${url.search}`.replaceAll('%27', "'")).toBe(place);
    const writes = [
      { remove: 'Things', key },
      { create: 'Things', row: { Name: 'x' } },
    ];
    await client.changeset(writes, signal).catch(() => undefined);
    const { body = '', headers } = asked.at(-1) ?? {};
    expect(body.replaceAll('%27', "'")).toContain(`DELETE ${place} HTTP/1.1`);
    expect(body).toContain('POST /data/Things?cross-company=true HTTP/1.1');
    expect(headers?.get('accept')).toBe('multipart/mixed');
  });

  test('is never more at once than allowed, whatever it is', async () => {
    let [underWay, most] = [0, 0];
    const { client, clock } = asking(async () => {
      most = Math.max(most, (underWay += 1));
      await clock.sleep(10);
      underWay -= 1;
      return nothing();
    });
    const key = { Id: '1' };
    const done = Promise.allSettled([
      client.list('Things', { row, signal }),
      client.read('Things', key, { row, signal }),
      client.create('Things', {}, { row, signal }),
      client.update('Things', key, {}, { signal }),
      client.changeset([], signal),
      client.service(['A', 'B', 'c'], {}, { answer: row, effect: 'read', signal }),
    ]);
    await clock.settle(done);
    expect(most).toBe(2);
  });

  test('is waited for as long as configured', async () => {
    const { client, clock } = asking(() => new Promise(() => undefined));
    const got = client.read('Things', { Id: '1' }, { row, signal }).catch((error: unknown) => error);
    await clock.advance(5_000);
    expect(clock.sleepers).toBe(0);
    expect(await got).toMatchObject({ code: 'timeout' });
  });
});

describe('pages', () => {
  const page = (id: string, next?: string) => () =>
    Response.json({ value: [{ Id: id }], ...(next !== undefined && { '@odata.nextLink': next }) });

  test('follow each other by their links, until there are as many rows as wanted', async () => {
    const link = `${origin}/data/Things?$skiptoken=1`;
    const { client, asked } = asking(page('1', link), page('2', `${link}2`), page('3'));
    expect(await client.list('Things', { row, signal })).toEqual([{ Id: '1' }, { Id: '2' }, { Id: '3' }]);
    expect(asked.map(({ url }) => url.search)).toEqual(['?cross-company=true', '?$skiptoken=1', '?$skiptoken=12']);
    const other = asking(page('1', link), page('2', `${link}2`));
    expect(await other.client.list('Things', { row, signal, top: 2 })).toHaveLength(2);
    expect(other.asked).toHaveLength(2);
  });

  test.each([
    'https://evil.example/data/Things',
    '//evil.example/data/Things',
    'http://contoso.operations.dynamics.com/data/Things',
    'https://crossdock:word@contoso.operations.dynamics.com/data/Things',
  ])('on another host are not asked for: %s', async (next) => {
    const { client, asked } = asking(page('1', next));
    await expect(client.list('Things', { row, signal })).rejects.toMatchObject({ code: 'redirect-refused' });
    expect(asked).toHaveLength(1);
  });

  test('that lead back to one that was read are refused', async () => {
    const link = `${origin}/data/Things?$skiptoken=`;
    const { client } = asking(page('1', `${link}1`), page('2', `${link}2`), page('3', `${link}1`));
    await expect(client.list('Things', { row, signal })).rejects.toMatchObject({ code: 'response-invalid' });
  });
});

describe('answers', () => {
  test.each([
    [404, undefined],
    [403, 'forbidden'],
    [500, 'system-unavailable'],
    [503, 'maintenance'],
  ])('%i to one row', async (status, code) => {
    const { client } = asking(() => new Response(null, { status }));
    const read = client.read('Things', { Id: '1' }, { row, signal });
    if (code === undefined) expect(await read).toBeUndefined();
    else await expect(read).rejects.toMatchObject({ code });
  });

  test('429 says how long to wait', async () => {
    const { client } = asking(() => new Response(null, { status: 429, headers: { 'retry-after': '30' } }));
    await expect(client.list('Things', { row, signal })).rejects.toMatchObject({
      code: 'throttled',
      retryAfterMs: 30_000,
    });
  });

  test.each([
    ['read', 'retry'],
    ['write', 'unknown'],
  ] as const)('of a service that fails while it %ss leave open what a write did: %s', async (effect, disposition) => {
    const { client } = asking(() => new Response(null, { status: 500 }));
    const call = client.service(['A', 'B', 'c'], {}, { answer: row, effect, signal });
    await expect(call).rejects.toMatchObject({ disposition });
  });

  test.each([
    [['201 Created', '204 No Content'], undefined],
    [['201 Created'], ['response-invalid', 'unknown']],
    [
      ['201 Created', '201 Created', '201 Created'],
      ['response-invalid', 'unknown'],
    ],
    [
      ['201 Created', '302 Found'],
      ['outcome-unknown', 'unknown'],
    ],
    [
      ['100 Continue', '201 Created'],
      ['outcome-unknown', 'unknown'],
    ],
    [['400 Bad Request'], ['refused', 'reject']],
    [['404 Not Found'], ['not-found', 'reject']],
    [['412 Precondition Failed'], ['conflict', 'retry']],
    [['422 Unprocessable'], ['refused', 'reject']],
    [['429 Too Many Requests'], ['throttled', 'retry']],
    [['500 Internal Server Error'], ['outcome-unknown', 'unknown']],
    [['503 Service Unavailable'], ['maintenance', 'unknown']],
  ])('200 to a changeset of two, and inside %j', async (statuses, refused) => {
    const parts = statuses.flatMap((status) => [
      '--b',
      'Content-Type: application/http',
      '',
      `HTTP/1.1 ${status}`,
      '',
      '',
    ]);
    const headers = { 'content-type': 'multipart/mixed; boundary=b' };
    const { client } = asking(() => new Response([...parts, '--b--', ''].join('\r\n'), { headers }));
    const writes = [
      { create: 'Things', row: {} },
      { create: 'Things', row: {} },
    ];
    const done = client.changeset(writes, signal);
    if (refused === undefined) await done;
    else await expect(done).rejects.toMatchObject({ code: refused[0], disposition: refused[1] });
  });
});
