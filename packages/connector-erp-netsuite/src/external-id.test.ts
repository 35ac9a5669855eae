import { describe, expect, test } from 'vitest';
import { businessReferenceOf, externalIdOf } from './external-id.ts';

describe('an external id', () => {
  test('has the kind of the record in it, because all transactions share one namespace', () => {
    expect(externalIdOf('CD', 'salesOrder', 'shop-1001')).toBe('CD_SO_shop-1001');
    expect(externalIdOf('CD', 'customerDeposit', 'shop-1001')).toBe('CD_DEP_shop-1001');
  });

  test('leads back to the business reference', () => {
    expect(businessReferenceOf('CD', 'CD_CUST_shop-1001')).toEqual(['shop-1001']);
    expect(businessReferenceOf('CD', 'OTHER_SO_shop-1001')).toBeUndefined();
    expect(businessReferenceOf('CD', 'CD_SO_')).toBeUndefined();
  });

  test.each(['a|b', 'a#b', 'a b', 'a/b', '', 'ä'])('is refused for a reference of %j', (reference) => {
    expect(() => externalIdOf('CD', 'salesOrder', reference)).toThrow(
      expect.objectContaining({ code: 'input-invalid', path: 'ref' }),
    );
  });

  test('of a long reference is its hash: stable, short, and another one for another reference', () => {
    const long = externalIdOf('CD', 'journalEntry', 'x'.repeat(200));
    expect(long).toMatch(/^CD_JE_sha-[0-9a-f]{40}$/);
    expect(externalIdOf('CD', 'journalEntry', 'x'.repeat(200))).toBe(long);
    expect(externalIdOf('CD', 'journalEntry', `${'x'.repeat(199)}X`)).not.toBe(long);
    expect(businessReferenceOf('CD', long)).toBeUndefined();
  });
});
