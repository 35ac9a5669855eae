import { expect, test } from 'vitest';
import { ConnectionLost, serve, simulatorFetch } from './simulator.ts';

const echo = async (request: Request): Promise<Response> =>
  Response.json(
    {
      method: request.method,
      path: new URL(request.url).pathname,
      token: request.headers.get('x-token'),
      body: await request.text(),
    },
    { status: 201, headers: { 'x-sent-by': 'simulator' } },
  );
const broken = { handle: () => Promise.reject(new ConnectionLost('The line is dead')) };

test('a simulator is fetched like any server', async () => {
  const answer = await simulatorFetch({ handle: echo })('https://platform.test/orders', {
    method: 'POST',
    headers: { 'x-token': 't' },
    body: 'order',
  });
  expect([answer.status, await answer.json()]).toEqual([
    201,
    { method: 'POST', path: '/orders', token: 't', body: 'order' },
  ]);
});

test('a lost connection is a failed fetch, as the real one throws it', async () => {
  const failure: unknown = await simulatorFetch(broken)('https://platform.test/').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TypeError);
  expect(failure).toMatchObject({ message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } });
});

test("a simulator's own mistake comes out as it is", async () => {
  const fetch = simulatorFetch({ handle: () => Promise.reject(new RangeError('no such book')) });
  await expect(fetch('https://platform.test/')).rejects.toThrow(RangeError);
});

test('a request that is cancelled already never reaches the simulator', async () => {
  let reached = false;
  const handle = (request: Request) => {
    reached = true;
    return echo(request);
  };
  await expect(simulatorFetch({ handle })('https://platform.test/', { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(reached).toBe(false);
});

test('a caller who gives up is let go, whatever the simulator does', async () => {
  const caller = new AbortController();
  const never = Promise.withResolvers<Response>();
  const answer = simulatorFetch({ handle: () => never.promise })('https://platform.test/', { signal: caller.signal });
  caller.abort(new Error('enough'));
  await expect(answer).rejects.toThrow('enough');
});

test('a served simulator answers over HTTP on this machine', async () => {
  const served = await serve({ handle: echo });
  try {
    expect(new URL(served.url).hostname).toBe('127.0.0.1');
    const answer = await fetch(`${served.url}/orders`, { method: 'PUT', headers: { 'x-token': 't' }, body: 'ünï' });
    expect([answer.status, answer.headers.get('x-sent-by')]).toEqual([201, 'simulator']);
    expect(await answer.json()).toEqual({ method: 'PUT', path: '/orders', token: 't', body: 'ünï' });
  } finally {
    await served.close();
  }
});

test('a served simulator can believe in another origin', async () => {
  const handle = (request: Request) => Promise.resolve(new Response(request.url));
  const served = await serve({ handle }, { origin: 'https://platform.test' });
  try {
    expect(await (await fetch(`${served.url}/orders?page=2`)).text()).toBe('https://platform.test/orders?page=2');
  } finally {
    await served.close();
  }
});

test('a connection that is lost while served is closed without an answer', async () => {
  const served = await serve(broken);
  try {
    const failure: unknown = await fetch(served.url).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'fetch failed', cause: { code: 'UND_ERR_SOCKET' } });
  } finally {
    await served.close();
  }
});

test("a served simulator's own mistake is told", async () => {
  const served = await serve({ handle: () => Promise.reject(new RangeError('no such book')) });
  try {
    const answer = await fetch(served.url);
    expect([answer.status, await answer.text()]).toEqual([500, 'The simulator failed: RangeError: no such book']);
  } finally {
    await served.close();
  }
});
