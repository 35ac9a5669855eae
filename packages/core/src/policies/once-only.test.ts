import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock, type VirtualClock } from '../../test/virtual-clock.ts';
import { IntegrationError, type ErrorCode } from '../primitives/index.ts';
import { executeOnce, type OnceOnlyOptions } from './once-only.ts';

/** What happens to one sending: the effect may or may not take place, whatever the sender hears. */
type Fate = 'ok' | 'lost-before' | 'lost-after' | 'throttled' | 'refused' | 'duplicate';

const errors: Readonly<Record<Exclude<Fate, 'ok'>, ErrorCode>> = {
  'lost-before': 'connection-lost',
  'lost-after': 'connection-lost',
  throttled: 'throttled',
  refused: 'period-closed',
  duplicate: 'duplicate',
};

interface PlatformOptions {
  readonly fates?: readonly Fate[];
  /** Remembers the idempotency key, or upserts by reference. */
  readonly remembers?: boolean;
  /** How long an effect cannot be seen by a look. */
  readonly lagMs?: number;
  readonly looks?: readonly ('ok' | 'fails')[];
}

/** A platform with books of its own: each entry of `orders` is one order that really exists. */
function platform(clock: VirtualClock, { fates = [], remembers = false, lagMs = 0, looks = [] }: PlatformOptions = {}) {
  const orders: { readonly id: string; readonly visibleAt: number }[] = [];
  const story: string[] = [];
  const book = (): string => {
    const [first] = orders;
    if (remembers && first) return first.id;
    const id = `SO-${orders.length + 1}`;
    orders.push({ id, visibleAt: clock.now() + lagMs });
    return id;
  };
  return {
    orders,
    story,
    async send(_history: unknown, leaving: () => void): Promise<string> {
      leaving();
      const fate = fates[story.filter((it) => it === 'send').length] ?? 'ok';
      story.push('send');
      if (fate === 'ok') return book();
      if (fate === 'lost-after' || fate === 'duplicate') book();
      throw new IntegrationError(fate, { code: errors[fate] });
    },
    async look(): Promise<string | undefined> {
      const result = looks[story.filter((it) => it === 'look').length] ?? 'ok';
      story.push('look');
      if (result === 'fails')
        throw new IntegrationError('look failed', { code: 'connection-lost', disposition: 'retry' });
      return orders.find((order) => order.visibleAt <= clock.now())?.id;
    },
  };
}

const byKey = { key: 'Idempotency-Key' };
const byReference = { reference: 'externalId' };
const byProbe = { probe: async () => undefined };

function execute(
  clock: VirtualClock,
  books: ReturnType<typeof platform>,
  options: Pick<OnceOnlyOptions<string>, 'once'> & Partial<OnceOnlyOptions<string>>,
): Promise<string> {
  const backoff = [100, 200, 400, 800];
  const { send, look } = books;
  const probes = options.once.probe ? { look } : {};
  return clock.settle(executeOnce({ send, ...probes, retry: { backoff, clock, maxElapsedMs: 30_000 }, ...options }));
}

