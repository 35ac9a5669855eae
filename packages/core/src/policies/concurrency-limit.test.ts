import { expect, it } from 'vitest';
import { IntegrationError } from '../primitives/index.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';

/** Work that ends when it is told to. */
function job() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return {
    work: () => promise,
    done: () => resolve('done'),
    fail: (code: 'busy' | 'conflict') => reject(new IntegrationError(code, { code })),
  };
}

it('no more calls run than the limit, and the others follow in the order they came', async () => {
  const limit = createConcurrencyLimit({ limit: 2 });
  const jobs = [job(), job(), job(), job()];
  const ended: number[] = [];
  const runs = jobs.map((it, index) => limit.run(it.work).then(() => ended.push(index)));
  expect([limit.running, limit.waiting]).toEqual([2, 2]);
  for (const it of jobs) {
    it.done();
    await Promise.resolve();
  }
  await Promise.all(runs);
  expect(ended).toEqual([0, 1, 2, 3]);
  expect([limit.running, limit.waiting]).toEqual([0, 0]);
});

it('a failure frees its place', async () => {
  const limit = createConcurrencyLimit({ limit: 1 });
  const first = job();
  const failing = expect(limit.run(first.work)).rejects.toMatchObject({ code: 'conflict' });
  first.fail('conflict');
  await failing;
  await expect(limit.run(async () => 'next')).resolves.toBe('next');
});

it("a caller who gives up in line does not run and takes nobody's place", async () => {
  const limit = createConcurrencyLimit({ limit: 1 });
  const first = job();
  const running = limit.run(first.work);
  const controller = new AbortController();
  let ran = false;
  const waiting = expect(limit.run(async () => void (ran = true), controller.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  controller.abort();
  await waiting;
  first.done();
  await running;
  expect([ran, limit.running, limit.waiting]).toEqual([false, 0, 0]);
});

it('a busy platform halves the limit once for a whole wave, and successes bring it back', async () => {
  const limit = createConcurrencyLimit({ limit: 8 });
  const wave = [job(), job(), job(), job()];
  const runs = wave.map((it) => limit.run(it.work).catch(() => 'busy'));
  for (const it of wave) it.fail('busy');
  await Promise.all(runs);
  expect(limit.limit).toBe(4);
  for (let call = 0; call < 60; call += 1) await limit.run(async () => 'ok');
  expect(limit.limit).toBe(8);
});

it('the limit never shrinks below one', async () => {
  const limit = createConcurrencyLimit({ limit: 3 });
  for (let call = 0; call < 5; call += 1) {
    const it = job();
    it.fail('busy');
    await limit.run(it.work).catch(() => 'busy');
  }
  expect(limit.limit).toBe(1);
});
