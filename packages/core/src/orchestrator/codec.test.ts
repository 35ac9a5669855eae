import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IntegrationError, isIntegrationError } from '../primitives/index.ts';
import { asJournaled, decodeFailure, decodeResult, encodeFailure, encodeResult, maxResultLength } from './codec.ts';

const roundTrip = (value: unknown) => decodeResult(encodeResult(value, 'step'));

function refusalOf(value: unknown) {
  try {
    encodeResult(value, 'book');
    return undefined;
  } catch (error) {
    return isIntegrationError(error) ? error : undefined;
  }
}

describe('a step result is the same before and after a crash', () => {
  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'Größe 42'],
    ['a date', new Date('2026-11-27T10:00:00.123Z')],
    ['a bigint', 123_456_789_012_345_678_901n],
    [
      'a map with keys of every kind',
      new Map<unknown, unknown>([
        [1, 'a'],
        [new Date(5), new Set([1n])],
      ]),
    ],
    ['a set', new Set(['a', undefined, 2n])],
    ['bytes', new Uint8Array([0, 127, 255])],
    ['not a number', Number.NaN],
    ['infinity', -Infinity],
    ['a negative zero', -0],
    ['a list with holes filled', [1, undefined, null, [new Date(0)]]],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 })],
    ['a deep mixture', { a: [{ b: new Map([['c', { d: [5n, new Date(7)] }]]) }] }],
    ['an object that carries our own tag', { $crossdock: 'date', value: 'tomorrow' }],
    ['an object that looks like a failure', { $crossdock: 'failure', code: 'internal', message: 'x' }],
    ['a tagged object inside a tagged one', { $crossdock: { $crossdock: 'map', value: [] } }],
  ])('%s', (_what, value) => {
    expect(roundTrip(value)).toEqual(value);
    expect(decodeFailure(encodeResult(value, 'step'))).toBeUndefined();
  });

  test('whatever plain data it holds', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      maxDepth: 4,
      key: fc.oneof(fc.string(), fc.constant('$crossdock'), fc.constant('value')),
    });
    const hasInvalidDate = (value: unknown): boolean =>
      value instanceof Date
        ? Number.isNaN(value.getTime())
        : typeof value === 'object' && value !== null && partsOf(value).some(hasInvalidDate);
    fc.assert(
      fc.property(anything, (value) => {
        fc.pre(!hasInvalidDate(value));
        expect(roundTrip(value)).toEqual(value);
      }),
      { seed: 1129, numRuns: 300 },
    );
  });

  test('a field without a value is as absent before a crash as it is after it', () => {
    const value = { note: undefined, lines: [{ sku: 'SHOE-42', gift: undefined }] };
    const text = encodeResult(value, 'step');
    expect(asJournaled(value, text)).toStrictEqual(decodeResult(text));
  });

  test('a key named __proto__ stays a key', () => {
    const value = JSON.parse('{"__proto__": {"admin": true}, "a": {"$crossdock": 1}}') as object;
    const again = roundTrip(value) as { admin?: boolean };
    expect(Object.keys(again)).toEqual(['__proto__', 'a']);
    expect(again.admin).toBeUndefined();
  });
});

describe('a step result that cannot be kept is refused by name', () => {
  class Receipt {
    readonly number = 1;
  }
  const circle: unknown[] = [];
  circle.push(circle);

  test.each<[string, unknown, string]>([
    ['a function', () => 1, 'function'],
    ['a function inside', { a: [() => 1] }, 'function'],
    ['a symbol', Symbol('x'), 'symbol'],
    ['an instance of a class', new Receipt(), 'Receipt'],
    ['an error', new TypeError('x'), 'TypeError'],
    ['a pattern', /x/, 'RegExp'],
    ['a promise', Promise.resolve(1), 'Promise'],
    ['a circle', circle, 'contains itself'],
    ['a date that is none', new Date(Number.NaN), 'date'],
  ])('%s', (_what, value, named) => {
    expect(refusalOf(value)).toMatchObject({
      code: 'step-result-unserializable',
      disposition: 'reject',
      message: expect.stringContaining(named),
    });
    expect(refusalOf(value)?.message).toContain("'book'");
  });

  test('one that is used twice without a circle is fine', () => {
    const shared = { sku: 'SHOE-42' };
    expect(roundTrip([shared, shared])).toEqual([shared, shared]);
  });

  test('one over a mebibyte, and not one below it', () => {
    expect(refusalOf('x'.repeat(maxResultLength - 2))).toBeUndefined();
    expect(refusalOf('x'.repeat(maxResultLength - 1))).toMatchObject({ code: 'step-result-too-large' });
  });
});

test('a failure is met again as it was, with all that a flow may decide by', () => {
  const error = new IntegrationError('The SKU is unknown', {
    code: 'unmapped',
    disposition: 'reject',
    path: 'lines.1.sku',
    system: 'erp',
    retryAfterMs: 5_000,
    details: { sku: 'X' },
  });
  const again = decodeFailure(encodeFailure(error));
  expect(again?.toJSON()).toEqual(error.toJSON());
});

function partsOf(value: object): readonly unknown[] {
  if (value instanceof Map) return [...value].flat();
  return value instanceof Set ? [...value] : Object.values(value);
}
