import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/primitives/index.ts';
import { createEnvelope, type EventName, pieces } from '../../../src/schemas/index.ts';
import { type AvailabilityService } from '../../../src/services/availability/availability.ts';
import { EventFeed, type RefusedEvent, type TakenFrom } from '../../../src/services/availability/event-feed.ts';
import { anOrder, anOrderLine, aReturn, aReturnLine, usd } from '../../documents.ts';
import { noon, shuffled } from './facts.ts';
import { aLevel, aMovement, aService, isoAt, request } from './service.ts';

const sku = 'SHOE-42';
/** When the journal hears of what happened at noon. */
const recordedAt = noon + 3_600_000;

async function fed(from: TakenFrom = {}) {
  const world = await aService();
  const { service, journal, open } = world;
  const refused: RefusedEvent[] = [];
  const feedOf = (it: typeof service) =>
    new EventFeed({
      core: it.core,
      reservations: it.reservations,
      journal,
      from,
      refused: async (refusal) => void refused.push(refusal),
    });
  const record = async (name: EventName, data: unknown, { id = '1', source = 'tills', at = noon } = {}) => {
    const key = name.startsWith('inventory') || name.startsWith('product') ? sku : 'shop-1001';
    const occurredAt = isoAt(at);
    const envelope = createEnvelope({ name, source, id: `${source}/${name}/${id}`, key, occurredAt, data });
    await journal.append([
      {
        type: 'event.recorded',
        runs: [],
        event: {
          id: envelope.id,
          source,
          name,
          key,
          occurredAt,
          recordedAt: isoAt(recordedAt),
          envelope: JSON.stringify(envelope),
          identifiers: [],
        },
      },
    ]);
  };
  await service.setLevels([aLevel('store-1', 10, { sku }), aLevel('dc-1', 10, { sku })]);
  const feed = feedOf(service);
  return {
    ...world,
    refused,
    record,
    feed,
    feedOf,
    open,
    onHand: () => service.explain(sku).locations.map((it) => Number(it.onHand)),
  };
}

const later = { occurredAt: isoAt(noon + 1) };

