import { describe, expect, it } from 'vitest';
import { pieces } from '../../../src/schemas/index.ts';
import { type SellableChange } from '../../../src/services/availability/changes.ts';
import { noon } from './facts.ts';
import { aLevel, aMovement, aService, isoAt, request, someRules } from './service.ts';

const minute = 60_000;
const hour = 3_600_000;

async function chain(rules: object = {}, levels: readonly [dc: number, one: number, two: number] = [10, 4, 1]) {
  const world = await aService({ rules: someRules(rules) });
  await world.service.setLevels([
    aLevel('dc-1', levels[0]),
    aLevel('store-1', levels[1]),
    aLevel('store-2', levels[2]),
  ]);
  const sellable = (channel?: string, options?: object) => world.service.sellable('SHOE-41', channel, options).amount;
  return { ...world, sellable };
}

describe('a channel', () => {
  it('sells from the locations that serve it, by the methods that serve it', async () => {
    const { sellable } = await chain({
      channels: { web: { ship: { locations: ['dc-1'] }, pickup: { locations: ['store-2'] } } },
    });
    expect([sellable('web'), sellable('web', { method: 'ship' }), sellable('web', { method: 'pickup' })]).toEqual([
      '11',
      '10',
      '1',
    ]);
    expect([sellable('web', { location: 'store-2' }), sellable('web', { location: 'store-1' })]).toEqual(['1', '0']);
    expect(sellable()).toBe('15');
  });

  it('that the rules do not name is refused', async () => {
    const { sellable } = await chain();
    expect(() => sellable('fax')).toThrow(expect.objectContaining({ code: 'input-invalid', path: 'channel' }));
  });

  it('refuses what is no method at all, and sells nothing by one that does not serve it', async () => {
    const { sellable } = await chain();
    expect(sellable('web', { method: 'pickup' })).toBe('0');
    expect(() => sellable('web', { method: 'shipp' })).toThrow(
      expect.objectContaining({ code: 'input-invalid', path: 'method' }),
    );
  });

  it('has a location that was heard of only now', async () => {
    const { service, sellable } = await chain({ channels: { web: { ship: {} } } });
    expect(sellable('web')).toBe('15');
    await service.setLevels([aLevel('dc-2', 5)]);
    expect(sellable('web')).toBe('20');
  });
});

describe('a buffer', () => {
  it.each([
    ['of every location', { units: '2' }, ['8', '2', '0']],
    ['of shops', { kinds: ['store'], units: '1' }, ['10', '3', '0']],
    ['of one location', { locations: ['dc-1'], units: '3' }, ['7', '4', '1']],
    ['of a SKU', { skus: ['SHOE-41'], units: '2' }, ['8', '2', '0']],
    ['of another SKU', { skus: ['HAT-S'], units: '2' }, ['10', '4', '1']],
    ['of a category', { categories: ['shoes'], units: '1' }, ['9', '3', '0']],
    ['of another category', { categories: ['hats'], units: '1' }, ['10', '4', '1']],
    ['of another channel', { channels: ['store'], units: '1' }, ['10', '4', '1']],
    ['in percent, rounded up', { percent: 30 }, ['7', '2', '0']],
    ['of a season that is on', { from: '2026-11-27', to: '2026-11-27', units: '1' }, ['9', '3', '0']],
    ['of a season to come', { from: '2026-11-28', units: '1' }, ['10', '4', '1']],
    ['of a season that is over', { to: '2026-11-26', units: '1' }, ['10', '4', '1']],
  ])('%s keeps units back', async (_name, buffer, left) => {
    const { service, sellable } = await chain({ buffers: [{ id: 'safety', ...buffer }] });
    await service.describe([{ sku: 'SHOE-41', unit: 'EA', category: 'shoes' }]);
    expect(['dc-1', 'store-1', 'store-2'].map((location) => sellable('web', { location }))).toEqual(left);
  });

  it('of the channel as a whole is kept back once', async () => {
    const { service, sellable } = await chain({
      buffers: [{ id: 'pool', per: 'channel', channels: ['web'], units: '4' }],
    });
    expect(sellable('web')).toBe('11');
    await expect(service.reserve(request('o-1', 12, { channel: 'web' }))).rejects.toMatchObject({
      code: 'insufficient-stock',
    });
    const line = (location: string, units: number) => ({ sku: 'SHOE-41', location, quantity: pieces(units) });
    const named = { key: 'o-3', channel: 'web', lines: [line('dc-1', 10), line('store-1', 2)] };
    await expect(service.reserve(named)).rejects.toMatchObject({ details: { asked: '12', sellable: '11' } });
    await service.reserve(request('o-2', 11, { channel: 'web' }));
    expect(sellable('web')).toBe('0');
  });

  it('that keeps most counts where several fit', async () => {
    const { sellable } = await chain({
      buffers: [
        { id: 'a', units: '1' },
        { id: 'b', skus: ['SHOE-41'], units: '3' },
        { id: 'c', percent: 10 },
      ],
    });
    expect(sellable('web', { location: 'dc-1' })).toBe('7');
  });

  it('begins with its season, without anybody touching the stock', async () => {
    const { sellable, clock } = await chain({ buffers: [{ id: 'sale', from: '2026-11-28', units: '1' }] });
    expect(sellable('web')).toBe('15');
    await clock.advance(12 * hour);
    expect(sellable('web')).toBe('12');
  });
});

