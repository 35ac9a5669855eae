import { describe, expect, it } from 'vitest';
import { refusal, usd } from '../../test/documents.ts';
import { money } from '../primitives/index.ts';
import { Address, Customer } from './customer.ts';
import { DocumentRef } from './document-ref.ts';
import { Fulfillment } from './fulfillment.ts';
import { Instant, Refs } from './ids.ts';
import { InventoryCount, InventoryLevel, InventoryMovement, Reservation } from './inventory.ts';
import { Location } from './location.ts';
import { Currency, Money, UnsignedDecimal, UnsignedMoney } from './money.ts';
import { Price } from './price.ts';
import { Product } from './product.ts';
import { pieces, PositiveQuantity, Quantity } from './quantity.ts';

const at = '2026-11-27T10:00:00Z';

describe('money', () => {
  it('is brought into canonical form', () => {
    expect(Money.parse({ amount: '19.9', currency: 'USD' })).toEqual(usd('19.90'));
    expect(Money.parse({ amount: '-0.00', currency: 'USD' })).toEqual(usd('0.00'));
    expect(Money.parse({ amount: '20.0', currency: 'JPY' })).toEqual({ amount: '20', currency: 'JPY' });
    expect(Money.parse({ amount: '-13.956300', currency: 'USD' }).amount).toBe('-13.9563');
  });

  it.each([
    [{ amount: 19.9, currency: 'USD' }, 'amount'],
    [{ amount: '1e2', currency: 'USD' }, 'amount'],
    [{ amount: '19.90', currency: 'usd' }, 'currency'],
    [{ amount: '19.90' }, 'currency'],
    ['19.90', ''],
    [null, ''],
  ])('is not read from %j', (value, path) => {
    expect(refusal(Money, value)).toMatchObject({ code: 'input-invalid', path });
  });

  it('that may not be negative may be nothing', () => {
    expect([refusal(UnsignedMoney, usd('-0.00')), refusal(UnsignedDecimal, '-0.0')]).toEqual([undefined, undefined]);
    expect(refusal(UnsignedMoney, usd('-0.01'))).toMatchObject({ path: 'amount' });
    expect(refusal(Currency, 'HRK')?.message).toContain('must be an active ISO 4217 code');
  });
});

describe('a quantity', () => {
  it('is brought into canonical form, in pieces unless told otherwise', () => {
    expect(Quantity.parse({ amount: '2.500', unit: 'KGM' })).toEqual({ amount: '2.5', unit: 'KGM' });
    expect(Quantity.parse({ amount: '3.0' })).toEqual(pieces(3));
  });

  it.each(['0', '-1', '0.000', '-0'])('of %j is not more than zero', (amount) => {
    expect(refusal(PositiveQuantity, { amount })).toMatchObject({ path: 'amount' });
  });

  it('in a unit that is no code, or of a text that is no number, is an issue and never a crash', () => {
    expect(refusal(Quantity, { amount: '1.50', unit: 'kilo' })).toMatchObject({ path: 'unit' });
    expect(refusal(PositiveQuantity, { amount: 'two' })).toMatchObject({ path: 'amount' });
  });
});

describe('stock', () => {
  it('levels tell for which instant they are true', () => {
    const level = { sku: 'SHOE-42', location: 'store-17', onHand: { amount: '3' }, asOf: at };
    expect(InventoryLevel.parse(level).onHand).toEqual(pieces(3));
    expect(refusal(InventoryLevel, { ...level, asOf: undefined })).toMatchObject({ path: 'asOf' });
  });

  it('moves by a signed delta, each movement with a reference of its own', () => {
    const sale = {
      ref: 'stores-1-1',
      sku: 'SHOE-42',
      location: 'store-17',
      delta: { amount: '-1' },
      reason: 'sale',
      occurredAt: at,
    };
    expect(InventoryMovement.parse(sale).delta.amount).toBe('-1');
    expect(refusal(InventoryMovement, { ...sale, ref: undefined })).toMatchObject({ path: 'ref' });
  });

  it('is never counted or reserved below zero', () => {
    const count = { ref: 'count-1', sku: 'SHOE-42', location: 'store-17', counted: { amount: '-1' }, countedAt: at };
    expect(refusal(InventoryCount, count)).toMatchObject({ path: 'counted.amount' });
    const line = { sku: 'SHOE-42', location: 'store-17', quantity: { amount: '0' } };
    expect(refusal(Reservation, { ref: 'hold-1', lines: [line], state: 'held' })).toMatchObject({
      path: 'lines.0.quantity.amount',
    });
  });
});

