import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Shelf } from '../../../src/journal/index.ts';
import { IntegrationError } from '../../../src/primitives/index.ts';
import { pieces } from '../../../src/schemas/index.ts';
import { noon } from './facts.ts';
import { aLevel, aMovement, aService, isoAt, request, someRules } from './service.ts';

const minute = 60_000;

/** A service with so many shoes in the warehouse and in a shop. */
async function stocked(
  onHand: readonly [dc: number, store: number] = [5, 2],
  options: Parameters<typeof aService>[0] = {},
) {
  const world = await aService(options);
  await world.service.setLevels([aLevel('dc-1', onHand[0]), aLevel('store-1', onHand[1])]);
  return world;
}

describe('reserving', () => {
  it('holds all lines or none, and says what is short and where', async () => {
    const { service } = await stocked();
    const asked = {
      key: 'order-1',
      lines: [
        { sku: 'SHOE-41', quantity: pieces(3) },
        { sku: 'HAT-S', quantity: pieces(1) },
      ],
    };
    await expect(service.reserve(asked)).rejects.toMatchObject({
      code: 'insufficient-stock',
      disposition: 'reject',
      message: 'There is not enough to promise: HAT-S: 1 asked, 0 sellable at all locations together',
      details: { sku: 'HAT-S', asked: '1', sellable: '0' },
    });
    expect(service.sellable('SHOE-41')).toEqual(pieces(7));
    expect(service.reservation('order-1')).toBeUndefined();
  });

  it('names the location that is short when the line names one', async () => {
    const { service } = await stocked();
    const lines = [{ sku: 'SHOE-41', quantity: pieces(3), location: 'store-1' }];
    await expect(service.reserve({ key: 'order-1', lines })).rejects.toMatchObject({
      details: { location: 'store-1', asked: '3', sellable: '2' },
    });
  });

  it('sums several lines of one SKU first', async () => {
    const { service } = await stocked([2, 0]);
    const line = { sku: 'SHOE-41', quantity: pieces(1) };
    await expect(service.reserve({ key: 'order-1', lines: [line, line, line] })).rejects.toMatchObject({
      details: { asked: '3', sellable: '2' },
    });
    const hold = await service.reserve({ key: 'order-2', lines: [line, line] });
    expect(hold.lines).toEqual([{ sku: 'SHOE-41', location: 'dc-1', quantity: pieces(2) }]);
  });

  it('does not promise the same units to a line with a location and to one without', async () => {
    const { service } = await stocked([2, 0]);
    const lines = [
      { sku: 'SHOE-41', quantity: pieces(2), location: 'dc-1' },
      { sku: 'SHOE-41', quantity: pieces(1) },
    ];
    await expect(service.reserve({ key: 'order-1', lines })).rejects.toMatchObject({ code: 'insufficient-stock' });
  });

  it('asks for at least one line', async () => {
    const { service } = await stocked();
    await expect(service.reserve({ key: 'order-1', lines: [] })).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'lines',
    });
  });

  it('is the same reservation under the same key, and refuses other content under it', async () => {
    const { service } = await stocked();
    const [first, again] = await Promise.all([
      service.reserve(request('order-1', 2)),
      service.reserve(request('order-1', 2)),
    ]);
    expect(again).toEqual(first);
    expect(service.sellable('SHOE-41')).toEqual(pieces(5));
    await expect(service.reserve(request('order-1', 3))).rejects.toMatchObject({ code: 'key-mismatch' });
  });

  it('gives the last unit to exactly one of many that ask at once', async () => {
    const { service } = await stocked([1, 0]);
    const asked = Array.from({ length: 50 }, (_, number) => service.reserve(request(`order-${number}`, 1)));
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.filter((it) => it.status === 'fulfilled')).toHaveLength(1);
    expect(service.explain('SHOE-41').locations[0]).toMatchObject({ onHand: '1', held: '1', sellable: '0' });
  });

  it('never holds more than is sellable, and its counter is the sum of its live holds, whatever happens', async () => {
    const action = fc.record({
      what: fc.constantFrom('reserve', 'release', 'commit', 'pick', 'fulfil', 'wait', 'move'),
      key: fc.nat(8),
      units: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const { service, clock } = await stocked([6, 3]);
        const asked: Promise<unknown>[] = [];
        // Refusals are answers here, also those that come while time passes.
        const ask = (answer: Promise<unknown>) => asked.push(answer.catch(() => undefined));
        for (const [step, { what, key, units }] of actions.entries()) {
          const before = Number(service.sellable('SHOE-41').amount);
          if (what === 'reserve') ask(service.reserve(request(`order-${key}`, units)));
          if (what === 'release') ask(service.release(`order-${key}`));
          if (what === 'commit') ask(service.commit(`order-${key}`));
          if (what === 'pick') ask(service.startPicking(`order-${key}`));
          if (what === 'fulfil') ask(service.fulfil(`order-${key}`, { at: isoAt(clock.now()) }));
          if (what === 'move') ask(service.move([aMovement(`m-${step}`, 1, { occurredAt: isoAt(clock.now()) })]));
          if (what === 'wait') await clock.advance(20 * minute);
          expect(before).toBeGreaterThanOrEqual(0);
        }
        await Promise.all(asked);
        const { locations, holds } = service.explain('SHOE-41');
        for (const { location, held, onHand } of locations) {
          const live = holds.filter((it) => it.location === location).reduce((sum, it) => sum + Number(it.units), 0);
          expect(Number(held), 'held').toBe(live);
          expect(Number(held), 'no more than is there').toBeLessThanOrEqual(Number(onHand));
        }
        await service.stop();
      }),
      { numRuns: 60 },
    );
  });

  it('answers only once the promise is durable, and takes it back when it cannot be written', async () => {
    const { shelf: inner } = await aService();
    let isFull = false;
    const shelf: Shelf = {
      ...inner,
      append: (body) =>
        isFull ? Promise.reject(new IntegrationError('full', { code: 'journal-full' })) : inner.append(body),
    };
    const { service } = await stocked([1, 0], { shelf });
    isFull = true;
    await expect(service.reserve(request('order-1', 1))).rejects.toMatchObject({ code: 'journal-full' });
    expect(service.sellable('SHOE-41')).toEqual(pieces(1));
    isFull = false;
    await expect(service.reserve(request('order-1', 1))).resolves.toMatchObject({ state: 'held' });
  });

  it('does not refuse for the sake of a promise that then fails', async () => {
    const { shelf: inner } = await aService();
    let failing: (() => void) | undefined;
    const shelf: Shelf = {
      ...inner,
      append: (body) =>
        textOf(body).includes('order-1')
          ? new Promise((_, reject) => {
              failing = () => reject(new IntegrationError('full', { code: 'journal-full' }));
            })
          : inner.append(body),
    };
    const { service } = await stocked([1, 0], { shelf });
    const first = service.reserve(request('order-1', 1));
    const second = service.reserve(request('order-2', 1));
    await Promise.resolve();
    setImmediate(() => failing?.());
    await expect(first).rejects.toMatchObject({ code: 'journal-full' });
    await expect(second).resolves.toMatchObject({ state: 'held' });
  });
});

