import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { virtualClock } from '../../test/virtual-clock.ts';
import { defineCapability, type Call, type OnceOnly } from '../capabilities/index.ts';
import { IntegrationError, silentObserver, type Observer } from '../primitives/index.ts';
import { createBarriers } from './barriers.ts';
import { createPipeline, type CallContext, type PipelineOptions } from './pipeline.ts';

/** A schema that tells when it is used. */
const traced = (trace: string[], name: string) =>
  z.object({ ref: z.string() }).superRefine(() => {
    trace.push(name);
  });

function bookOrder(trace: string[] = [], effect: 'read' | 'write' = 'write') {
  return defineCapability({
    name: 'bookOrder',
    version: 1,
    effect,
    domain: 'order',
    ownership: 'publish',
    input: traced(trace, 'input schema'),
    output: traced(trace, 'output schema'),
    reference: ({ ref }) => ref,
  });
}

const idle = new AbortController().signal;
const context: CallContext = { key: 'flow/1/A-1/book', txn: 'A-1', signal: idle };
const pipelineOf = (options: Partial<PipelineOptions> = {}) =>
  createPipeline({ system: 'erp', owns: { order: 'shop' }, clock: virtualClock(), random: () => 0, ...options });

const lost = () => new IntegrationError('Lost', { code: 'connection-lost' });
const byKey = { key: 'Idempotency-Key' } as const;

it('every call passes the stages in the written order', async () => {
  const trace: string[] = [];
  const say = (stage: string) => void trace.push(stage);
  const observer: Observer = { ...silentObserver, count: () => say('observer') };
  const owns = {
    get order() {
      say('ownership');
      return 'shop';
    },
  };
  const pipeline = pipelineOf({
    owns,
    observer,
    gate: { pass: () => say('gate'), close: () => undefined },
    concurrency: {
      run: async (work) => {
        say('concurrency');
        return work();
      },
    },
    throttle: { take: async () => say('throttle') },
    breaker: {
      run: async (work) => {
        say('breaker');
        return work().catch((error: unknown) => {
          say(`error table: ${(error as IntegrationError).system}`);
          throw error;
        });
      },
    },
  });
  const looks: (object | undefined)[] = [undefined, { ref: 'A-1' }];
  const once: OnceOnly<unknown, { ref: string }> = {
    probe: async () => {
      say('look');
      return looks.shift() as { ref: string } | undefined;
    },
  };
  const implementation = {
    once,
    run: async (): Promise<{ ref: string }> => {
      say('attempt');
      throw lost();
    },
  };
  const record = {
    attempted: async () => say('journal: attempted'),
    failed: () => say('journal: failed'),
    succeeded: () => say('journal: succeeded'),
  };
  await pipeline.call(bookOrder(trace), implementation, { ref: 'A-1' }, { ...context, record });
  const way = ['gate', 'concurrency', 'throttle', 'gate', 'breaker'];
  expect(trace).toEqual([
    'input schema',
    'ownership',
    // idempotency: look before …
    ...way,
    'look',
    // … send …
    ...way,
    'journal: attempted',
    'attempt',
    'error table: erp',
    'journal: failed',
    // … and look if it is unknown
    ...way,
    'look',
    'output schema',
    'journal: succeeded',
    'observer',
  ]);
});