describe('a price', () => {
  const price = { sku: 'SHOE-42', price: usd('79.00'), compareAt: usd('99.00'), taxIncluded: true };

  it('is compared with one in its own currency only', () => {
    expect(refusal(Price, price)).toBeUndefined();
    expect(refusal(Price, { ...price, compareAt: money('99.00', 'CAD') })).toMatchObject({
      code: 'currency-mismatch',
      path: 'compareAt',
    });
  });

  it('is not negative, and ends after it began', () => {
    expect(refusal(Price, { ...price, price: usd('-1') })).toMatchObject({ path: 'price.amount' });
    const times = { effectiveFrom: '2026-11-27T00:00:00+01:00', effectiveUntil: '2026-11-26T23:00:00Z' };
    expect(refusal(Price, { ...price, ...times })).toMatchObject({ path: 'effectiveUntil' });
  });
});

describe('master data', () => {
  it('of a product keeps what tells variants apart', () => {
    const product = Product.parse({
      sku: 'SHOE-42',
      parent: 'SHOE',
      name: 'Shoe',
      state: 'active',
      options: { size: '42' },
    });
    expect(product).toMatchObject({ unit: 'EA', kind: 'goods', options: { size: '42' } });
  });

  it('of a location names a real zone and a real time of day', () => {
    const store = { code: 'store-17', name: 'Honolulu', kind: 'store', timeZone: 'Pacific/Honolulu' };
    expect(Location.parse(store)).toMatchObject({ dayCut: '00:00', active: true });
    expect(refusal(Location, { ...store, timeZone: 'Hawaii time' })).toMatchObject({ path: 'timeZone' });
    expect(refusal(Location, { ...store, dayCut: '4 o’clock' })).toMatchObject({ path: 'dayCut' });
  });

  it('of a customer says what is known and leaves out the rest', () => {
    const customer = Customer.parse({ ref: 'shop-c-1', company: { name: 'Shoes and More Ltd', taxId: 'GB1' } });
    expect(customer).toEqual({
      ref: 'shop-c-1',
      refs: {},
      taxExempt: false,
      addresses: [],
      tags: [],
      company: { name: 'Shoes and More Ltd', refs: {}, taxId: 'GB1' },
    });
    expect(refusal(Address, { country: 'Germany' })).toMatchObject({ path: 'country' });
  });
});

describe('references', () => {
  it('to other systems are named by the system', () => {
    expect(Refs.parse(undefined)).toEqual({});
    expect(refusal(Refs, { shop: '' })).toMatchObject({ path: 'shop' });
  });

  it('to documents need a system, a type and an id', () => {
    expect(refusal(DocumentRef, { system: 'erp', type: 'salesOrder', id: '1' })).toBeUndefined();
    expect(refusal(DocumentRef, { system: 'erp', type: 'salesOrder', id: 1 })).toMatchObject({ path: 'id' });
  });

  it('of a fulfillment name its order, and it ships something', () => {
    const shipped = {
      ref: 'shop-1001-F1',
      orderRef: 'shop-1001',
      occurredAt: at,
      lines: [{ lineId: '1', quantity: { amount: '1' } }],
    };
    expect(refusal(Fulfillment, shipped)).toBeUndefined();
    expect(refusal(Fulfillment, { ...shipped, lines: [] })).toMatchObject({ path: 'lines' });
  });
});

it('an instant has an offset', () => {
  expect(['2026-11-27T10:00:00Z', '2026-11-27T00:00:00.123-10:00'].map((it) => refusal(Instant, it))).toEqual([
    undefined,
    undefined,
  ]);
  expect(refusal(Instant, '2026-11-27T10:00:00')).toBeDefined();
});
