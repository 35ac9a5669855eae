import { expect, test } from 'vitest';
import { manualClock } from './manual-clock.ts';

test('sleepers wake in the order of their times, and of their coming when those are equal', async () => {
  const clock = manualClock({ now: 0 });
  const woken: string[] = [];
  const sleep = (name: string, ms: number) => clock.sleep(ms).then(() => woken.push(`${name} at ${clock.now()}`));
  const all = [sleep('late', 30), sleep('early', 10), sleep('second', 20), sleep('third', 20)];
  await clock.advance(25);
  expect(woken).toEqual(['early at 10', 'second at 20', 'third at 20']);
  await clock.advance(5);
  await Promise.all(all);
  expect(woken.at(-1)).toBe('late at 30');
});

test('what a sleeper does happens before the next one wakes', async () => {
  const clock = manualClock({ now: 0 });
  const story: string[] = [];
  const first = clock.sleep(10).then(async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    story.push('first is done');
    await clock.sleep(1);
    story.push('first slept again');
  });
  const second = clock.sleep(12).then(() => story.push('second'));
  await clock.advance(20);
  await Promise.all([first, second]);
  expect(story).toEqual(['first is done', 'first slept again', 'second']);
});

test('time does not move on while Node still signs', async () => {
  const clock = manualClock({ now: 0 });
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  let signed = 0;
  const work = (async () => {
    for (let count = 0; count < 20; count++) {
      await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new Uint8Array(1_000_000));
      signed++;
    }
  })();
  const timer = clock.sleep(1_000).then(() => signed);
  await clock.runToIdle();
  await work;
  expect(await timer).toBe(20);
});

test('running to idle jumps from sleeper to sleeper until nobody sleeps', async () => {
  const clock = manualClock({ now: '2026-11-27T00:00:00Z' });
  const waits = [3_600_000, 60_000, 7_200_000];
  const work = (async () => {
    for (const ms of waits) await clock.sleep(ms);
  })();
  expect(await clock.runToIdle()).toBe(10_860_000);
  await work;
  expect([clock.sleepers, new Date(clock.now()).toISOString()]).toEqual([0, '2026-11-27T03:01:00.000Z']);
});

test('running to idle ends at its limit when somebody sleeps for ever again', async () => {
  const clock = manualClock({ now: 0 });
  const stop = new AbortController();
  const forever = (async () => {
    for (;;) await clock.sleep(60_000, stop.signal);
  })();
  expect(await clock.runToIdle({ maxMs: 600_000 })).toBe(600_000);
  stop.abort(new Error('over'));
  await expect(forever).rejects.toThrow('over');
});

test('a sleeper who is cancelled leaves with the reason', async () => {
  const clock = manualClock();
  const caller = new AbortController();
  const sleeping = clock.sleep(1_000, caller.signal);
  caller.abort(new RangeError('enough'));
  await expect(sleeping).rejects.toThrow(RangeError);
  await expect(clock.sleep(1, caller.signal)).rejects.toThrow(RangeError);
  expect(clock.sleepers).toBe(0);
});

test('settling lets as much time pass as a promise needs, and no more', async () => {
  const clock = manualClock({ now: 0 });
  const other = clock.sleep(1_000_000);
  const answer = clock.sleep(5_000).then(() => 'done');
  expect([await clock.settle(answer), clock.now(), clock.sleepers]).toEqual(['done', 5_000, 1]);
  await clock.runToIdle();
  await other;
});

test('a promise that nothing will settle is told, not waited for', async () => {
  const clock = manualClock();
  await expect(clock.settle(Promise.withResolvers().promise)).rejects.toThrow('nobody sleeps any more');
  const slow = clock.sleep(10_000);
  await expect(clock.settle(slow, { maxMs: 5_000 })).rejects.toThrow('1 still sleep');
});