describe('what the journal records', () => {
  it.each<[string, EventName, unknown, readonly number[]]>([
    ['a movement', 'inventory.moved', aMovement('m-1', -2, { sku }), [8, 10]],
    [
      'a count',
      'inventory.counted',
      { ref: 'c-1', sku, location: 'store-1', counted: pieces(7), countedAt: isoAt(noon), refs: {} },
      [7, 10],
    ],
    [
      'a level that a system shows',
      'inventory.changed',
      aLevel('store-1', 6, { sku, asOf: isoAt(noon), damaged: pieces(1) }),
      [6, 10],
    ],
    ['a sale over the counter', 'sale.recorded', anOrder({ ...later, location: 'store-1' }), [8, 10]],
    [
      'a sale of which a unit was taken off',
      'sale.recorded',
      anOrder({ ...later, location: 'store-1', lines: [anOrderLine({ removed: '1' })] }),
      [9, 10],
    ],
    [
      'a sale in a shop that is shipped from elsewhere, later',
      'sale.recorded',
      anOrder({ ...later, location: 'store-1', lines: [anOrderLine({ method: 'ship' })] }),
      [10, 10],
    ],
    ['a sale for a test', 'sale.recorded', anOrder({ ...later, location: 'store-1', test: true }), [10, 10]],
    ['a return onto the shelf', 'return.processed', aReturn({ ...later, location: 'store-1' }), [11, 10]],
    [
      'a return of what is damaged',
      'return.processed',
      aReturn({ ...later, location: 'store-1', lines: [aReturnLine({ disposition: 'damaged' })] }),
      [10, 10],
    ],
    [
      'an exchange',
      'return.processed',
      aReturn({
        ...later,
        location: 'store-1',
        exchange: [anOrderLine({ id: 'X1', quantity: { amount: '3' } })],
        total: usd('-10.26'),
        tenders: [{ kind: 'card', amount: usd('-10.26') }],
      }),
      [8, 10],
    ],
    [
      'goods that left',
      'fulfillment.created',
      {
        ref: 'f-1',
        orderRef: 'shop-1001',
        refs: {},
        ...later,
        location: 'dc-1',
        lines: [{ lineId: '1', sku, quantity: pieces(2) }],
      },
      [10, 8],
    ],
    ['an order, which moves nothing', 'order.placed', anOrder(later), [10, 10]],
  ])('%s is in the numbers, once however often it is told', async (_name, name, data, onHand) => {
    const { record, feed, refused, onHand: found } = await fed();
    await record(name, data);
    await feed.catchUp();
    await record(name, data, { id: '2' });
    await feed.catchUp();
    expect(refused).toEqual([]);
    expect(found()).toEqual(onHand);
  });

  it('is taken up after a crash where it was left', async () => {
    const { record, feed, feedOf, open } = await fed();
    await record('inventory.moved', aMovement('m-1', -1, { sku }));
    await feed.catchUp();
    await record('inventory.moved', aMovement('m-2', -1, { sku }), { id: '2' });
    const again = await open();
    expect(again.core.state.cursor).toBe(1);
    await feedOf(again).catchUp();
    expect(again.core.state.cursor).toBe(2);
    expect(again.sellable(sku, undefined, { location: 'store-1' })).toEqual(pieces(8));
  });

  it('is taken only from the systems that are asked', async () => {
    const { record, feed, onHand } = await fed({ 'fulfillment.created': ['wms'], 'inventory.moved': [] });
    const lines = [{ lineId: '1', sku, quantity: pieces(2) }];
    await record('fulfillment.created', { ref: 'f-1', orderRef: 'o-1', refs: {}, ...later, location: 'dc-1', lines });
    await record(
      'fulfillment.created',
      { ref: 'f-2', orderRef: 'o-2', refs: {}, ...later, location: 'dc-1', lines },
      { source: 'wms' },
    );
    await record('inventory.moved', aMovement('m-1', -1, { sku }));
    await feed.catchUp();
    expect(onHand()).toEqual([10, 8]);
  });

  it('that does not say where it happened is told to a person, and the rest goes on', async () => {
    const { record, feed, refused, onHand } = await fed();
    await record('sale.recorded', anOrder(later));
    await record('inventory.moved', aMovement('m-1', -1, { sku }));
    await record('inventory.moved', aMovement('m-2', -1, { sku, delta: { amount: '-1', unit: 'KGM' } }), { id: '2' });
    await record('inventory.moved', aMovement('m-1', -5, { sku }), { id: '3' });
    await feed.catchUp();
    expect(onHand()).toEqual([9, 10]);
    expect(refused.map(({ event, error }) => [event.seq, error.code, error.path])).toEqual([
      [1, 'input-invalid', 'lines.0.location'],
      [3, 'quantity-invalid', 'unit'],
      [4, 'conflict', 'ref'],
    ]);
  });
});