describe('by probe', () => {
  it('an outcome that could not be looked up in time says that it can be looked up later', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['lost-after'], looks: ['ok', ...Array<'fails'>(20).fill('fails')] });
    await expect(execute(clock, books, { once: byProbe })).rejects.toMatchObject({
      code: 'outcome-unknown',
      disposition: 'unknown',
      retryAfterMs: 0,
      details: { lastCode: 'connection-lost' },
      message: expect.stringMatching(/^It may have happened, and we could not find out: ./) as string,
    });
  });

  it('an outcome that nothing can tell does not ask to be looked up', async () => {
    const clock = virtualClock();
    const books = platform(clock);
    const old = { firstSentAt: clock.now() - 90_000_000, unresolved: true };
    const failed = execute(clock, books, { once: byKey, ...old });
    await expect(failed).rejects.toSatisfy((error: IntegrationError) => error.retryAfterMs === undefined);
  });

  it('the ERP commits an order and the reply is lost: one order, found by its reference', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['lost-after'] });
    await expect(execute(clock, books, { once: byProbe })).resolves.toBe('SO-1');
    expect(books.story).toEqual(['look', 'send', 'look']);
    expect(books.orders).toHaveLength(1);
  });

  it('an order that is there already is not sent at all', async () => {
    const clock = virtualClock();
    const books = platform(clock);
    await books.send({}, () => undefined);
    await expect(execute(clock, books, { once: byProbe })).resolves.toBe('SO-1');
    expect(books.story).toEqual(['send', 'look']);
  });

  it('a request that never arrived is sent again only after nothing can turn up any more', async () => {
    const clock = virtualClock(0);
    const books = platform(clock, { fates: ['lost-before'] });
    await expect(execute(clock, books, { once: byProbe })).resolves.toBe('SO-1');
    expect(clock.now()).toBeGreaterThanOrEqual(10_000);
    expect(books.orders).toHaveLength(1);
  });

  it('an order that becomes visible late is waited for, not doubled', async () => {
    const clock = virtualClock(0);
    const books = platform(clock, { fates: ['lost-after'], lagMs: 9_000 });
    await expect(execute(clock, books, { once: byProbe })).resolves.toBe('SO-1');
    expect(books.orders).toHaveLength(1);
  });

  it('a wait beyond the patience ends as unknown and says when to look again', async () => {
    const clock = virtualClock(0);
    const books = platform(clock, { fates: ['lost-after'], lagMs: 60_000 });
    const once = { ...byProbe, visibleWithin: '2m' } as const;
    await expect(execute(clock, books, { once })).rejects.toMatchObject({
      code: 'outcome-unknown',
      disposition: 'unknown',
      retryAfterMs: 119_900,
    });
    expect(books.story.filter((it) => it === 'send')).toHaveLength(1);
  });

  it('while looks fail nothing is sent again; it ends as unknown', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['lost-after'], looks: ['ok', ...Array<'fails'>(20).fill('fails')] });
    await expect(execute(clock, books, { once: byProbe })).rejects.toMatchObject({ code: 'outcome-unknown' });
    expect(books.story.filter((it) => it === 'send')).toHaveLength(1);
    expect(books.story.filter((it) => it === 'look').length).toBeGreaterThan(3);
  });

  it('a look that fails before the first sending is made again, and nothing is sent blindly', async () => {
    const clock = virtualClock();
    const books = platform(clock, { looks: ['fails'] });
    await expect(execute(clock, books, { once: byProbe })).resolves.toBe('SO-1');
    expect(books.story).toEqual(['look', 'look', 'send']);
  });

  it('a process that died after sending looks before it sends again', async () => {
    const clock = virtualClock();
    const books = platform(clock);
    await books.send({}, () => undefined);
    await expect(execute(clock, books, { once: byProbe, firstSentAt: clock.now() })).resolves.toBe('SO-1');
    expect(books.orders).toHaveLength(1);
  });

  it('a throttled sending did nothing, so the next one needs no wait beyond the backoff', async () => {
    const clock = virtualClock(0);
    const books = platform(clock, { fates: ['throttled'] });
    await execute(clock, books, { once: byProbe });
    expect(clock.now()).toBe(100);
  });

  it('a refusal is a refusal', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['refused'] });
    await expect(execute(clock, books, { once: byProbe })).rejects.toMatchObject({ code: 'period-closed' });
  });

  it('a duplicate that turns out to be ours is our result', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['duplicate'] });
    await expect(execute(clock, books, { once: byProbe })).resolves.toBe('SO-1');
  });
});