describe('a season', () => {
  const buffers = [{ id: 'sale', from: '2026-11-27', to: '2026-11-27', units: '1' }];

  it('has the days of the time zone of its rules, from midnight to midnight', async () => {
    // It is noon in London, and seven in the morning in New York.
    const { sellable, clock } = await chain({ timeZone: 'America/New_York', buffers });
    expect(sellable('web')).toBe('12');
    await clock.advance(16.9 * hour);
    expect(sellable('web')).toBe('12');
    await clock.advance(0.2 * hour);
    expect(sellable('web')).toBe('15');
    const west = await chain({
      timeZone: 'Pacific/Honolulu',
      buffers: [{ id: 'sale', from: '2026-11-28', units: '1' }],
    });
    await west.clock.advance(21.9 * hour);
    expect(west.sellable('web')).toBe('15');
    await west.clock.advance(0.2 * hour);
    expect(west.sellable('web')).toBe('12');
  });

  it('of a place that is no time zone is refused', async () => {
    const { service } = await chain();
    await expect(service.setRules(someRules({ version: 2, timeZone: 'Mars/Olympus' }))).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'timeZone',
    });
  });
});

describe('confidence', () => {
  const feed = {
    confidence: [
      {
        id: 'tills',
        of: { feed: { kinds: ['store'] } },
        steps: [
          { after: '1h', keepPercent: 50 },
          { after: '4h', keepPercent: 0 },
        ],
      },
    ],
  };

  it('shaves units as a feed falls silent, and trusts them again as soon as it is heard', async () => {
    const { service, sellable, clock } = await chain(feed);
    expect(sellable('web')).toBe('10');
    service.heard({ location: 'store-1' });
    await service.move([aMovement('m-1', 1, { location: 'store-2' })], { source: 'tills' });
    expect(sellable('web')).toBe('16');
    await clock.advance(hour);
    expect(sellable('web')).toBe('13');
    await clock.advance(3 * hour);
    expect(sellable('web')).toBe('10');
    expect(service.status().fallbacks).toEqual([
      'the feed of store-1 was last heard at 2026-11-27T12:00:00.000Z: 0 % of its free units are sold (tills)',
      'the feed of store-2 was last heard at 2026-11-27T12:00:00.000Z: 0 % of its free units are sold (tills)',
    ]);
    await service.move([aMovement('s-1', -1, { location: 'store-1', occurredAt: isoAt(clock.now()) })], {
      source: 'tills',
    });
    expect(sellable('web')).toBe('13');
    // A sign of life from a system is one from every location that it tells of.
    service.heard({ system: 'tills' });
    expect(sellable('web')).toBe('15');
    expect(service.status().fallbacks).toEqual([]);
  });

  it('hears nobody in a time to come', async () => {
    const { service, sellable, clock } = await chain(feed);
    service.heard({ location: 'store-1' }, isoAt(noon + 90 * 24 * hour));
    expect(sellable('web', { location: 'store-1' })).toBe('4');
    await clock.advance(5 * hour);
    expect(sellable('web', { location: 'store-1' })).toBe('0');
  });

  it('does not take a nightly snapshot for a sign of life from the tills', async () => {
    const { service, sellable, clock } = await chain(feed);
    service.heard({ location: 'store-1' });
    await clock.advance(5 * hour);
    await service.setLevels([aLevel('store-1', 4, { asOf: isoAt(clock.now()) })]);
    expect(sellable('web', { location: 'store-1' })).toBe('0');
  });

  it('shaves the levels of a source that is away for hours, and trusts them when it is back', async () => {
    const { service, sellable, clock } = await chain({
      confidence: [{ id: 'erp away', of: { source: 'erp' }, steps: [{ after: '6h', keepPercent: 80 }] }],
    });
    await clock.advance(6 * hour);
    expect(sellable('web', { location: 'dc-1' })).toBe('8');
    expect(service.risk().lowConfidence).toEqual([
      { source: 'erp', keepPercent: 80, rule: 'erp away', heardAt: '2026-11-27T12:00:00.000Z' },
    ]);
    service.heard({ source: 'erp' });
    expect(sellable('web', { location: 'dc-1' })).toBe('10');
  });
});