describe('a level that a system shows', () => {
  const shown = (onHand: number, at: number) => aLevel('store-1', onHand, { sku, asOf: isoAt(at) });
  const sold = (ref: string, at: number) => aMovement(ref, -1, { sku, occurredAt: isoAt(at) });

  it('never erases what happened after it, however late it comes', async () => {
    const { record, feed, onHand } = await fed();
    await record('inventory.moved', sold('before', noon));
    await record('inventory.moved', sold('after', noon + 2_000), { id: '2' });
    await record('inventory.changed', shown(20, noon + 1_000));
    await feed.catchUp();
    expect(onHand()).toEqual([19, 10]);
    await record('inventory.moved', sold('late', noon + 500), { id: '3' });
    await record('inventory.moved', sold('after', noon + 2_000), { id: '4' });
    await feed.catchUp();
    expect(onHand()).toEqual([19, 10]);
  });

  it('changes nothing when a newer one is known, and is one level when it is told twice', async () => {
    const { record, feed, onHand } = await fed();
    await record('inventory.changed', shown(20, noon + 1_000));
    await record('inventory.changed', shown(5, noon), { id: '2' });
    await record('inventory.changed', shown(20, noon + 1_000), { id: '3' });
    await feed.catchUp();
    expect(onHand()).toEqual([20, 10]);
  });

  it('is what its system says, and a count at the same instant outweighs it', async () => {
    const { service, record, feed, onHand } = await fed();
    await record('inventory.changed', shown(20, noon), { source: 'wms' });
    await feed.catchUp();
    expect(service.explain(sku).locations[0]).toMatchObject({ source: 'wms', asOf: isoAt(noon) });
    const count = { ref: 'c-1', sku, location: 'store-1', counted: pieces(7), countedAt: isoAt(noon), refs: {} };
    await record('inventory.counted', count);
    await record('inventory.changed', shown(21, noon), { id: '2', source: 'wms' });
    await feed.catchUp();
    expect(onHand()).toEqual([7, 10]);
  });

  it('for an instant to come does not swallow what is sold until then', async () => {
    const { service, clock, record, feed, onHand } = await fed();
    await record('inventory.changed', shown(20, recordedAt + 3_600_000));
    await record('inventory.moved', sold('before', recordedAt - 1));
    await record('inventory.moved', sold('after', recordedAt + 1), { id: '2' });
    await feed.catchUp();
    expect(onHand()).toEqual([19, 10]);
    await clock.advance(2 * 3_600_000);
    await service.setLevels([aLevel('dc-1', 8, { sku, asOf: isoAt(clock.now() + 3_600_000) })]);
    await clock.advance(60_000);
    await service.move([aMovement('till', -1, { sku, location: 'dc-1', occurredAt: isoAt(clock.now()) })]);
    const countedAt = isoAt(clock.now() + 86_400_000);
    await service.count([{ ref: 'c-1', sku, location: 'store-1', counted: pieces(5), countedAt, refs: {} }]);
    await clock.advance(60_000);
    await service.move([aMovement('next', -1, { sku, occurredAt: isoAt(clock.now()) })]);
    expect(onHand()).toEqual([4, 7]);
  });

  it('in another unit is told to a person', async () => {
    const { record, feed, refused, onHand } = await fed();
    await record('inventory.changed', { ...shown(20, noon), onHand: { amount: '20', unit: 'KGM' } });
    await feed.catchUp();
    expect(refused.map(({ error }) => error.code)).toEqual(['quantity-invalid']);
    expect(onHand()).toEqual([10, 10]);
  });

  it('gives one answer in whatever order levels and movements come', async () => {
    const told: [EventName, unknown][] = [
      ...[0, 1_500, 3_000].map((ms): [EventName, unknown] => ['inventory.changed', shown(30 - ms / 500, noon + ms)]),
      ...[500, 1_500, 2_000, 3_500].map((ms): [EventName, unknown] => ['inventory.moved', sold(`m-${ms}`, noon + ms)]),
    ];
    const answers = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      const { record, feed, onHand, refused } = await fed();
      for (const [index, [name, data]] of shuffled(told, seededRandom(seed)).entries()) {
        await record(name, data, { id: `${index}`, source: 'erp' });
      }
      await feed.catchUp();
      expect(refused).toEqual([]);
      answers.add(JSON.stringify(onHand()));
    }
    expect([...answers]).toEqual([JSON.stringify([23, 10])]);
  });
});

