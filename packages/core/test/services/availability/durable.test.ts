import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/primitives/index.ts';
import { pieces } from '../../../src/schemas/index.ts';
import { createAvailability } from '../../../src/services/availability/availability.ts';
import { type Entry } from '../../../src/services/availability/entries.ts';
import { sqliteJournal } from '../../../src/sqlite.ts';
import { startChild } from '../../journal/children/process.ts';
import { temporaryDirectory } from '../../journal/subjects.ts';
import { virtualClock } from '../../virtual-clock.ts';
import { aDay, noon, places, replayed, shuffled, skus } from './facts.ts';
import { aLevel, aMovement, aService, isoAt, request, someRules } from './service.ts';

const day = 86_400_000;

describe('what availability knows', () => {
  it('is there again after a restart, from the log alone', async () => {
    const { service, open } = await aService({ rules: someRules() });
    await service.setLevels([aLevel('dc-1', 5)]);
    await service.move([aMovement('s-1', -1, { location: 'dc-1' })]);
    await service.transfer({
      ref: 't-1',
      from: 'dc-1',
      to: 'store-1',
      occurredAt: isoAt(noon),
      lines: [{ sku: 'SHOE-41', quantity: pieces(1) }],
    });
    await service.describe([{ sku: 'SHOE-41', unit: 'EA', category: 'shoes' }]);
    await service.startPicking(await service.reserve(request('order-1', 2, { channel: 'web' })));
    // It is not stopped: a process that dies stores nothing.
    const again = await open();
    expect(again.explain('SHOE-41', 'web')).toEqual(service.explain('SHOE-41', 'web'));
    expect(again.explain('SHOE-41', 'web')).toMatchObject({ sellable: '1', rules: { owner: 'merchandising' } });
    expect(again.reservation('order-1')).toEqual(service.reservation('order-1'));
  });

  it('is there again from what it stored, with the log behind it forgotten', async () => {
    const { service, shelf, open } = await aService({ rules: someRules() });
    await service.setLevels([aLevel('dc-1', 5), aLevel('store-1', '1.5', { damaged: pieces('0.5') })]);
    await service.reserve(request('order-1', 2, { channel: 'web' }));
    await service.transfer({
      ref: 't-1',
      from: 'dc-1',
      to: 'store-1',
      occurredAt: isoAt(noon),
      lines: [{ sku: 'SHOE-41', quantity: pieces(1) }],
    });
    const before = service.explain('SHOE-41', 'web');
    await service.stop();
    expect((await shelf.entries(0, 100)).length).toBeLessThanOrEqual(1);
    const again = await open();
    expect(again.explain('SHOE-41', 'web')).toEqual(before);
    expect(again.reservation('order-1')).toMatchObject({ state: 'held' });
    await again.release('order-1');
    await again.stop();
    expect((await open()).reservation('order-1')).toMatchObject({ state: 'released' });
  });

  it(
    'is the same whether it was stored in the middle, and however often the process died',
    { timeout: 60_000 },
    async () => {
      const facts = aDay(seededRandom('stored in the middle'), 2_000);
      const truth = replayed(facts);
      for (let seed = 0; seed < 8; seed++) {
        const random = seededRandom(seed);
        // A window of ten minutes: most movements leave memory while their day is still being told.
        const { service: first, clock, open } = await aService({ movementWindow: '10m' });
        let service = first;
        await clock.advance(15 * 60_000);
        const told = shuffled(facts, random);
        for (let from = 0; from < told.length;) {
          const count = 1 + Math.floor(random() * 80);
          const batch: readonly Entry[] = told.slice(from, from + count);
          from += count;
          const chance = random();
          const writing = service.core.submit(batch);
          if (chance < 0.2) await Promise.all([writing, service.core.checkpoint()]);
          await writing;
          if (chance > 0.9) service = await open();
          if (chance > 0.5) await clock.advance(20_000);
        }
        for (const sku of skus) {
          for (const place of places) {
            const { table } = service.core.state.ledger;
            const { onHand } = service.core.state.ledger.position(
              table.skus.find(sku) ?? -1,
              table.locations.find(place) ?? -1,
            );
            expect(onHand, `${sku}@${place} with seed ${seed}`).toBe(truth.get(`${sku}@${place}`) ?? 0);
          }
        }
      }
    },
  );

  it('knows a movement that is told again a month later, although it left memory long ago', async () => {
    const { service, clock, open } = await aService();
    await service.setLevels([aLevel('store-1', 10)]);
    await service.move([aMovement('s-1', -1)]);
    await clock.advance(30 * day);
    await service.stop();
    const again = await open();
    expect(again.status().movementsKept).toBe(0);
    await again.move([aMovement('s-1', -1)]);
    expect(again.sellable('SHOE-41')).toEqual(pieces(9));
    await expect(again.move([aMovement('s-1', -2)])).rejects.toMatchObject({ code: 'conflict' });
    // A snapshot from before it, which comes even later, still does not erase it.
    await again.setLevels([aLevel('store-1', 20, { asOf: isoAt(noon - 1) })]);
    expect(again.sellable('SHOE-41')).toEqual(pieces(19));
  });

  it('starts again after facts that contradict each other, and refuses the second as it did then', async () => {
    const { service, open } = await aService();
    const weighed = { onHand: { amount: '2', unit: 'KGM' } };
    await expect(service.setLevels([aLevel('dc-1', 5), aLevel('store-1', 0, weighed)])).rejects.toMatchObject({
      code: 'quantity-invalid',
    });
    const told = [aMovement('m-1', 4, { sku: 'HAT-S' }), aMovement('m-2', 4, { sku: 'HAT-S', location: 'dc-1' })];
    const [piece, weight] = [told[0], { ...told[1], delta: weighed.onHand }] as [(typeof told)[0], (typeof told)[0]];
    // Neither knows of the other when it is checked.
    const both = await Promise.allSettled([service.move([piece]), service.move([weight])]);
    expect(both.map((it) => it.status)).toEqual(['fulfilled', 'rejected']);
    const again = await open();
    expect(['SHOE-41', 'HAT-S'].map((sku) => again.sellable(sku))).toEqual([pieces(5), pieces(4)]);
    await again.stop();
    expect((await open()).sellable('HAT-S')).toEqual(pieces(4));
  });

  it('forgets a reservation that has ended, after as long as the rules say', async () => {
    const { service, clock, open } = await aService({ rules: someRules({ holds: { rememberFor: '2d' } }) });
    await service.setLevels([aLevel('dc-1', 5)]);
    await service.release(await service.reserve(request('order-1', 1)));
    await clock.advance(day);
    await service.stop();
    const again = await open();
    expect(again.reservation('order-1')).toMatchObject({ state: 'released' });
    await clock.advance(2 * day);
    await again.stop();
    expect((await open()).reservation('order-1')).toBeUndefined();
  });
});

