import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/primitives/index.ts';
import { type LevelFact, type MovementFact } from '../../../src/services/availability/facts.ts';
import { type Deltas, Ledger } from '../../../src/services/availability/ledger.ts';
import { aDay, level, moved, noon, replayed, shuffled } from './facts.ts';

const minute = 60_000;

/** A ledger with a store for the movements that leave its memory. */
function aLedger() {
  const ledger = new Ledger();
  const stored = new Map<string, Deltas>();
  const take = (fact: LevelFact | MovementFact, windowStart = -Infinity) => {
    const folded = ledger.needsFolded(fact, windowStart) ? stored.get(`${fact.sku}@${fact.location}`) : undefined;
    return fact.kind === 'level' ? ledger.level(fact, folded) : ledger.move(fact, folded);
  };
  return {
    ledger,
    take,
    takeAll: (facts: readonly (LevelFact | MovementFact)[]) => facts.map((it) => take(it)),
    fold: (before: number) => {
      for (const { sku, location, deltas, more } of ledger.fold(before)) {
        const at = `${ledger.table.skus.name(sku)}@${ledger.table.locations.name(location)}`;
        stored.set(at, new Map([...(more ? (stored.get(at) ?? []) : []), ...deltas]));
      }
    },
    onHand: (sku = 'SHOE-41', location = 'store-1') =>
      ledger.position(ledger.table.skus.find(sku) ?? 0, ledger.table.locations.find(location) ?? 0).onHand / 1_000,
    all: () => {
      const found = new Map<string, number>();
      for (const [sku, name] of ledger.table.skus.all().entries()) {
        for (const [location, where] of ledger.table.locations.all().entries()) {
          found.set(`${name}@${where}`, ledger.position(sku, location).onHand);
        }
      }
      return found;
    },
  };
}

describe('the ledger', () => {
  it(
    'ends where a sorted replay ends, however 10,000 movements are shuffled, doubled and delayed',
    { timeout: 60_000 },
    () => {
      const facts = aDay(seededRandom('a day'), 10_000);
      const truth = replayed(facts);
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const random = seededRandom(seed);
          const { take, fold, all } = aLedger();
          let folds = 0;
          for (const fact of shuffled(facts, random)) {
            take(fact);
            // Memory is given back now and then, for whatever happened before some instant.
            if (random() < 0.001) fold(noon + Math.floor(random() * 2_000) * 1_000 + folds++);
          }
          for (const [at, onHand] of truth) expect(all().get(at), at).toBe(onHand);
        }),
        { numRuns: 15 },
      );
    },
  );

  it('takes every order of a few facts, also at equal instants, as the same', () => {
    const few = fc.array(
      fc.oneof(
        fc.record({ of: fc.constant('level'), units: fc.nat(5), at: fc.nat(3), counted: fc.boolean(), by: fc.nat(1) }),
        fc.record({ of: fc.constant('move'), units: fc.integer({ min: -3, max: 3 }), at: fc.nat(3) }),
      ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(few, fc.integer(), (drawn, seed) => {
        const facts = drawn.map((it, number) =>
          'counted' in it
            ? level(it.units, noon + it.at, { counted: it.counted, source: it.by === 0 ? 'erp' : 'wms' })
            : moved(`m-${number}`, it.units, noon + it.at),
        );
        const { takeAll, all } = aLedger();
        takeAll(shuffled(facts, seededRandom(seed)));
        expect(all().get('SHOE-41@store-1')).toBe(replayed(facts).get('SHOE-41@store-1') ?? 0);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what happened after T when a snapshot as of T comes late', () => {
    const { takeAll, onHand } = aLedger();
    takeAll([level(10, noon), moved('sale', -2, noon + minute), level(9, noon + 30_000)]);
    expect(onHand()).toBe(7);
  });

  it('is not changed by a sale before a count that is told after it', () => {
    const { take, onHand } = aLedger();
    take(level(10, noon, { counted: true }));
    expect(take(moved('offline till', -3, noon - minute))).toBe('covered');
    expect(onHand()).toBe(10);
  });

  it('takes a movement at the very instant of a level as part of the level', () => {
    const { takeAll, onHand } = aLedger();
    takeAll([moved('before', -1, noon), level(10, noon), moved('after', -1, noon)]);
    expect(onHand()).toBe(10);
  });

  it('lets a count outweigh what a system says for the same instant', () => {
    const { takeAll, onHand } = aLedger();
    takeAll([level(8, noon, { counted: true, source: 'count' }), level(10, noon)]);
    expect(onHand()).toBe(8);
  });

  it('counts two real sales of one unit twice and one sale told twice once', () => {
    const { takeAll, onHand } = aLedger();
    takeAll([level(10, noon), moved('s-1', -1, noon + 1), moved('s-2', -1, noon + 1), moved('s-1', -1, noon + 1)]);
    expect(onHand()).toBe(8);
  });

  it('refuses another movement under a known reference', () => {
    const { take } = aLedger();
    take(moved('s-1', -1, noon));
    expect(() => take(moved('s-1', -2, noon))).toThrow(expect.objectContaining({ code: 'conflict', path: 'ref' }));
  });

  it('refuses a quantity in another unit than the one the SKU is counted in', () => {
    const { take } = aLedger();
    take(level(10, noon));
    expect(() => take(moved('s-1', -1, noon + 1, { unit: 'KGM' }))).toThrow(
      expect.objectContaining({ code: 'quantity-invalid', path: 'unit' }),
    );
  });

  it('forgets the movements that a newer level covers', () => {
    const { ledger, takeAll } = aLedger();
    takeAll([level(10, noon), moved('s-1', -1, noon + 1), moved('s-2', -1, noon + 2)]);
    expect(ledger.kept).toBe(2);
    takeAll([level(8, noon + 2)]);
    expect(ledger.kept).toBe(0);
  });

  it('knows a movement again that left its memory', () => {
    const { ledger, take, takeAll, fold, onHand } = aLedger();
    takeAll([level(10, noon), moved('s-1', -1, noon + 1)]);
    fold(noon + minute);
    expect(ledger.kept).toBe(0);
    expect(take(moved('s-1', -1, noon + 1), noon + minute)).toBe('known');
    expect(onHand()).toBe(9);
  });
});
