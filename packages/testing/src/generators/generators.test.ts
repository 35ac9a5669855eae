import {
  add,
  canonicalJson,
  isZero,
  money,
  type Order,
  type Random,
  seededRandom,
  subtract,
  sum,
  zero,
} from '@crossdock/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  generateCustomer,
  generateFulfillment,
  generateJournalEntry,
  generateOrder,
  generatePrice,
  generateProduct,
  generateReturn,
  orderKinds,
} from './index.ts';

const forEverySeed = (check: (random: Random) => void) =>
  fc.assert(
    fc.property(fc.integer(), (seed) => check(seededRandom(seed))),
    { numRuns: 100 },
  );

test.each(orderKinds)('an order of kind %s is always balanced', (kind) => {
  forEverySeed((random) => {
    const { lines, charges, taxIncluded, rounding, total, tenders, outstanding, currency } = generateOrder(random, {
      kind,
    });
    const parts = [...lines, ...charges].flatMap((it) => [
      subtract(
        it.gross,
        sum(
          it.discounts.map((one) => one.amount),
          currency,
        ),
      ),
      ...(taxIncluded ? [] : it.taxes.map((one) => one.amount)),
    ]);
    expect(add(sum(parts, currency), rounding ?? zero(currency))).toEqual(total);
    expect(
      add(
        sum(
          tenders.map((it) => it.amount),
          currency,
        ),
        outstanding,
      ),
    ).toEqual(total);
  });
});

test('the same seed generates the same order, another one another', () => {
  const story = (seed: number) => canonicalJson(Array.from({ length: 5 }, () => generateOrder(seededRandom(seed))));
  expect(story(1)).toBe(story(1));
  expect(story(1)).not.toBe(story(2));
});

test('a hundred orders have all kinds of trouble in them', () => {
  const random = seededRandom(1129);
  const orders = Array.from({ length: 100 }, () => generateOrder(random));
  const some = (says: (order: Order) => boolean) => orders.filter(says).length > 0;
  const troubles = {
    discounts: some((it) => it.lines.some((line) => line.discounts.length > 0)),
    weights: some((it) => it.lines.some((line) => line.quantity.unit === 'KGM')),
    pricesFinerThanCents: some((it) => it.lines.some((line) => /\.\d{4}$/.test(line.unitPrice.amount))),
    free: some((it) => isZero(it.total)),
    unpaid: some((it) => !isZero(it.outstanding)),
    splitTenders: some((it) => it.tenders.length > 1),
    giftCards: some((it) => it.lines.some((line) => line.kind === 'gift-card')),
    cashRounding: some((it) => it.rounding !== undefined),
    business: some((it) => it.channel === 'b2b'),
    presentment: some((it) => it.presentment !== undefined && it.presentment.currency !== it.currency),
    withoutDecimals: some((it) => it.currency === 'JPY'),
    threeDecimals: some((it) => it.currency === 'KWD'),
    taxIncluded: some((it) => it.taxIncluded),
    taxAdded: some((it) => !it.taxIncluded),
  };
  expect(Object.entries(troubles).filter(([, isThere]) => !isThere)).toEqual([]);
  expect(orders.map((it) => it.ref)).toHaveLength(new Set(orders.map((it) => it.ref)).size);
});

test('an order is made as it was asked for', () => {
  const order = generateOrder(seededRandom(1), {
    system: 'stores',
    serial: 17,
    currency: 'EUR',
    skus: ['ONLY'],
    locations: ['store-17'],
    occurredAt: '2026-12-24T10:00:00Z',
  });
  expect(order).toMatchObject({ ref: 'stores-17', number: '#17', currency: 'EUR', occurredAt: '2026-12-24T10:00:00Z' });
  expect(new Set(order.lines.map((it) => `${it.sku} ${it.location}`))).toEqual(new Set(['ONLY store-17']));
});

test('a shipment never holds more than the order', () => {
  forEverySeed((random) => {
    const order = generateOrder(random);
    const sold = new Map(order.lines.map((line) => [line.id, line]));
    for (const share of ['all', 'some'] as const) {
      const { lines, orderRef } = generateFulfillment(random, order, { share });
      expect(orderRef).toBe(order.ref);
      for (const { lineId, quantity } of lines) {
        expect(sold.get(lineId)?.kind).toBe('goods');
        expect(Number(quantity.amount)).toBeLessThanOrEqual(Number(sold.get(lineId)?.quantity.amount));
      }
    }
  });
});

test('an order that comes back as a whole brings back what was owed for it, to the cent', () => {
  forEverySeed((random) => {
    const order = generateOrder(random);
    const { total, tenders } = generateReturn(random, order, { share: 'all' });
    expect(total).toEqual(subtract(order.total, order.rounding ?? zero(order.currency)));
    const given = new Map(order.tenders.map((it) => [it.id, it.amount.amount]));
    for (const { id, amount } of tenders) expect(Number(amount.amount)).toBeLessThanOrEqual(Number(given.get(id)));
  });
});

test('a part of an order never brings back more than the whole', () => {
  forEverySeed((random) => {
    const order = generateOrder(random);
    const { total } = generateReturn(random, order);
    expect(Number(total.amount)).toBeLessThanOrEqual(
      Number(subtract(order.total, order.rounding ?? zero(order.currency)).amount),
    );
  });
});

test('products, prices, customers and journal entries keep their schemas', () => {
  forEverySeed((random) => {
    const { barcodes, sku } = generateProduct(random);
    const digits = Array.from(barcodes[0] ?? '', Number);
    expect(digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0) % 10).toBe(0);
    expect(generatePrice(random, { sku }).sku).toBe(sku);
    expect(generateCustomer(random).email).toMatch(/@shoppers\.example$/);
    const { lines, currency } = generateJournalEntry(random);
    const side = (which: 'debit' | 'credit') =>
      sum(
        lines.flatMap((line) => line[which] ?? []),
        currency,
      );
    expect(side('debit')).toEqual(side('credit'));
    expect(side('debit')).not.toEqual(money('0', currency));
  });
});
