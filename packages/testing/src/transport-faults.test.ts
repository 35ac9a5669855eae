import { expect, test } from 'vitest';
import { createFaults, type FaultName } from './faults.ts';
import { manualClock } from './manual-clock.ts';
import { ConnectionLost } from './simulator.ts';
import { withTransportFaults } from './transport-faults.ts';

function platform(fault?: FaultName, times = 1) {
  const clock = manualClock();
  const faults = createFaults({ seed: 1 });
  if (fault) faults.arm(fault, { times });
  const effects: string[] = [];
  const handle = withTransportFaults(
    (request) => {
      effects.push(request.method);
      return Promise.resolve(new Response('done', { status: 201 }));
    },
    {
      faults,
      clock,
      classify: (request) => ({
        operation: request.method,
        subject: new URL(request.url).pathname,
        write: request.method !== 'GET',
      }),
      failed: (kind) => new Response(kind, { status: kind === 'outage' ? 503 : 502 }),
      slowReplyMs: 5_000,
      timeoutMs: 60_000,
    },
  );
  const send = (method = 'POST', signal?: AbortSignal) =>
    handle(new Request('https://platform.test/orders', { method, ...(signal && { signal }) }));
  return { clock, faults, effects, send };
}

test('without a fault the platform answers by itself', async () => {
  const { send, effects } = platform();
  expect((await send()).status).toBe(201);
  expect(effects).toEqual(['POST']);
});

test.each([
  ['outage', 503, 0],
  ['error-before', 502, 0],
  ['error-after', 502, 1],
] as const)('%s answers %d after %d effects, in the words of the platform', async (fault, status, count) => {
  const { send, effects } = platform(fault);
  const answer = await send();
  expect([answer.status, await answer.text()]).toEqual([status, fault]);
  expect(effects).toHaveLength(count);
});

test('a lost reply has its effect and no answer', async () => {
  const { send, effects } = platform('lost-reply');
  await expect(send()).rejects.toThrow(ConnectionLost);
  expect(effects).toHaveLength(1);
  expect((await send()).status).toBe(201);
});

test.each(['lost-reply', 'error-after'] as const)('%s waits for a write', async (fault) => {
  const { send, faults } = platform(fault);
  expect((await send('GET')).status).toBe(201);
  expect(faults.struck[fault]).toBe(0);
});

test('a slow reply comes after its time', async () => {
  const { send, clock } = platform('slow-reply');
  const start = clock.now();
  expect((await clock.settle(send())).status).toBe(201);
  expect(clock.now() - start).toBe(5_000);
});

test('on a timeout the effect happens, and the platform hangs up in the end', async () => {
  const { send, clock, effects } = platform('timeout');
  const start = clock.now();
  await expect(clock.settle(send())).rejects.toThrow(ConnectionLost);
  expect([clock.now() - start, effects.length]).toEqual([60_000, 1]);
});

test.each(['timeout', 'slow-reply'] as const)('on a %s a caller who hangs up is let go at once', async (fault) => {
  const { send, clock } = platform(fault);
  const caller = new AbortController();
  const answer = send('POST', caller.signal);
  const gone = expect(answer).rejects.toThrow(ConnectionLost);
  await clock.advance(1_000);
  caller.abort();
  await gone;
  expect(clock.sleepers).toBe(0);
});

test('faults are decided by operation and subject', async () => {
  const { send, faults } = platform('error-before');
  await send();
  expect(faults.log).toEqual([{ fault: 'error-before', subject: 'POST /orders' }]);
});
