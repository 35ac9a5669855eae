import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { virtualClock } from '../../test/virtual-clock.ts';
import { type HttpClientOptions } from '../capabilities/index.ts';
import { IntegrationError, silentObserver, type ObserverAttributes } from '../primitives/index.ts';
import { bearer } from './bearer.ts';
import { createHttpClient } from './client.ts';
import { createTokenCache } from './token-cache.ts';

type Platform = (request: Request) => Response | Promise<Response>;

function clientOf(platform: Platform, options: Partial<HttpClientOptions> = {}, clock = virtualClock()) {
  const fetch = (async (input: Request) => platform(input)) as typeof globalThis.fetch;
  return createHttpClient({
    baseUrl: 'https://erp.test/api',
    system: 'erp',
    observer: silentObserver,
    fetch,
    clock,
    ...options,
  });
}

const json = (body: unknown, init: ResponseInit = {}): Response => Response.json(body, init);
const Doc = z.object({ id: z.string() });

describe('a request', () => {
  it('fills its path, its query and its body', async () => {
    let seen: unknown;
    const client = clientOf(async (request) => {
      seen = [request.method, request.url, await request.json()];
      return json({ id: '7' });
    });
    const { body } = await client.post('/orders/{ref}', {
      params: { ref: 'A/1' },
      query: { expand: true, skus: ['a b', 'c'], none: undefined },
      json: { total: '19.99' },
      response: Doc,
    });
    expect(body).toEqual({ id: '7' });
    expect(seen).toEqual(['POST', 'https://erp.test/api/orders/A%2F1?expand=true&skus=a+b&skus=c', { total: '19.99' }]);
  });

  it.each([
    'https://evil.test/x',
    '//evil.test/x',
    'https://erp.test.evil.test/api/x',
    'https://u:p@erp.test/api/x',
    '/../admin',
    'https://erp.test/admin',
  ])('never leaves its address: %s', async (path) => {
    const client = clientOf(() => expect.unreachable('it was sent'));
    await expect(client.get(path)).rejects.toMatchObject({ code: 'redirect-refused' });
  });

  it('follows a link of the platform to its own address', async () => {
    const client = clientOf((request) => json({ id: new URL(request.url).search }));
    const { body } = await client.get('https://erp.test/api/orders?page=2', { response: Doc });
    expect(body.id).toBe('?page=2');
  });

  it.each(['', '.', '..'])('refuses %j as an id in a path', async (ref) => {
    const client = clientOf(() => expect.unreachable('it was sent'));
    await expect(client.get('/orders/{ref}', { params: { ref } })).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'ref',
    });
  });

  it.each(['http://erp.test', 'ftp://erp.test', 'https://user:pw@erp.test', 'erp.test'])(
    'refuses the base URL %s',
    (baseUrl) => {
      expect(() => clientOf(() => json({}), { baseUrl })).toThrow(expect.objectContaining({ code: 'config-invalid' }));
    },
  );

  it('may speak plain HTTP to this machine, and to others when it is told to', () => {
    expect(() => clientOf(() => json({}), { baseUrl: 'http://127.0.0.1:4000' })).not.toThrow();
    expect(() => clientOf(() => json({}), { baseUrl: 'http://till.store', allowInsecure: true })).not.toThrow();
  });
});

describe('an answer', () => {
  it('that does not fit its schema names the path; a write may have happened', async () => {
    const client = clientOf(() => json({ items: [{ id: 4711 }] }));
    const response = z.object({ items: z.array(Doc) });
    await expect(client.get('/x', { response })).rejects.toMatchObject({
      code: 'response-invalid',
      path: 'items.0.id',
      disposition: 'reject',
    });
    await expect(client.post('/x', { response })).rejects.toMatchObject({ disposition: 'unknown' });
  });

  it('that is no JSON is response-invalid', async () => {
    const client = clientOf(() => new Response('<html>Maintenance</html>'));
    await expect(client.get('/x', { response: Doc })).rejects.toMatchObject({ code: 'response-invalid' });
  });

  it('that is empty is undefined to the schema', async () => {
    const client = clientOf(() => new Response(null, { status: 204 }));
    await expect(client.post('/x', { response: z.undefined() })).resolves.toMatchObject({
      status: 204,
      body: undefined,
    });
  });

  it('keeps its bytes, also those that are no text', async () => {
    const bytes = Uint8Array.of(0x50, 0x4b, 0x03, 0x04, 0xff, 0xfe, 0x00);
    const client = clientOf(() => new Response(bytes));
    expect([...(await client.get('/x')).bytes]).toEqual([...bytes]);
  });

  it('keeps its text, and its numbers to the last digit when asked', async () => {
    const text = '{"price":19.90,"id":12345678901234567890}';
    const client = clientOf(() => new Response(text));
    const response = z.object({ price: z.string(), id: z.string() });
    const reply = await client.get('/x', { response, numbers: 'text' });
    expect(reply.body).toEqual({ price: '19.90', id: '12345678901234567890' });
    expect(reply.text).toBe(text);
  });

  it.each([
    ['declares', { 'content-length': '5000' }],
    ['does not declare', {}],
  ])('that is too long is not read to its end when it %s its length', async (_, headers: Record<string, string>) => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(100));
      },
    });
    const client = clientOf(() => new Response(body, { headers }), { maxResponseBytes: 1_000 });
    await expect(client.get('/x')).rejects.toMatchObject({ code: 'response-too-large' });
    expect(pulled).toBeLessThan(20);
  });

  it.each([
    [301, 'reject', 'unknown'],
    [303, 'reject', 'unknown'],
    [307, 'reject', 'reject'],
  ] as const)('that points elsewhere (%i) is refused', async (status, ofRead, ofWrite) => {
    const client = clientOf(() => new Response(null, { status, headers: { location: 'https://evil.test' } }));
    await expect(client.get('/x')).rejects.toMatchObject({ code: 'redirect-refused', disposition: ofRead });
    await expect(client.post('/x')).rejects.toMatchObject({ code: 'redirect-refused', disposition: ofWrite });
    await expect(client.get('/x', { redirect: 'return' })).resolves.toMatchObject({ status });
  });
});

