import { expect, test } from 'vitest';
import { CutOver, isWithin } from '../src/migration.ts';

const noon = Date.parse('2026-11-17T12:00:00Z');

test('until a moment is chosen every order belongs to the old ledger, and none to the new one', () => {
  const cutOver = new CutOver();
  expect(isWithin(noon, cutOver.before)).toBe(true);
  expect(isWithin(noon, cutOver.after)).toBe(false);
});

test('an order of the very moment belongs to the new ledger, one of the millisecond before to the old one', () => {
  const cutOver = new CutOver();
  cutOver.choose(noon, { now: noon - 1, differences: 0 });
  for (const [instant, old, fresh] of [
    [noon - 1, true, false],
    [noon, false, true],
  ] as const) {
    expect(isWithin(instant, cutOver.before)).toBe(old);
    expect(isWithin(instant, cutOver.after)).toBe(fresh);
  }
});

test('the moment is ahead, is chosen once, and not while the ledgers differ', () => {
  const cutOver = new CutOver();
  for (const [at, facts] of [
    [noon, { now: noon, differences: 0 }],
    [noon - 1, { now: noon, differences: 0 }],
    [noon + 1, { now: noon, differences: 1 }],
  ] as const) {
    expect(() => cutOver.choose(at, facts)).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(cutOver.at).toBeUndefined();
  }
  cutOver.choose(noon + 1, { now: noon, differences: 0 });
  expect(() => cutOver.choose(noon + 2, { now: noon, differences: 0 })).toThrow('was chosen already');
  expect(cutOver.at).toBe(noon + 1);
});
