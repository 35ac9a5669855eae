import { describe, expect, it, vi } from 'vitest';
import { type CheckedInput } from '../../../src/capabilities/index.ts';
import { IntegrationError, seededRandom, silentObserver } from '../../../src/primitives/index.ts';
import { type InventoryLevel, pieces } from '../../../src/schemas/index.ts';
import { Offers } from '../../../src/services/availability/offer.ts';
import { type PublicationOptions } from '../../../src/services/availability/publication.ts';
import { Publisher } from '../../../src/services/availability/publisher.ts';
import { aLevel, aMovement, aService, isoAt, request, someRules } from './service.ts';

const minute = 60_000;

/** A channel with books of its own. What it is told it shows, unless it shows something else than the teller believes. */
class ChannelBooks {
  readonly shown = new Map<string, number>();
  readonly writes: CheckedInput<'setInventory'>[] = [];
  readonly reads: (readonly string[])[] = [];
  /** Fails the next calls. */
  readonly failures: (IntegrationError | 'reply-lost' | undefined)[] = [];
  /** SKUs that it refuses. */
  readonly refused = new Set<string>();

  get toldLevels(): string[] {
    return this.writes.flatMap((it) => it.levels.map(({ sku, quantity }) => `${sku} ${quantity.amount}`));
  }

  readonly read = async (skus: readonly string[]): Promise<readonly InventoryLevel[]> => {
    this.reads.push(skus);
    return skus.flatMap((sku) => {
      const units = this.shown.get(sku);
      return units === undefined ? [] : [aLevel('online', units, { sku })];
    });
  };

  readonly write = async (publication: CheckedInput<'setInventory'>): Promise<void> => {
    const failure = this.failures.shift();
    if (failure instanceof IntegrationError) throw failure;
    if (publication.levels.some((it) => this.refused.has(it.sku)))
      throw new IntegrationError('No', { code: 'refused' });
    for (const { sku, expected } of publication.levels) {
      if (expected !== undefined && Number(expected.amount) !== this.shown.get(sku)) {
        throw new IntegrationError('It shows another level', { code: 'conflict' });
      }
    }
    this.writes.push(publication);
    for (const { sku, quantity } of publication.levels) this.shown.set(sku, Number(quantity.amount));
    if (failure === 'reply-lost') throw new IntegrationError('The reply was lost', { code: 'timeout' });
  };

  /** The channel sells by itself. */
  sell(sku: string, units: number): void {
    this.shown.set(sku, (this.shown.get(sku) ?? 0) - units);
  }
}

async function published(
  options: Partial<PublicationOptions> = {},
  levels: Record<string, number> = { 'SHOE-41': 20 },
) {
  const world = await aService({ rules: someRules({ channels: { web: { ship: { kinds: ['warehouse'] } } } }) });
  const { service, clock } = world;
  await service.setLevels(Object.entries(levels).map(([sku, units]) => aLevel('dc-1', units, { sku })));
  const channel = new ChannelBooks();
  for (const sku of Object.keys(levels)) channel.shown.set(sku, 0);
  const publisher = new Publisher({
    core: service.core,
    system: 'shop',
    port: channel,
    options: { channel: 'web', location: 'online', ...options },
    clock,
    random: seededRandom(1),
    observer: silentObserver,
  });
  const sale = (ref: string, units: number, sku = 'SHOE-41') =>
    service.move([aMovement(ref, -units, { sku, location: 'dc-1', occurredAt: isoAt(clock.now()) })]);
  return { ...world, channel, publisher, sale, shown: (sku = 'SHOE-41') => channel.shown.get(sku) };
}