describe('before anything is sent', () => {
  const never = { once: byKey, run: async () => expect.unreachable('it was sent') };

  it('an input that does not fit is refused with its path and without its value', async () => {
    const call = pipelineOf().call(bookOrder(), never, { ref: 4711 }, context);
    await expect(call).rejects.toMatchObject({ code: 'input-invalid', disposition: 'reject', path: 'ref' });
    await expect(call).rejects.not.toThrow(/4711/);
  });

  it('the owner of a domain is not overwritten with a copy', async () => {
    const call = pipelineOf({ owns: { order: 'erp' } }).call(bookOrder(), never, { ref: 'A-1' }, context);
    await expect(call).rejects.toMatchObject({ code: 'not-owner', disposition: 'reject' });
  });

  it('one of several owners is an owner', async () => {
    const call = pipelineOf({ owns: { order: ['shop', 'erp'] } }).call(bookOrder(), never, { ref: 'A-1' }, context);
    await expect(call).rejects.toMatchObject({ code: 'not-owner' });
  });

  it('what only the owner serves is not asked of anybody else', async () => {
    const confirm = { ...bookOrder(), ownership: 'owner' as const };
    await expect(pipelineOf().call(confirm, never, { ref: 'A-1' }, context)).rejects.toMatchObject({
      code: 'not-owner',
    });
  });

  it('a closed gate is told at once, with the time at which it opens, and nothing is journaled', async () => {
    const clock = virtualClock();
    const barriers = createBarriers({ limits: {}, clock });
    barriers.gate.close({ reason: 'Stocktaking', reopenAt: clock.now() + 5_000 });
    const told: string[] = [];
    const record = { attempted: async () => void told.push('attempted'), failed: () => void told.push('failed') };
    const call = pipelineOf({ clock, ...barriers }).call(bookOrder(), never, { ref: 'A-1' }, { ...context, record });
    await expect(call).rejects.toMatchObject({ code: 'gate-closed', retryAfterMs: 5_000, system: 'erp' });
    expect(told).toEqual([]);
    expect(clock.sleeps).toEqual([]);
  });

  it('a gate that closes while the call waits in line holds it', async () => {
    const clock = virtualClock();
    const barriers = createBarriers({ limits: { perSecond: 1, burst: 1 }, clock });
    await barriers.throttle?.take();
    const call = pipelineOf({ clock, ...barriers }).call(bookOrder(), never, { ref: 'A-1' }, context);
    const refused = expect(call).rejects.toMatchObject({ code: 'gate-closed' });
    barriers.gate.close({ reason: 'Stocktaking' });
    await clock.advance(1_000);
    await refused;
  });
});