describe('rules', () => {
  it('take effect at their instant, and end at it', async () => {
    const { service, sellable, clock } = await chain();
    const buffers = [{ id: 'promotion', units: '2' }];
    const [effectiveFrom, effectiveTo] = [isoAt(noon + hour), isoAt(noon + 2 * hour)];
    await service.setRules(someRules({ version: 2, owner: 'marketing', effectiveFrom, effectiveTo, buffers }));
    expect([sellable('web'), service.rules().version]).toEqual(['15', 1]);
    await clock.advance(hour);
    expect([sellable('web'), service.rules().version]).toEqual(['10', 2]);
    await clock.advance(hour);
    expect([sellable('web'), service.rules().version]).toEqual(['15', 1]);
  });

  it('that ended go on where no others are in effect, and a person is told', async () => {
    const { service, sellable, clock } = await chain({
      effectiveTo: isoAt(noon + hour),
      buffers: [{ id: 'a', units: '1' }],
    });
    expect([sellable('web'), service.status().concerns]).toEqual(['12', []]);
    await clock.advance(2 * hour);
    expect([sellable('web'), service.status().concerns]).toEqual([
      '12',
      ['no version of the rules is in effect: version 1, which ended at 2026-11-27T13:00:00.000Z, goes on'],
    ]);
    await service.setRules(someRules({ version: 2, effectiveFrom: isoAt(noon + 3 * hour) }));
    expect(sellable('web')).toBe('12');
    await clock.advance(hour);
    expect([sellable('web'), service.status().concerns]).toEqual(['15', []]);
  });

  it('that are all still to come leave a person told that nothing is kept back', async () => {
    const { service } = await chain({ effectiveFrom: isoAt(noon + hour) });
    expect(service.status().concerns).toEqual([expect.stringContaining('no version of the rules is in effect yet')]);
  });

  it('of a known version stay as they are', async () => {
    const { service } = await chain();
    const { channels = {}, ...rules } = someRules();
    await service.setRules({ ...rules, channels: Object.fromEntries(Object.entries(channels).toReversed()) });
    await expect(service.setRules(someRules({ owner: 'somebody else' }))).rejects.toMatchObject({
      code: 'conflict',
      path: 'version',
    });
  });

  it('that do not fit their schema are refused with every path', async () => {
    const { service } = await chain();
    const buffers = [{ id: 'a' }, { id: 'a', units: '1', percent: 2 }];
    await expect(service.setRules(someRules({ version: 2, buffers }))).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'buffers.0.units',
    });
  });

  it('that name a location which they do not list are refused', async () => {
    const { service } = await chain();
    const slips = someRules({
      version: 2,
      channels: { web: { ship: { locations: ['dc-1', 'dc1'] } } },
      buffers: [{ id: 'a', locations: ['stroe-1'], units: '1' }],
      confidence: [{ id: 'b', of: { feed: { locations: ['store-9'] } }, steps: [{ after: '1h', keepPercent: 0 }] }],
    });
    await expect(service.setRules(slips)).rejects.toMatchObject({
      code: 'input-invalid',
      path: 'channels.web.ship.locations.1',
      details: { issues: 3 },
    });
    // Who lists none may name any.
    await service.setRules({ version: 3, owner: 'web', channels: { web: { ship: { locations: ['dc1'] } } } });
  });

  it('can be tried on the numbers of today, which changes nothing', async () => {
    const { service, sellable } = await chain();
    const tried = service.dryRun(
      someRules({ version: 2, owner: 'marketing', buffers: [{ id: 'keep', kinds: ['store'], units: '3' }] }),
    );
    expect(tried).toEqual({
      from: { version: 1, owner: 'merchandising' },
      to: { version: 2, owner: 'marketing' },
      channels: {
        web: { before: '15', after: '11', changed: 1, soldOut: 0, back: 0 },
        store: { before: '5', after: '1', changed: 1, soldOut: 0, back: 0 },
      },
      changes: [
        { sku: 'SHOE-41', channel: 'store', before: '5', after: '1' },
        { sku: 'SHOE-41', channel: 'web', before: '15', after: '11' },
      ],
    });
    expect([sellable('web'), service.rules().version]).toEqual(['15', 1]);
  });
});