describe('publication', () => {
  it('compares a catalogue of 100,000 variants and tells the 12 that changed', { timeout: 60_000 }, async () => {
    const catalogue = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, number) => [`SKU-${number}`, 20 + (number % 7)]),
    );
    const { channel, publisher, clock, sale } = await published({ batchSize: 1_000, callsPerSecond: 100 }, catalogue);
    for (const [sku, units] of Object.entries(catalogue)) channel.shown.set(sku, units);
    publisher.start();
    await clock.advance(5 * minute);
    expect([channel.writes.length, channel.reads.length]).toEqual([0, 100]);
    await Promise.all(Array.from({ length: 12 }, (_, number) => sale(`s-${number}`, 1, `SKU-${number * 1_000}`)));
    await clock.advance(minute);
    expect(channel.toldLevels).toHaveLength(12);
    expect(channel.writes).toHaveLength(1);
    expect([publisher.status().waiting, channel.reads.length]).toEqual([0, 100]);
    await publisher.stop();
  });

  it('tells a SKU that changes many times once, with its newest number', async () => {
    const { channel, publisher, clock, sale } = await published();
    publisher.start();
    await clock.advance(minute);
    for (let number = 0; number < 9; number++) await sale(`s-${number}`, 1);
    await clock.advance(minute);
    expect(channel.toldLevels).toEqual(['SHOE-41 20', 'SHOE-41 11']);
  });

  it('looks at everything once when many stores come back at once, and tells only what that changed', async () => {
    const { service, clock, channel, publisher } = await published({}, { 'SHOE-41': 20, 'SHOE-42': 30 });
    publisher.start();
    await clock.advance(minute);
    const before = channel.reads.length;
    const numbers = vi.spyOn(Offers.prototype, 'sellable');
    // Each word may change every number: another version of the rules is the plainest.
    for (let version = 10; version < 60; version++) await service.setRules({ ...service.rules(), version });
    await clock.advance(minute);
    expect(numbers.mock.calls.length).toBeLessThan(20);
    expect([channel.reads.length, channel.toldLevels]).toEqual([before, ['SHOE-41 20', 'SHOE-42 30']]);
    expect(publisher.status().waiting).toBe(0);
    numbers.mockRestore();
    await publisher.stop();
  });

  it('tells what is scarce first, those with least before the others', async () => {
    const { channel, publisher, clock } = await published({ batchSize: 1 }, { MANY: 500, FEW: 5, NONE: 0, LAST: 1 });
    channel.shown.set('NONE', 3);
    publisher.start();
    await clock.advance(minute);
    expect(channel.toldLevels).toEqual(['NONE 0', 'LAST 1', 'FEW 5', 'MANY 500']);
  });

  it('keeps to its budget of calls', async () => {
    const levels = Object.fromEntries(Array.from({ length: 40 }, (_, number) => [`SKU-${number}`, 20]));
    const { channel, publisher, clock } = await published({ batchSize: 1, callsPerSecond: 2 }, levels);
    publisher.start();
    await clock.advance(10_000);
    expect(channel.reads.length + channel.writes.length).toBeLessThanOrEqual(22);
    expect(publisher.status()).toMatchObject({ waiting: 29, oldestMs: 10_000 });
  });

  it('never tells a number over a sale that the channel made meanwhile', async () => {
    const { channel, publisher, clock, service, shown, sale } = await published();
    publisher.start();
    await clock.advance(minute);
    channel.sell('SHOE-41', 3);
    // A receipt makes our number greater, and we have not heard of the three yet.
    await service.move([aMovement('receipt', 5, { location: 'dc-1', occurredAt: isoAt(clock.now()) })]);
    await clock.advance(minute);
    expect(shown()).toBe(17);
    expect(publisher.status()).toMatchObject({ contested: 1, waiting: 1 });
    await sale('web-order', 3);
    await clock.advance(3 * minute);
    expect(shown()).toBe(22);
    expect(publisher.status()).toMatchObject({ waiting: 0 });
  });

  it('tells a lower number at once, whatever the channel has sold', async () => {
    const { channel, publisher, clock, shown, sale } = await published();
    publisher.start();
    await clock.advance(minute);
    channel.sell('SHOE-41', 1);
    await sale('till', 15);
    await clock.advance(10_000);
    expect(shown()).toBe(5);
  });

  it('writes nothing when the channel shows the number already', async () => {
    const { channel, publisher, clock, service } = await published();
    publisher.start();
    await clock.advance(minute);
    channel.sell('SHOE-41', 2);
    await service.reserve(request('order-1', 2, { channel: 'web' }));
    await clock.advance(minute);
    expect(channel.toldLevels).toEqual(['SHOE-41 20']);
    expect(publisher.status()).toMatchObject({ waiting: 0 });
  });

  it('does not take committed units off twice where the channel does so itself', async () => {
    const { publisher, clock, service, shown } = await published({ kind: 'on-hand' });
    publisher.start();
    await service.commit(await service.reserve(request('order-1', 3, { channel: 'web' })));
    await service.reserve(request('phone-order', 4, { channel: 'phone' })).catch(() => undefined);
    await service.reserve(request('b2b-order', 4));
    await clock.advance(minute);
    // 20 on hand, 4 promised elsewhere; the channel takes its own 3 off.
    expect(shown()).toBe(16);
    expect(service.sellable('SHOE-41', 'web')).toEqual(pieces(13));
  });

  it('tells nothing while the rules do not name its channel, and goes on when they do', async () => {
    const { channel, publisher, clock, service, sale } = await published();
    publisher.start();
    await clock.advance(minute);
    const { channels, ...rules } = service.rules();
    await service.setRules({ ...rules, version: 2, channels: { phone: {} } });
    await sale('s-1', 1);
    await clock.advance(minute);
    expect([channel.toldLevels, publisher.status().unruled]).toEqual([['SHOE-41 20'], true]);
    expect(await publisher.verify(5)).toEqual([]);
    await service.setRules({ ...rules, version: 3, channels });
    await clock.advance(minute);
    expect([channel.toldLevels, publisher.status().unruled]).toEqual([['SHOE-41 20', 'SHOE-41 19'], undefined]);
    await publisher.stop();
  });

  it('waits as long as a throttled channel says, tells why, and goes on by itself', async () => {
    const { channel, publisher, clock, shown, sale, service } = await published();
    publisher.start();
    await clock.advance(minute);
    channel.failures.push(new IntegrationError('Slow down', { code: 'throttled', retryAfterMs: 5 * minute }));
    await sale('s-1', 1);
    await clock.advance(minute);
    expect(publisher.status()).toMatchObject({ trouble: 'throttled', waiting: 1 });
    await clock.advance(3 * minute);
    await sale('s-2', 1);
    expect(shown()).toBe(20);
    // Meanwhile it may sell what is not there, and that is known.
    expect(service.risk().overshown).toEqual([
      { system: 'shop', channel: 'web', sku: 'SHOE-41', location: 'online', shown: '20', sellable: '18' },
    ]);
    await clock.advance(3 * minute);
    expect([shown(), service.risk().overshown]).toEqual([18, []]);
    expect(publisher.status().trouble).toBeUndefined();
  });

  it('looks before it tells again when a reply was lost', async () => {
    const { channel, publisher, clock, shown, sale } = await published();
    publisher.start();
    await clock.advance(minute);
    channel.failures.push('reply-lost');
    await sale('s-1', 1);
    await clock.advance(minute);
    expect([shown(), channel.toldLevels.length, channel.reads.length]).toEqual([19, 2, 2]);
  });

  it('tells the others when one SKU is refused, and names that one', async () => {
    const { channel, publisher, clock } = await published({}, { A: 20, B: 20, C: 20 });
    channel.refused.add('B');
    publisher.start();
    await clock.advance(minute);
    expect([channel.shown.get('A'), channel.shown.get('B'), channel.shown.get('C')]).toEqual([20, 0, 20]);
    expect(publisher.status().refused).toEqual([{ sku: 'B', code: 'refused' }]);
  });

  it('compares everything when a sample shows that somebody has written over much', async () => {
    const levels = Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`SKU-${number}`, 20]));
    const { channel, publisher, clock } = await published({ verify: { every: '10m', sample: 10 } }, levels);
    publisher.start();
    await clock.advance(minute);
    for (const sku of channel.shown.keys()) channel.shown.set(sku, 7);
    // Lower numbers may be sales that we have not heard of yet, so they are waited for.
    await clock.advance(14 * minute);
    expect(new Set(channel.shown.values())).toEqual(new Set([20]));
    await publisher.stop();
  });

  it('finds by sampling a SKU that the channel did not know before, and tells it', async () => {
    const { channel, publisher, clock, shown } = await published({ verify: { every: '10m', sample: 5 } });
    channel.shown.clear();
    publisher.start();
    await clock.advance(minute);
    expect(channel.toldLevels).toEqual([]);
    channel.shown.set('SHOE-41', 0);
    await clock.advance(10 * minute);
    expect([shown(), publisher.status().drifted]).toEqual([20, 0]);
    await publisher.stop();
  });

  it('finds by sampling what somebody changed at the channel, and tells it again', async () => {
    const { channel, publisher, clock, shown } = await published({ verify: { every: '10m', sample: 5 } });
    publisher.start();
    await clock.advance(minute);
    channel.shown.set('SHOE-41', 999);
    await clock.advance(10 * minute);
    expect(shown()).toBe(20);
    expect(publisher.status()).toMatchObject({ drifted: 1 });
    await publisher.stop();
  });
});
