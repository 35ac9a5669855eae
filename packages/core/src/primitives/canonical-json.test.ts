import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, contentHash } from './canonical-json.ts';

/** The same value with its members in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, it]) => [key, shuffled(it)]),
  );
}

describe('canonical JSON', () => {
  it('does not depend on the order of members, and means the same as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('leaves out absent members, and keeps the places of a list', () => {
    expect(canonicalJson({ b: undefined, a: [1, undefined, null] })).toBe('{"a":[1,null,null]}');
  });

  it('writes dates as JSON does', () => {
    expect(canonicalJson({ at: new Date(0) })).toBe('{"at":"1970-01-01T00:00:00.000Z"}');
  });

  it.each([[1n], [Number.NaN], [Number.POSITIVE_INFINITY], [() => 1], [Symbol('x')], [undefined], [{ deep: [1n] }]])(
    'refuses what JSON cannot hold',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
    },
  );
});

describe('a content hash', () => {
  it('is the same for equal values and differs for others', () => {
    expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1 }));
    expect(contentHash({ a: '1' })).not.toBe(contentHash({ a: 1 }));
    expect(contentHash(null)).toBe('74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b');
  });
});