describe('a process that is killed between two writes', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  beforeEach(() => {
    directory = temporaryDirectory();
  });
  afterEach(() => directory.remove());

  it('has promised what it answered, and never more than there is', { timeout: 120_000 }, async () => {
    const file = directory.path('journal.db');
    const random = seededRandom('killed');
    const promised = new Set<string>();
    const released = new Set<string>();
    const note = (line: string | undefined) => {
      const [what, key = ''] = (line ?? '').split(' ');
      if (what === 'held') promised.add(key);
      if (what === 'released') released.add(key);
    };
    for (let round = 0; round < 5; round++) {
      const child = startChild('../../services/availability/children/reserve-forever.ts', file, String(round));
      expect(await child.next()).toBe('open');
      for (let left = 1 + Math.floor(random() * 300); left > 0; left--) note(await child.next());
      await child.kill();
      for (let line = await child.next(); line !== undefined; line = await child.next()) note(line);

      const journal = sqliteJournal(file);
      await journal.open();
      const shelf = journal.shelf('availability');
      const service = createAvailability({ shelf, clock: virtualClock(noon) });
      await service.start();
      for (const key of promised) {
        expect(service.reservation(key), key).toMatchObject({
          state: released.has(key) ? 'released' : expect.stringMatching(/^(held|released)$/),
        });
      }
      const { locations, holds } = service.explain('SHOE-41');
      const live = holds.reduce((sum, it) => sum + Number(it.units), 0);
      expect(live).toBe(Number(locations[0]?.held));
      expect(live).toBeLessThanOrEqual(Number(locations[0]?.onHand));
      await service.stop();
      await journal.close();
    }
    expect(promised.size).toBeGreaterThan(100);
  });
});