describe('an explanation', () => {
  it('names the level, its age, every hold, buffer and rule, in words', async () => {
    const { service } = await chain({
      buffers: [{ id: 'shop floor', kinds: ['store'], units: '1' }],
      confidence: [{ id: 'tills', of: { feed: { kinds: ['store'] } }, steps: [{ after: '0s', keepPercent: 50 }] }],
    });
    await service.move([aMovement('s-1', -2)], { source: 'tills' });
    await service.reserve(request('order-1', 3, { channel: 'web', orderRef: '1001' }));
    await service.transfer({
      ref: 't-1',
      from: 'dc-1',
      to: 'store-1',
      occurredAt: isoAt(noon),
      lines: [{ sku: 'SHOE-41', quantity: pieces(4) }],
    });
    expect(service.explain('SHOE-41', 'web').words).toEqual([
      '3 EA of SHOE-41 may be sold in channel web, by version 1 of the rules of merchandising.',
      'dc-1: 6 on hand (told by erp as of 2026-11-27T11:59:00.000Z, 1 movement since), 3 held; 3 sellable.',
      'store-1: 2 on hand (told by erp as of 2026-11-27T11:59:00.000Z, 1 movement since), 50 % of the rest trusted (tills), its feed last heard at 2026-11-27T12:00:00.000Z, 1 kept back (shop floor), 4 on the way there and not counted; 0 sellable.',
      'store-2: 1 on hand (told by erp as of 2026-11-27T11:59:00.000Z), 50 % of the rest trusted (tills), its feed was never heard, 1 kept back (shop floor); 0 sellable.',
      '3 at dc-1 are held for order-1 (order 1001) until 2026-11-27T12:30:00.000Z.',
    ]);
  });

  it('of a SKU that nobody told of says so', async () => {
    const { service } = await chain();
    expect(service.explain('NOPE', 'web')).toMatchObject({
      sellable: '0',
      words: ['Nothing is known of NOPE: no level and no movement was ever told.'],
    });
  });
});

describe('units under way', () => {
  it('are taken off where they left, and sellable where they came in', async () => {
    const { service, sellable } = await chain();
    const lines = [{ sku: 'SHOE-41', quantity: pieces(4) }];
    const arrival = aMovement('t-1-in', 3, { reason: 'transfer-in', documentRef: 't-1', location: 'store-2' });
    // The shop's message was faster than that of the warehouse, and comes twice.
    await service.move([arrival]);
    await service.transfer({ ref: 't-1', from: 'dc-1', to: 'store-2', occurredAt: isoAt(noon), lines });
    await service.move([arrival]);
    expect(['dc-1', 'store-2'].map((location) => sellable('web', { location }))).toEqual(['6', '4']);
    expect(service.explain('SHOE-41').locations.map((it) => it.underway)).toEqual(['0', '0', '1']);
  });
});