describe('a promise', () => {
  it('ends by itself when nobody picks it, and its units are free again', async () => {
    const { service, clock } = await stocked([1, 0]);
    await service.reserve(request('order-1', 1));
    await clock.advance(31 * minute);
    expect(service.reservation('order-1')).toMatchObject({ state: 'expired', lines: [] });
    expect(service.sellable('SHOE-41')).toEqual(pieces(1));
    await expect(service.reserve(request('order-1', 1))).rejects.toMatchObject({
      code: 'conflict',
      details: { state: 'expired' },
    });
  });

  it('that is being picked when its time is over is extended and told of, never dropped', async () => {
    const { service, clock } = await stocked([1, 0]);
    await service.reserve(request('order-1', 1));
    await service.startPicking('order-1');
    await clock.advance(31 * minute);
    expect(service.reservation('order-1')).toMatchObject({ state: 'picking', expiresAt: isoAt(noon + 150 * minute) });
    await clock.advance(6 * 60 * minute);
    expect(service.sellable('SHOE-41')).toEqual(pieces(0));
    expect(service.risk().stuck).toEqual([{ key: 'order-1', reason: 'is being picked and was extended 4 times' }]);
  });

  it('is extended, also by a request that came right before its end', async () => {
    const { service, clock } = await stocked([1, 0]);
    await service.reserve(request('order-1', 1));
    await clock.advance(29 * minute);
    await service.extend('order-1', { by: '30m' });
    await clock.advance(29 * minute);
    expect(service.reservation('order-1')).toMatchObject({ state: 'held' });
    await clock.advance(2 * minute);
    expect(service.reservation('order-1')).toMatchObject({ state: 'expired' });
  });

  it('is never shortened by an extension', async () => {
    const { service, clock } = await stocked([9, 0]);
    await service.reserve(request('order-1', 1));
    expect(await service.extend('order-1', { by: '1m' })).toMatchObject({ expiresAt: isoAt(noon + 30 * minute) });
    expect(await service.extend('order-1', { until: isoAt(noon) })).toMatchObject({
      expiresAt: isoAt(noon + 30 * minute),
    });
    await service.reserve(request('order-2', 1, { expiresAt: 'never' }));
    await service.extend('order-2', { by: '1m' });
    await clock.advance(60 * minute);
    expect(service.reservation('order-2')).toMatchObject({ state: 'held' });
  });

  it('that is committed never expires and is not erased by a newer level', async () => {
    const { service, clock } = await stocked([1, 0]);
    await service.commit(await service.reserve(request('order-1', 1)));
    await clock.advance(60 * minute);
    await service.setLevels([aLevel('dc-1', 1, { asOf: isoAt(clock.now()) })]);
    expect(service.sellable('SHOE-41')).toEqual(pieces(0));
  });

  it('is fulfilled by the movement of its order, told twice and from another location than planned', async () => {
    const { service } = await stocked([2, 2]);
    await service.commit(await service.reserve(request('order-1', 2, { orderRef: '1001' })));
    const left = aMovement('ship-1', -2, { location: 'store-1', documentRef: '1001' });
    await service.move([left]);
    await service.move([left]);
    expect(service.reservation('order-1')).toMatchObject({ state: 'fulfilled', lines: [] });
    expect(service.sellable('SHOE-41')).toEqual(pieces(2));
  });

  it('of which a part left is still held for the rest, however often that is told', async () => {
    const { service, open } = await stocked([9, 0]);
    await service.commit(await service.reserve(request('order-1a', 3, { orderRef: '1001' })));
    await service.commit(await service.reserve(request('order-1b', 2, { orderRef: '1001' })));
    const left = aMovement('ship-1', -4, { location: 'dc-1', documentRef: '1001' });
    await service.move([left]);
    await service.move([left]);
    const held = () => service.explain('SHOE-41').holds.map((it) => `${it.key} ${it.units}`);
    expect(held()).toEqual(['order-1b 1']);
    await service.stop();
    const again = await open();
    await again.move([left]);
    expect(again.explain('SHOE-41').locations[0]).toMatchObject({ onHand: '5', held: '1', sellable: '4' });
  });

  it('is fulfilled by hand, once, and the units are off what is on hand', async () => {
    const { service } = await stocked([2, 0]);
    await service.reserve(request('order-1', 2));
    await service.fulfil('order-1', { at: isoAt(noon) });
    await service.fulfil('order-1', { at: isoAt(noon) });
    expect(service.explain('SHOE-41').locations).toMatchObject([{ onHand: '0', held: '0' }, {}]);
  });

  it('leaves parcel by parcel, each once, however often it is told', async () => {
    const { service, clock, open } = await stocked([9, 0]);
    await service.commit(await service.reserve(request('order-1', 3)));
    const parcel = (reference: string, units: number) => ({
      reference,
      lines: [{ sku: 'SHOE-41', quantity: pieces(units) }],
    });
    await service.fulfil('order-1', parcel('P-1', 2));
    // The process died before it knew, and asks again later.
    await clock.advance(minute);
    const again = await open();
    expect(await again.fulfil('order-1', parcel('P-1', 2))).toMatchObject({ state: 'committed' });
    expect(await again.fulfil('order-1', { reference: 'P-1' })).toMatchObject({ state: 'committed' });
    await expect(again.fulfil('order-1', parcel('P-1', 1))).rejects.toMatchObject({
      code: 'conflict',
      path: 'reference',
    });
    expect(again.explain('SHOE-41').locations[0]).toMatchObject({ onHand: '7', held: '1' });
    expect(await again.fulfil('order-1', parcel('P-2', 1))).toMatchObject({ state: 'fulfilled' });
    expect(again.explain('SHOE-41').locations[0]).toMatchObject({ onHand: '6', held: '0' });
  });

  it('is released in part, then as a whole, and a second time without effect', async () => {
    const { service } = await stocked([4, 0]);
    await service.reserve(request('order-1', 4));
    await service.release('order-1', { lines: [{ sku: 'SHOE-41', quantity: pieces(1) }] });
    expect(service.sellable('SHOE-41')).toEqual(pieces(1));
    await expect(
      service.release('order-1', { lines: [{ sku: 'SHOE-41', quantity: pieces(4) }] }),
    ).rejects.toMatchObject({ code: 'conflict', path: 'lines.0' });
    await Promise.all([service.release('order-1'), service.release('order-1')]);
    expect(service.reservation('order-1')).toMatchObject({ state: 'released', lines: [] });
    expect(service.sellable('SHOE-41')).toEqual(pieces(4));
    await expect(service.commit('order-1')).rejects.toMatchObject({ code: 'conflict', details: { state: 'released' } });
  });

  it('that nobody knows is not found', async () => {
    const { service } = await stocked();
    await expect(service.release('order-9')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('sourcing', () => {
  const asked = (units: number, more: object = {}) => request('order-1', units, { channel: 'web', ...more });
  const from = async (
    rules: object,
    levels: readonly [dc: number, one: number, two: number],
    units: number,
    more?: object,
  ) => {
    const { service } = await aService({ rules: someRules(rules) });
    await service.setLevels([aLevel('dc-1', levels[0]), aLevel('store-1', levels[1]), aLevel('store-2', levels[2])]);
    const { lines } = await service.reserve(asked(units, more));
    return lines.map((it) => `${it.location} ${it.quantity.amount}`);
  };

  it('takes the fewest locations', async () => {
    expect(await from({}, [1, 3, 1], 3)).toEqual(['store-1 3']);
    expect(await from({}, [1, 3, 2], 5)).toEqual(['store-1 3', 'store-2 2']);
  });

  it('takes the nearest', async () => {
    const near = { latitude: 53.5, longitude: 9.9 };
    expect(await from({ sourcing: { prefer: ['nearest'] } }, [5, 5, 5], 2, { near })).toEqual(['store-2 2']);
  });

  it('leaves a shop its last unit while others have more', async () => {
    const rules = { sourcing: { prefer: ['keep-last-unit', 'nearest'] } };
    const near = { latitude: 53.5, longitude: 9.9 };
    expect(await from(rules, [0, 5, 1], 1, { near })).toEqual(['store-1 1']);
  });

  it('asks nobody who has packed as many orders as it can today', async () => {
    const rules = someRules({ sourcing: { prefer: ['capacity', 'nearest'] } });
    const locations = rules.locations?.map((it) => ({ ...it, ...(it.code === 'dc-1' && { ordersPerDay: 1 }) })) ?? [];
    const { service } = await aService({ rules: { ...rules, locations } });
    await service.setLevels([aLevel('dc-1', 5), aLevel('store-1', 5)]);
    await service.reserve(request('order-1', 1, { channel: 'web' }));
    expect((await service.reserve(request('order-2', 1, { channel: 'web' }))).lines).toMatchObject([
      { location: 'store-1' },
    ]);
  });

  it('asks whoever is full last, and says so when only they have it', async () => {
    const rules = someRules();
    const locations = rules.locations?.map((it) => ({ ...it, ...(it.code === 'dc-1' && { ordersPerDay: 1 }) })) ?? [];
    const ask = async (prefer: readonly ('nearest' | 'capacity')[]) => {
      const { service } = await aService({ rules: { ...rules, locations, sourcing: { prefer: [...prefer] } } });
      await service.setLevels([aLevel('dc-1', 5), aLevel('store-1', 1)]);
      const near = { latitude: 52.5, longitude: 13.4 };
      const order = (key: string) => service.reserve(request(key, 1, { channel: 'web', near }));
      const two = [await order('order-1'), await order('order-2')];
      return { from: two.flatMap((it) => it.lines.map(({ location }) => location)), third: order('order-3') };
    };
    const soft = await ask(['nearest']);
    expect(soft.from).toEqual(['dc-1', 'store-1']);
    expect((await soft.third).lines[0]).toMatchObject({ location: 'dc-1' });
    const hard = await ask(['capacity', 'nearest']);
    expect(hard.from).toEqual(['dc-1', 'store-1']);
    await expect(hard.third).rejects.toMatchObject({
      message:
        'There is not enough to promise: SHOE-41: 1 asked, 0 sellable at all locations that can pack another order today',
    });
  });

  it('refuses nobody whom a farther location, or another set of them, could serve', async () => {
    const near = { latitude: 53.5, longitude: 9.9 };
    const nearest = { sourcing: { prefer: ['nearest'], mostSplits: 1 } };
    expect(await from(nearest, [9, 1, 1], 2, { near })).toEqual(['dc-1 2']);
    // The one with most of the lines is in no set of two that has them all.
    const { service } = await aService({ rules: someRules({ sourcing: { mostSplits: 2 } }) });
    const has = { 'store-1': 'BCDE', 'dc-1': 'ABD', 'store-2': 'CEF' };
    for (const [location, skus] of Object.entries(has)) {
      await service.setLevels(Array.from(skus, (sku) => aLevel(location, 1, { sku })));
    }
    const lines = Array.from('ABCDEF', (sku) => ({ sku, quantity: pieces(1) }));
    const hold = await service.reserve({ key: 'order-1', channel: 'web', lines });
    expect([...new Set(hold.lines.map((it) => it.location))].toSorted()).toEqual(['dc-1', 'store-2']);
  });

  it('does not split over more locations than allowed', async () => {
    await expect(from({ sourcing: { mostSplits: 1 } }, [1, 1, 1], 2)).rejects.toMatchObject({
      code: 'insufficient-stock',
      message: 'There is not enough to promise: SHOE-41: 2 asked, 1 sellable from one location',
      details: { asked: '2', sellable: '1', mostSplits: 1 },
    });
    await expect(from({ sourcing: { mostSplits: 2 } }, [1, 1, 1], 3)).rejects.toMatchObject({
      message: expect.stringContaining('2 sellable from 2 locations, the most that an order is split over'),
    });
  });
});

const textOf = (body: string | (() => string)): string => (typeof body === 'string' ? body : body());