describe('a failure', () => {
  it.each([
    [400, 'input-invalid', 'reject', 'reject'],
    [403, 'forbidden', 'reject', 'reject'],
    [404, 'not-found', 'reject', 'reject'],
    [408, 'system-unavailable', 'retry', 'unknown'],
    [409, 'conflict', 'reject', 'reject'],
    [418, 'input-invalid', 'reject', 'reject'],
    [429, 'throttled', 'retry', 'retry'],
    [500, 'system-unavailable', 'retry', 'unknown'],
    [502, 'system-unavailable', 'retry', 'unknown'],
    [503, 'system-unavailable', 'retry', 'retry'],
    [504, 'system-unavailable', 'retry', 'unknown'],
  ] as const)('%i is %s: %s for a read, %s for a write', async (status, code, ofRead, ofWrite) => {
    const client = clientOf(() => new Response('no', { status }));
    await expect(client.get('/x')).rejects.toMatchObject({ code, disposition: ofRead });
    await expect(client.post('/x')).rejects.toMatchObject({ code, disposition: ofWrite });
    await expect(client.post('/query', { effect: 'read' })).rejects.toMatchObject({ code, disposition: ofRead });
  });

  it('carries the time that the platform told us to wait', async () => {
    const client = clientOf(() => new Response('', { status: 429, headers: { 'retry-after': '7' } }));
    await expect(client.post('/x')).rejects.toMatchObject({ code: 'throttled', retryAfterMs: 7_000 });
  });

  it('is translated by the table of the connector first: too many at once is busy, not forbidden', async () => {
    const client = clientOf(() => json({ code: 'SSS_REQUEST_LIMIT_EXCEEDED' }, { status: 403 }), {
      errors: ({ status, body }) =>
        status === 403 && z.object({ code: z.literal('SSS_REQUEST_LIMIT_EXCEEDED') }).safeParse(body).success
          ? new IntegrationError('Too many requests at once', { code: 'busy' })
          : undefined,
    });
    await expect(client.post('/x')).rejects.toMatchObject({ code: 'busy', disposition: 'retry' });
  });

  it('is never repeated by the client', async () => {
    let sent = 0;
    const client = clientOf(() => {
      sent += 1;
      return new Response('', { status: 503, headers: { 'retry-after': '0' } });
    });
    await expect(client.get('/x')).rejects.toThrow();
    expect(sent).toBe(1);
  });
});

describe('a request without an answer', () => {
  const failing = (cause: unknown) => clientOf(() => Promise.reject(new TypeError('fetch failed', { cause })));
  const withCode = (code: string, extra: object = {}) => Object.assign(new Error(code), { code, ...extra });

  it.each([
    withCode('ECONNREFUSED'),
    withCode('ENOTFOUND'),
    withCode('UND_ERR_CONNECT_TIMEOUT'),
    withCode('ETIMEDOUT', { syscall: 'connect' }),
    withCode('CERT_HAS_EXPIRED'),
    new AggregateError([withCode('ECONNREFUSED'), withCode('ENETUNREACH')]),
  ])('that never left may be repeated: %s', async (cause) => {
    await expect(failing(cause).post('/x')).rejects.toMatchObject({ code: 'system-unavailable', disposition: 'retry' });
  });

  it.each([
    withCode('ECONNRESET'),
    withCode('UND_ERR_SOCKET'),
    withCode('UND_ERR_HEADERS_TIMEOUT'),
    withCode('ETIMEDOUT', { syscall: 'read' }),
    new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNRESET')]),
    undefined,
  ])('that left may have happened if it was a write: %s', async (cause) => {
    await expect(failing(cause).post('/x')).rejects.toMatchObject({ code: 'connection-lost', disposition: 'unknown' });
    await expect(failing(cause).get('/x')).rejects.toMatchObject({ code: 'connection-lost', disposition: 'retry' });
  });

  it('is lost as well when the answer breaks off in its body', async () => {
    const broken = (): Response =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{"id":'));
            controller.error(new TypeError('terminated'));
          },
        }),
      );
    await expect(clientOf(broken).post('/x', { response: Doc })).rejects.toMatchObject({
      code: 'connection-lost',
      disposition: 'unknown',
    });
  });

  it('in time is unknown if it was a write, and may be repeated if it was a read', async () => {
    const clock = virtualClock(0);
    const client = clientOf(() => new Promise<never>(() => undefined), { timeoutMs: 5_000 }, clock);
    await expect(clock.settle(client.post('/x'))).rejects.toMatchObject({ code: 'timeout', disposition: 'unknown' });
    expect(clock.now()).toBe(5_000);
    await expect(clock.settle(client.get('/x'))).rejects.toMatchObject({ code: 'timeout', disposition: 'retry' });
  });

  it('because the token was not there in time was not sent', async () => {
    const clock = virtualClock(0);
    const client = clientOf(() => json({}), { auth: () => new Promise(() => undefined) }, clock);
    await expect(clock.settle(client.post('/x'))).rejects.toMatchObject({ code: 'timeout', disposition: 'retry' });
  });

  it('because the caller gave up is unknown once it was sent', async () => {
    const controller = new AbortController();
    const client = clientOf(() => {
      controller.abort();
      return new Promise<never>(() => undefined);
    });
    await expect(client.post('/x', { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
      disposition: 'unknown',
    });
    await expect(client.post('/x', { signal: controller.signal })).rejects.toMatchObject({ disposition: 'retry' });
  });
});