describe('an order', () => {
  const reserve = {
    ...request('shop-1001', 2, { orderRef: 'shop-1001' }),
    lines: [{ sku, quantity: pieces(2), location: 'dc-1' }],
  };
  const fulfillment = {
    ref: 'f-1',
    orderRef: 'shop-1001',
    refs: {},
    ...later,
    lines: [{ lineId: '1', sku, quantity: pieces(2) }],
  };

  it('that is shipped is no longer held, and its units are off the location they were held at', async () => {
    const { service, record, feed, onHand } = await fed();
    await service.commit(await service.reserve(reserve));
    await record('fulfillment.created', fulfillment);
    await feed.catchUp();
    expect(service.reservation('shop-1001')).toMatchObject({ state: 'fulfilled' });
    expect(onHand()).toEqual([10, 8]);
  });

  it('whose shipment is called off is held again', async () => {
    const { service, record, feed, onHand, open } = await fed();
    await service.commit(await service.reserve(reserve));
    await record('fulfillment.created', fulfillment);
    await record('fulfillment.cancelled', { ref: 'f-1', orderRef: 'shop-1001', refs: {}, occurredAt: isoAt(noon + 2) });
    await feed.catchUp();
    expect(service.reservation('shop-1001')).toMatchObject({ state: 'committed', lines: [{ quantity: pieces(2) }] });
    expect(onHand()).toEqual([10, 10]);
    expect((await open()).explain(sku)).toEqual(service.explain(sku));
  });

  it('whose parcel a flow took off is held again when the parcel is called off', async () => {
    const { service, record, feed, onHand, refused, clock } = await fed({ 'fulfillment.created': [] });
    await service.commit(await service.reserve(reserve));
    await record('fulfillment.created', fulfillment);
    await service.fulfil('shop-1001', { reference: 'f-1' });
    await clock.advance(60_000);
    expect(onHand()).toEqual([10, 8]);
    await record('fulfillment.cancelled', { ref: 'f-1', orderRef: 'shop-1001', refs: {}, occurredAt: isoAt(noon + 2) });
    await feed.catchUp();
    expect(service.reservation('shop-1001')).toMatchObject({ state: 'committed', lines: [{ quantity: pieces(2) }] });
    expect([onHand(), refused]).toEqual([[10, 10], []]);
    expect(await service.fulfil('shop-1001', { reference: 'f-2' })).toMatchObject({ state: 'fulfilled' });
    expect(onHand()).toEqual([10, 8]);
  });

  it('that is called off gives its units back', async () => {
    const { service, record, feed } = await fed();
    await service.commit(await service.reserve(reserve));
    await record('order.cancelled', { orderRef: 'shop-1001', refs: {}, occurredAt: isoAt(noon), reason: 'customer' });
    await feed.catchUp();
    expect(service.reservation('shop-1001')).toMatchObject({ state: 'released' });
  });

  describe('of which units are taken off', () => {
    const changed = (removed: string | undefined, quantity = '5') =>
      anOrder({ ...later, lines: [anOrderLine({ sku, quantity: { amount: quantity }, ...(removed && { removed }) })] });
    const five = { ...reserve, lines: [{ sku, quantity: pieces(5), location: 'dc-1' }] };
    const held = (service: AvailabilityService) => Number(service.explain(sku).locations[1]?.held);

    it('gives back those, once however often it is told', async () => {
      const { service, record, feed, open } = await fed();
      await service.commit(await service.reserve(five));
      for (const id of ['1', '2']) {
        await record('order.changed', changed('2'), { id });
        await feed.catchUp();
        expect(held(service)).toBe(3);
      }
      expect(service.reservation('shop-1001')).toMatchObject({ state: 'committed', lines: [{ quantity: pieces(3) }] });
      expect((await open()).explain(sku)).toEqual(service.explain(sku));
    });

    it('gives back nothing that has left or still has to leave, in whatever order it is told', async () => {
      const two = { ...fulfillment, lines: [{ lineId: '1', sku, quantity: pieces(2) }] };
      for (const order of [
        ['order.changed', 'fulfillment.created'],
        ['fulfillment.created', 'order.changed'],
      ] as const) {
        const { service, record, feed, onHand } = await fed();
        await service.commit(await service.reserve(five));
        for (const name of order) await record(name, name === 'order.changed' ? changed('1') : two);
        await feed.catchUp();
        expect([held(service), onHand()]).toEqual([2, [10, 8]]);
      }
    });

    it('keeps what was put back when the older state of it comes late', async () => {
      const { service, record, feed } = await fed();
      await service.commit(await service.reserve(five));
      await record('order.changed', changed(undefined), { id: '2', at: noon + 2_000 });
      await record('order.changed', changed('2'), { id: '1', at: noon + 1_000 });
      await feed.catchUp();
      expect(held(service)).toBe(5);
    });

    it('gives them back over all its reservations, and ends those that hold nothing', async () => {
      const { service, record, feed } = await fed();
      await service.commit(await service.reserve({ ...five, key: 'part-1' }));
      await service.commit(await service.reserve({ ...five, key: 'part-2' }));
      await record('order.changed', changed('6', '10'));
      await feed.catchUp();
      expect(held(service)).toBe(4);
      expect(['part-1', 'part-2'].map((it) => service.reservation(it)?.state)).toEqual(['released', 'committed']);
    });

    it('is not believed from a system that is not asked', async () => {
      const { service, record, feed } = await fed({ 'order.changed': ['shop'] });
      await service.commit(await service.reserve(five));
      await record('order.changed', changed('2'));
      await feed.catchUp();
      expect(held(service)).toBe(5);
    });
  });
});