describe('attempts', () => {
  it('a throttled call is repeated within seconds, never sooner than told, under the same key', async () => {
    const clock = virtualClock(0);
    const calls: Call[] = [];
    const sentAt: number[] = [];
    const run = async (_: unknown, call: Call) => {
      calls.push(call);
      sentAt.push(clock.now());
      if (calls.length === 1) throw new IntegrationError('Slow down', { code: 'throttled', retryAfterMs: 4_000 });
      return { ref: 'A-1' };
    };
    await clock.settle(pipelineOf({ clock }).call(bookOrder(), { once: byKey, run }, { ref: 'A-1' }, context));
    expect(sentAt).toEqual([0, 4_000]);
    expect(calls.map(({ key, attempt, firstSentAt }) => ({ key, attempt, firstSentAt }))).toEqual([
      { key: 'flow/1/A-1/book', attempt: 1, firstSentAt: undefined },
      { key: 'flow/1/A-1/book', attempt: 2, firstSentAt: 0 },
    ]);
  });

  it('a write leaves only when the journal has it', async () => {
    const record = {
      attempted: async () => Promise.reject(new IntegrationError('Disk full', { code: 'journal-full' })),
      failed: () => expect.unreachable('nothing was sent'),
    };
    const implementation = { once: byKey, run: async () => expect.unreachable('it was sent') };
    const clock = virtualClock();
    const call = pipelineOf({ clock }).call(bookOrder(), implementation, { ref: 'A-1' }, { ...context, record });
    await expect(clock.settle(call)).rejects.toMatchObject({ code: 'journal-full', disposition: 'retry' });
  });

  it('a write that takes too long may have happened, a read is repeated', async () => {
    const run = () => new Promise<never>(() => undefined);
    const clock = virtualClock(0);
    const pipeline = pipelineOf({ clock, attemptTimeoutMs: 1_000, retry: { retries: 2 } });
    const write = pipeline.call(bookOrder(), { once: byKey, run }, { ref: 'A-1' }, context);
    await expect(clock.settle(write)).rejects.toMatchObject({ code: 'outcome-unknown', disposition: 'unknown' });
    const read = pipeline.call(bookOrder([], 'read'), { run }, { ref: 'A-1' }, context);
    await expect(clock.settle(read)).rejects.toMatchObject({ code: 'timeout', disposition: 'retry' });
  });

  it('a write that is cancelled under way is unknown', async () => {
    const controller = new AbortController();
    const run = () => {
      controller.abort();
      return new Promise<never>(() => undefined);
    };
    const call = pipelineOf().call(
      bookOrder(),
      { once: byKey, run },
      { ref: 'A-1' },
      { ...context, signal: controller.signal },
    );
    await expect(call).rejects.toMatchObject({ disposition: 'unknown' });
  });

  it('a fault inside the connector is not repeated, and for a write nobody knows how far it came', async () => {
    let runs = 0;
    const run = async () => {
      runs += 1;
      throw new TypeError('Cannot read properties of undefined (reading "Jane Doe")');
    };
    const call = pipelineOf().call(bookOrder(), { once: byKey, run }, { ref: 'A-1' }, context);
    const error = await call.catch((thrown: unknown) => thrown as IntegrationError);
    expect(error).toMatchObject({ disposition: 'unknown', details: { lastCode: 'internal' } });
    expect(JSON.stringify(error)).not.toContain('Jane');
    expect(runs).toBe(1);
  });

  it('an answer that does not fit its capability leaves a write unknown and refuses a read', async () => {
    const run = async () => ({ id: 'Jane Doe' }) as never;
    const write = pipelineOf().call(bookOrder(), { once: byKey, run }, { ref: 'A-1' }, context);
    await expect(write).rejects.toMatchObject({ code: 'output-invalid', disposition: 'unknown', path: 'ref' });
    const read = pipelineOf().call(bookOrder([], 'read'), { run }, { ref: 'A-1' }, context);
    await expect(read).rejects.toMatchObject({ code: 'output-invalid', disposition: 'reject' });
  });

  it('a system that says it is in maintenance closes the gate for everybody', async () => {
    const clock = virtualClock();
    const barriers = createBarriers({ limits: {}, clock });
    const pipeline = pipelineOf({ clock, ...barriers });
    const run = async () => {
      throw new IntegrationError('Update running', { code: 'maintenance', retryAfterMs: 600_000 });
    };
    await expect(pipeline.call(bookOrder(), { once: byKey, run }, { ref: 'A-1' }, context)).rejects.toMatchObject({
      code: 'maintenance',
    });
    expect(barriers.gate.check()).toMatchObject({ state: 'closed', code: 'maintenance', retryAfterMs: 600_000 });
  });

  it('a system that is down is left alone after some outages, and tried by one call when time is over', async () => {
    const clock = virtualClock();
    const barriers = createBarriers({ limits: {}, clock });
    const pipeline = pipelineOf({ clock, ...barriers, retry: { retries: 0 } });
    let runs = 0;
    let down = true;
    const run = async () => {
      runs += 1;
      if (down) throw new IntegrationError('Down', { code: 'system-unavailable' });
      return { ref: 'A-1' };
    };
    const call = () => pipeline.call(bookOrder(), { once: byKey, run }, { ref: 'A-1' }, context);
    for (let i = 0; i < 8; i += 1) await call().catch(() => undefined);
    expect(runs).toBe(5);
    await expect(call()).rejects.toMatchObject({ code: 'circuit-open' });
    down = false;
    await clock.advance(15_000);
    await expect(call()).resolves.toEqual({ ref: 'A-1' });
  });

  it('reads are not journaled as attempts', async () => {
    const record = { attempted: () => expect.unreachable('a read leaves no trace'), failed: () => undefined };
    const read = { run: async () => ({ ref: 'A-1' }) };
    await pipelineOf().call(bookOrder([], 'read'), read, { ref: 'A-1' }, { ...context, record });
  });
});

it('no more calls are in flight than the connector declares', async () => {
  const clock = virtualClock();
  const pipeline = pipelineOf({ clock, ...createBarriers({ limits: { concurrency: 3 }, clock }) });
  let running = 0;
  let most = 0;
  const run = async () => {
    most = Math.max(most, (running += 1));
    await clock.sleep(10);
    running -= 1;
    return { ref: 'A-1' };
  };
  const calls = Array.from({ length: 10 }, () =>
    pipeline.call(bookOrder(), { once: byKey, run }, { ref: 'A-1' }, context),
  );
  await clock.settle(Promise.all(calls));
  expect(most).toBe(3);
});
