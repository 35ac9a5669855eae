import { expect, test } from 'vitest';
import { aDock, openDock } from '../dock-world.ts';
import { placed, webhook } from '../systems.ts';

async function answerTo(request: Request) {
  const { dock, journal } = await openDock();
  const response = await dock.systems.shop.webhook(request);
  const body = await response.json();
  const stored = await journal.delivery(1);
  return { status: response.status, headers: response.headers, body, stored };
}

test('a signed webhook is stored, acknowledged and takes effect', async () => {
  const { push, erp, rest } = await openDock();
  expect(await push(placed('A-1'))).toBe(200);
  await rest();
  expect(erp.told).toEqual(['createOrder A-1']);
});

test('a webhook without a signature is refused and not stored', async () => {
  const request = webhook(placed());
  request.headers.delete('x-signature');
  expect(await answerTo(request)).toMatchObject({
    status: 401,
    body: { error: 'signature-missing' },
    stored: undefined,
  });
});

test('a webhook with a wrong signature is refused and not stored', async () => {
  const request = webhook(placed(), { headers: { 'x-signature': 'ab'.repeat(32) } });
  expect(await answerTo(request)).toMatchObject({
    status: 401,
    body: { error: 'signature-invalid' },
    stored: undefined,
  });
});

test('a webhook whose body was changed on the way is refused', async () => {
  const signed = webhook(placed('A-1'));
  const request = webhook(placed('A-2'), { headers: { 'x-signature': signed.headers.get('x-signature') } });
  expect(await answerTo(request)).toMatchObject({ status: 401, stored: undefined });
});

test('a body that declares more than allowed is refused unread', async () => {
  const request = webhook(placed(), { headers: { 'content-length': '10001' } });
  expect(await answerTo(request)).toMatchObject({ status: 413, body: { error: 'body-too-large' }, stored: undefined });
});

test('a body that turns out longer than allowed is not read to its end', async () => {
  let chunks = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      chunks++;
      controller.enqueue(new Uint8Array(4_000));
    },
  });
  const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit;
  expect(await answerTo(new Request('https://us.test/', init))).toMatchObject({ status: 413, stored: undefined });
  expect(chunks).toBeLessThan(6);
});

test.each([
  ['that says it is JSON', { 'content-type': 'application/json', 'x-id': 'w1' }],
  ['that does not say what it is', { 'content-type': '' }],
])('a signed body %s and is no JSON is refused and not stored', async (_how, headers) => {
  expect(await answerTo(webhook('{"id": 1,', { headers }))).toMatchObject({
    status: 400,
    body: { error: 'body-invalid' },
    stored: undefined,
  });
});

test.each(['GET', 'POST'])(
  'a platform that asks by %s whether somebody is there is answered, and nothing is stored',
  async (method) => {
    const { dock, journal } = await openDock();
    const response = await dock.systems.shop.webhook(new Request('https://us.test/?challenge=a<b>', { method }));
    expect([response.status, await response.text()]).toEqual([200, 'a<b>']);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await journal.delivery(1)).toBeUndefined();
  },
);

test.each(['GET', 'PUT', 'DELETE', 'HEAD'])('%s is not how webhooks come', async (method) => {
  const { dock } = await openDock();
  const response = await dock.systems.shop.webhook(new Request('https://us.test/', { method }));
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
});

test('a system without webhooks says so', async () => {
  const { dock } = await openDock();
  const response = await dock.systems.erp.webhook(new Request('https://us.test/', { method: 'POST', body: '{}' }));
  expect(response.status).toBe(404);
});

test.each(['before the start', 'after the stop'])('%s a webhook is not acknowledged', async (when) => {
  const { dock, push, journal } = aDock();
  if (when === 'after the stop') {
    await dock.start();
    await dock.stop();
  }
  expect(await push(placed())).toBe(503);
  await journal.open();
  expect(await journal.delivery(1)).toBeUndefined();
});

test('what is stored of a webhook holds no credentials of the sender', async () => {
  const headers = { authorization: 'Basic abc', cookie: 'session=1', 'x-api-version': '7' };
  const { stored } = await answerTo(webhook(placed(), { headers }));
  expect(stored?.headers).toMatchObject({ 'x-api-version': '7' });
  expect(JSON.stringify(stored?.headers)).not.toMatch(/Basic abc|session=1/);
});