describe('risk', () => {
  it('tells what sells out before a promotion ends, at the pace of the last hour', async () => {
    const { service } = await chain();
    await service.setLevels([aLevel('dc-1', 100, { sku: 'HAT-S' })]);
    await service.move([aMovement('s-1', -2), aMovement('s-2', -1, { sku: 'HAT-S', location: 'dc-1' })]);
    await service.reserve(request('order-1', 3, { channel: 'web' }));
    expect(service.risk({ channel: 'web', until: isoAt(noon + 3 * hour) }).sellingOut).toEqual([
      { sku: 'SHOE-41', sellable: '10', perHour: '5', soldOutAt: '2026-11-27T14:00:00.000Z' },
    ]);
  });

  it('refuses an end of a promotion that is no instant', async () => {
    const { service } = await chain();
    expect(() => service.risk({ until: 'tomorrow' })).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  });

  it('tells the pace also when a level contains what was sold, and takes no transfer for a sale', async () => {
    const { service, clock, open } = await chain({}, [100, 0, 0]);
    for (let sale = 0; sale < 6; sale++) {
      await clock.advance(hour / 6);
      await service.move([aMovement(`s-${sale}`, -5, { location: 'dc-1', occurredAt: isoAt(clock.now()) })]);
    }
    await service.setLevels([aLevel('dc-1', 70, { asOf: isoAt(clock.now()) })]);
    await service.transfer({
      ref: 't-1',
      from: 'dc-1',
      to: 'store-1',
      occurredAt: isoAt(clock.now() + 1),
      lines: [{ sku: 'SHOE-41', quantity: pieces(40) }],
    });
    const { sellingOut } = service.risk({ channel: 'web', until: isoAt(noon + 4 * hour) });
    expect(sellingOut).toEqual([
      { sku: 'SHOE-41', sellable: '30', perHour: '30', soldOutAt: '2026-11-27T14:00:00.000Z' },
    ]);
    await service.stop();
    const again = await open();
    await again.move([aMovement('s-9', -5, { location: 'dc-1', occurredAt: isoAt(clock.now() + 1) })]);
    await again.stop();
    expect((await open()).risk({ channel: 'web', until: isoAt(noon + 99 * hour) }).sellingOut).toMatchObject([
      { perHour: '5' },
    ]);
    await clock.advance(2 * hour);
    expect(service.risk({ channel: 'web', until: isoAt(noon + 99 * hour) }).sellingOut).toEqual([]);
  });

  it('names what is oversold, by how much, and by whom', async () => {
    const { service, clock, open } = await chain({}, [1, 0, 0]);
    await service.reserve(request('order-1', 1, { channel: 'web' }));
    await service.move([aMovement('offline-sale', -1, { location: 'dc-1' })], { source: 'tills' });
    // Whoever speaks of the location after that has not oversold it.
    await service.move([aMovement('receipt', 1, { location: 'dc-1', sku: 'HAT-S' })], { source: 'wms' });
    expect(service.risk().oversold).toEqual([
      {
        sku: 'SHOE-41',
        location: 'dc-1',
        short: '1',
        onHand: '0',
        held: '1',
        by: 'tills',
        movements: ['offline-sale'],
        holds: ['order-1'],
      },
    ]);
    expect(service.status().concerns).toEqual(['positions oversold: 1']);
    expect(service.sellable('SHOE-41', 'web').amount).toBe('0');
    await service.stop();
    const again = await open();
    expect(again.risk().oversold).toMatchObject([{ by: 'tills', movements: ['offline-sale'] }]);
    const countedAt = isoAt(noon + 1);
    const counted = { ref: 'c-1', sku: 'SHOE-41', location: 'dc-1', counted: pieces(0), countedAt, refs: {} };
    await clock.advance(minute);
    await again.count([counted], { source: 'stocktake' });
    expect(again.risk().oversold).toMatchObject([{ by: 'stocktake', movements: [] }]);
  });

  it('tells of promises whose goods never left', async () => {
    const { service, clock } = await chain();
    await service.commit(await service.reserve(request('order-1', 1, { channel: 'web' })));
    await clock.advance(8 * 24 * hour);
    expect(service.risk().stuck).toEqual([
      { key: 'order-1', reason: 'was committed at 2026-11-27T12:00:00.000Z and its goods have not left' },
    ]);
  });
});

describe('the stream of changes', () => {
  it('tells all numbers first, then each that became another, once however often it changed', async () => {
    const { service, clock } = await chain({ buffers: [{ id: 'sale', from: '2026-11-28', units: '1' }] });
    const stop = new AbortController();
    const told = service.changes({ channel: 'web', signal: stop.signal })[Symbol.asyncIterator]();
    const next = async () => {
      const { value } = await told.next();
      return (value as readonly SellableChange[]).map((it) => `${it.sku} ${it.sellable.amount}`);
    };
    expect(await next()).toEqual(['SHOE-41 15']);
    await service.move([aMovement('s-1', -1)]);
    await service.move([aMovement('s-2', -1)]);
    expect(await next()).toEqual(['SHOE-41 13']);
    const waiting = next();
    // A movement that changes nothing is not told.
    await service.move([aMovement('s-2', -1)]);
    await clock.advance(12 * hour);
    expect(await waiting).toEqual(['SHOE-41 10']);
    const last = told.next();
    stop.abort();
    expect((await last).done).toBe(true);
  });
});
