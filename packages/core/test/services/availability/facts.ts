import { type Random } from '../../../src/primitives/index.ts';
import { type LevelFact, type MovementFact } from '../../../src/services/availability/facts.ts';

export const skus = ['SHOE-41', 'SHOE-42', 'SHOE-43', 'HAT-S', 'HAT-M'];
export const places = ['dc-1', 'store-1', 'store-2', 'store-3'];

export const noon = Date.parse('2026-11-27T12:00:00Z');

/** A level of so many whole units. */
export function level(onHand: number, asOf: number, more: Partial<LevelFact> = {}): LevelFact {
  return {
    kind: 'level',
    sku: 'SHOE-41',
    location: 'store-1',
    unit: 'EA',
    onHand: onHand * 1_000,
    damaged: 0,
    asOf,
    source: 'erp',
    counted: false,
    ...more,
  };
}

/** A movement of so many whole units. */
export function moved(ref: string, delta: number, at: number, more: Partial<MovementFact> = {}): MovementFact {
  return { kind: 'movement', ref, sku: 'SHOE-41', location: 'store-1', unit: 'EA', delta: delta * 1_000, at, ...more };
}

/** A day of a small chain: sales, receipts, counts and snapshots, many of them at the same instants. */
export function aDay(random: Random, movements: number): (LevelFact | MovementFact)[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const instant = () => noon + Math.floor(random() * 2_000) * 1_000;
  const facts: (LevelFact | MovementFact)[] = Array.from({ length: movements }, (_, number) =>
    moved(`m-${number}`, random() < 0.7 ? -1 : 3, instant(), { sku: pick(skus), location: pick(places) }),
  );
  for (let count = 0; count < movements / 50; count++) {
    facts.push(
      level(Math.floor(random() * 40), instant(), {
        sku: pick(skus),
        location: pick(places),
        source: pick(['erp', 'wms']),
        counted: random() < 0.3,
        damaged: random() < 0.2 ? 1_000 : 0,
      }),
    );
  }
  return facts;
}

/** Every fact in some other order, many of them twice. */
export function shuffled<T>(facts: readonly T[], random: Random): T[] {
  const list = [...facts, ...facts.filter(() => random() < 0.5)];
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [list[at], list[other]] = [list[other] as T, list[at] as T];
  }
  return list;
}

/** What lies where by the plainest reading of the rules: the newest level, and the distinct movements after it. */
export function replayed(facts: readonly (LevelFact | MovementFact)[]): Map<string, number> {
  const levels = new Map<string, LevelFact>();
  for (const fact of facts) {
    if (fact.kind !== 'level') continue;
    const at = `${fact.sku}@${fact.location}`;
    const other = levels.get(at);
    if (!other || rank(fact) > rank(other)) levels.set(at, fact);
  }
  const onHand = new Map([...levels].map(([at, it]) => [at, it.onHand]));
  const seen = new Set<string>();
  for (const fact of facts) {
    if (fact.kind !== 'movement' || seen.has(fact.ref)) continue;
    seen.add(fact.ref);
    const at = `${fact.sku}@${fact.location}`;
    if (fact.at <= (levels.get(at)?.asOf ?? -Infinity)) continue;
    onHand.set(at, (onHand.get(at) ?? 0) + fact.delta);
  }
  return onHand;
}

/** Greater for the level that counts: later, counted, source by name, lower, more damaged. */
function rank({ asOf, counted, source, onHand, damaged }: LevelFact): string {
  const digits = (number: number) => String(number).padStart(15, '0');
  return `${digits(asOf)} ${counted ? 1 : 0} ${source} ${digits(1e14 - onHand)} ${digits(damaged)}`;
}