describe('by key', () => {
  it('a lost reply is asked for again under the same key', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['lost-after'], remembers: true });
    await expect(execute(clock, books, { once: byKey })).resolves.toBe('SO-1');
    expect(books.story).toEqual(['send', 'send']);
  });

  it('a key that the platform forgot protects nothing: without a probe it stops', async () => {
    const clock = virtualClock();
    const books = platform(clock);
    const firstSentAt = clock.now() - 25 * 3_600_000;
    await expect(execute(clock, books, { once: byKey, firstSentAt })).rejects.toMatchObject({
      code: 'outcome-unknown',
      disposition: 'unknown',
    });
    expect(books.story).toEqual([]);
  });

  it('a key that the platform forgot is replaced by a look', async () => {
    const clock = virtualClock();
    const books = platform(clock, { lagMs: 0 });
    await books.send({}, () => undefined);
    const firstSentAt = clock.now() - 3_600_000;
    const once = { ...byKey, ...byProbe, keptFor: '30m' } as const;
    await expect(execute(clock, books, { once, firstSentAt })).resolves.toBe('SO-1');
    expect(books.orders).toHaveLength(1);
  });

  it('the window counts from the first sending, not from the latest', async () => {
    const clock = virtualClock();
    const books = platform(clock);
    const firstSentAt = clock.now() - 31 * 60_000;
    const once = { ...byKey, keptFor: '30m' } as const;
    await expect(execute(clock, books, { once, firstSentAt, lastSentAt: clock.now() - 60_000 })).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
  });
});

describe('by reference', () => {
  it('a lost reply is followed by the same upsert', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['lost-after', 'lost-after'], remembers: true });
    await expect(execute(clock, books, { once: byReference })).resolves.toBe('SO-1');
    expect(books.story).toEqual(['send', 'send', 'send']);
    expect(books.orders).toHaveLength(1);
  });

  it('a refusal after a lost reply does not say that nothing happened', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: ['lost-after', 'refused'] });
    await expect(execute(clock, books, { once: byReference })).rejects.toMatchObject({
      code: 'outcome-unknown',
      disposition: 'unknown',
      details: { lastCode: 'period-closed' },
    });
  });

  it('an earlier sending that ended unknown stays unknown when the next one is throttled for too long', async () => {
    const clock = virtualClock();
    const books = platform(clock, { fates: Array<Fate>(9).fill('throttled') });
    const firstSentAt = clock.now() - 1_000;
    await expect(execute(clock, books, { once: byReference, firstSentAt, unresolved: true })).rejects.toMatchObject({
      disposition: 'unknown',
    });
  });
});

it('whatever happens to the sendings and looks, there is never a second order, and done means there is one', async () => {
  const fate = fc.constantFrom<Fate>('ok', 'lost-before', 'lost-after', 'throttled', 'refused', 'duplicate');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { maxLength: 6 }),
      fc.array(fc.constantFrom('ok' as const, 'fails' as const), { maxLength: 8 }),
      fc.integer({ min: 0, max: 9_999 }),
      fc.constantFrom('probe', 'key', 'key and probe', 'reference'),
      fc.integer({ min: 1, max: 3 }),
      async (fates, looks, lagMs, strategy, calls) => {
        const clock = virtualClock(0);
        const books = platform(clock, { fates, looks, lagMs, remembers: strategy !== 'probe' });
        const once = { probe: byProbe, key: byKey, 'key and probe': { ...byKey, ...byProbe }, reference: byReference }[
          strategy
        ];
        let firstSentAt: number | undefined;
        // A durable caller comes back later, knowing only when it first sent.
        for (let call = 0; call < calls; call += 1) {
          const send = (history: unknown, leaving: () => void): Promise<string> =>
            books.send(history, () => {
              firstSentAt ??= clock.now();
              leaving();
            });
          const outcome = await execute(clock, books, { once, send, firstSentAt }).then(
            (id) => ({ id }),
            (error: unknown) => ({ error: error as IntegrationError }),
          );
          expect(books.orders.length).toBeLessThanOrEqual(1);
          if ('id' in outcome) {
            expect(books.orders.map((order) => order.id)).toEqual([outcome.id]);
            return;
          }
          // "Nothing happened" must be true of this call's sendings.
          if (outcome.error.disposition === 'retry' && call === 0) expect(books.orders).toHaveLength(0);
          await clock.advance(1_000);
        }
      },
    ),
    { numRuns: 300 },
  );
});
