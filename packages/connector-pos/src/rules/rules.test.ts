import { money } from '@crossdock/core';
import { expect, test } from 'vitest';
import { naturalRef, ownIdIn } from './natural-key.ts';
import { repetitionOf } from './repeated.ts';
import { directionOf, signedMoney } from './signs.ts';
import { proveTransaction } from './transaction-gate.ts';

const usd = (amount: string) => money(amount, 'USD');

test.each([
  ['a positive amount among returns', { back: true }, '5.00', '-5.00'],
  ['a negative amount among returns', { back: true }, '-5.00', '-5.00'],
  ['a negative quantity with a positive amount', { quantity: '-1' }, '5.00', '-5.00'],
  ['a sale', { quantity: '2' }, '5.00', '5.00'],
  ['nothing, written with a minus', { quantity: '-0.00' }, '5.00', '5.00'],
  ['an amount with our sign already', { back: true, alreadySigned: true }, '-5.00', '-5.00'],
])('%s gets our sign', (_, said, amount, expected) => {
  expect(signedMoney(usd(amount), said)).toEqual(usd(expected));
});

test('only what comes back is back', () => {
  expect([directionOf({}), directionOf({ back: true }), directionOf({ quantity: '-1.47' })]).toEqual([
    'out',
    'back',
    'back',
  ]);
});

test('a cash sale with discount, tax, tip, rounding and change adds up', () => {
  const proof = proveTransaction({
    currency: 'USD',
    lines: [usd('20.00'), usd('5.02')],
    discount: usd('2.00'),
    tax: usd('1.85'),
    charges: [usd('1.00')],
    tips: [usd('3.00')],
    rounding: usd('-0.02'),
    total: usd('28.85'),
    tenders: [usd('30.00')],
    change: usd('1.15'),
  });
  expect(proof).toEqual({ balanced: true, ofTotal: usd('0.00'), ofTenders: usd('0.00') });
});

test('a transaction that does not add up says by how much', () => {
  const amounts = { currency: 'USD', lines: [usd('10.01')], total: usd('10.00'), tenders: [usd('9.00')] };
  expect(proveTransaction(amounts)).toEqual({ balanced: false, ofTotal: usd('0.01'), ofTenders: usd('1.00') });
  expect(proveTransaction({ ...amounts, tenders: [usd('10')] }, usd('0.01')).balanced).toBe(true);
});

test('a natural key is readable, and a digest where it cannot be', () => {
  expect(naturalRef('stores', ['abc', '2026_11_27', '17'])).toBe('stores-abc-2026_11_27-17');
  expect(naturalRef('stores', ['a/b'])).toMatch(/^stores-[0-9a-f]{40}$/);
  expect(naturalRef('stores', ['x'.repeat(80)])).toMatch(/^.{1,64}$/);
  expect(ownIdIn('stores', 'stores-abc')).toBe('abc');
  expect(ownIdIn('stores', 'shop-abc')).toBeUndefined();
});

test('keys whose parts only meet when they are joined stay two keys', () => {
  expect(naturalRef('s', ['a-b', 'c'])).not.toBe(naturalRef('s', ['a', 'b-c']));
});

test('what comes again is a duplicate, a revision or a conflict', () => {
  const of = (known: string | undefined, revisable: boolean) => repetitionOf(known, 'b', { revisable });
  expect([of(undefined, true), of('b', false), of('a', true), of('a', false)]).toEqual([
    'new',
    'duplicate',
    'revision',
    'conflict',
  ]);
});
