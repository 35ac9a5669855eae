import { money } from '@crossdock/core';
import { expect, test } from 'vitest';
import { auditBooks, type BookEntry } from './audit.ts';

const entry = (ref: string, amount = '19.99', currency = 'USD'): BookEntry => ({ ref, total: money(amount, currency) });
const sold = [entry('a'), entry('b', '100.00')];

test('books that agree have nothing to find', () => {
  expect(auditBooks({ placed: sold, booked: sold, posted: sold })).toEqual({
    placed: 2,
    booked: 2,
    posted: 2,
    lost: 0,
    duplicates: 0,
    centsAdrift: 0,
    open: 0,
    findings: [],
  });
});

test('a sale that reached neither book is lost; one that is booked only is open', () => {
  const audit = auditBooks({
    placed: [...sold, entry('c')],
    booked: [entry('a'), entry('b', '100')],
    posted: [entry('a')],
  });
  expect(audit).toMatchObject({ lost: 1, open: 1, duplicates: 0, centsAdrift: 0 });
  expect(audit.findings).toEqual(['b: booked, not posted', 'c: neither booked nor posted']);
});

test('a second document for the same sale is a duplicate in either book', () => {
  expect(auditBooks({ placed: sold, booked: [...sold, entry('a')], posted: sold })).toMatchObject({
    duplicates: 1,
    centsAdrift: 0,
  });
  expect(auditBooks({ placed: sold, booked: sold, posted: [...sold, entry('a')] })).toMatchObject({
    duplicates: 1,
    centsAdrift: 1999,
  });
});

test('a document for what was never sold is a duplicate', () => {
  const audit = auditBooks({ placed: sold, booked: [...sold, entry('ghost')], posted: [...sold, entry('ghost')] });
  expect(audit.duplicates).toBe(2);
});

test('differences are summed exactly and do not cancel each other out', () => {
  const posted = [entry('a', '20.01'), entry('b', '99.98')];
  expect(auditBooks({ placed: sold, booked: sold, posted })).toMatchObject({ centsAdrift: 4 });
  const many = Array.from({ length: 10 }, (_, index) => entry(`n${index}`, '0.10'));
  const none = many.map(({ ref }) => entry(ref, '0.00'));
  expect(auditBooks({ placed: many, booked: many, posted: none }).centsAdrift).toBe(100);
});

test('a difference below a cent is not rounded away', () => {
  expect(auditBooks({ placed: [entry('a')], booked: [entry('a')], posted: [entry('a', '19.9925')] }).centsAdrift).toBe(
    0.25,
  );
});

test('an order that is booked with another total is adrift even before it is posted', () => {
  const audit = auditBooks({ placed: [entry('a')], booked: [entry('a', '19.90')], posted: [] });
  expect(audit).toMatchObject({ open: 1, centsAdrift: 9 });
});

test('minor units are those of the currency, and another currency is adrift as a whole', () => {
  const yen = [entry('a', '500', 'JPY')];
  expect(auditBooks({ placed: yen, booked: yen, posted: [entry('a', '501', 'JPY')] }).centsAdrift).toBe(1);
  expect(auditBooks({ placed: yen, booked: yen, posted: [entry('a', '5.00', 'USD')] }).centsAdrift).toBe(1000);
});