describe('credentials', () => {
  function account() {
    const clock = virtualClock();
    let minted = 0;
    let good = 'token-1';
    const tokens = createTokenCache({
      clock,
      mint: async () => {
        minted += 1;
        await Promise.resolve();
        return { token: `token-${minted}`, expiresInMs: 3_600_000 };
      },
    });
    let sent = 0;
    const client = clientOf(
      (request) => {
        sent += 1;
        return request.headers.get('authorization') === `Bearer ${good}`
          ? json({ id: 'ok' })
          : new Response('', { status: 401 });
      },
      { auth: bearer(tokens) },
      clock,
    );
    return {
      client,
      expire: () => void (good = `token-${minted + 1}`),
      revoke: () => void (good = 'none'),
      counts: () => ({ minted, sent }),
    };
  }

  it('that are refused are renewed once, by one caller for all of them, and each request is repeated once', async () => {
    const { client, expire, counts } = account();
    await client.get('/x', { response: Doc });
    expire();
    const calls = Array.from({ length: 5 }, () => client.post('/x', { response: Doc }));
    await expect(Promise.all(calls)).resolves.toHaveLength(5);
    expect(counts()).toEqual({ minted: 2, sent: 1 + 5 * 2 });
  });

  it('that are refused again are unauthorized; there is no third try', async () => {
    const { client, revoke, counts } = account();
    revoke();
    await expect(client.post('/x')).rejects.toMatchObject({ code: 'unauthorized', disposition: 'reject' });
    expect(counts()).toEqual({ minted: 2, sent: 2 });
  });
});

it('credentials that no header may carry are refused without being told', async () => {
  const auth: HttpClientOptions['auth'] = ({ headers }) => headers.set('authorization', 'Bearer s3\ncret');
  const error: unknown = await clientOf(() => json({}), { auth })
    .get('/x')
    .catch((it: unknown) => it);
  expect(error).toMatchObject({ code: 'unauthorized' });
  expect(inspect(error, { depth: 10 })).not.toMatch(/s3|cret/);
});

it('nothing that can be printed shows a secret or a customer', async () => {
  const shown: unknown[] = [];
  const note = (attributes: ObserverAttributes = {}) => void shown.push(attributes);
  const observer = {
    ...silentObserver,
    span: <T>(
      name: string,
      attributes: ObserverAttributes,
      run: (span: { set(k: string, v: unknown): void }) => Promise<T>,
    ) => {
      shown.push(name);
      note(attributes);
      return run({ set: (key, value) => void shown.push([key, value]) });
    },
  };
  const body = { email: 'jane@doe.test' };
  const fates: Platform[] = [
    () => json(body, { status: 422, headers: { 'set-cookie': 's3cret' } }),
    () => json(body),
    () => Promise.reject(new TypeError('fetch failed', { cause: new Error('jane@doe.test s3cret') })),
    () => new Promise<never>(() => undefined),
  ];
  for (const fate of fates) {
    const clock = virtualClock();
    const fetch = (async (input: Request) => fate(input)) as typeof globalThis.fetch;
    const auth: HttpClientOptions['auth'] = ({ headers }) => headers.set('authorization', 'Bearer s3cret');
    const client = createHttpClient({ baseUrl: 'https://erp.test', system: 'erp', observer, fetch, clock, auth });
    const failing = client.post('/customers/{email}', {
      params: { email: 'jane@doe.test' },
      query: { token: 's3cret', q: 'jane@doe.test' },
      json: body,
      response: Doc,
    });
    shown.push(client, await clock.settle(failing).catch((error: unknown) => error));
  }
  for (const it of shown) {
    const prints = [inspect(it, { depth: 10, showHidden: false }), JSON.stringify(it), String(it)];
    for (const print of prints) expect(print ?? '').not.toMatch(/s3cret|jane/i);
  }
});
