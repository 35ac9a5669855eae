import { isIntegrationError } from '@crossdock/core';
import { expect, test } from 'vitest';
import { cancelReason, fulfillmentState, paymentState, transactionHappened, transactionKind } from './words.ts';

const tables = { cancelReason, fulfillmentState, paymentState, transactionHappened, transactionKind };

function refusalOf(work: () => unknown) {
  try {
    return work();
  } catch (error) {
    return isIntegrationError(error) ? `${error.code} ${error.path}: ${error.message}` : error;
  }
}

test.each(Object.entries(tables))('%s refuses a word that it does not know, with the word and its place', (_, look) => {
  expect(refusalOf(() => look('HALF_DONE', 'transactions.2'))).toMatch(/^unmapped transactions\.2: .*'HALF_DONE'/);
  expect(refusalOf(() => look('toString', 'transactions.2'))).toMatch(/^unmapped /);
});

test('a word that looks like data is refused without being repeated', () => {
  const refusal = refusalOf(() => paymentState('ada@customer.example', 'financial_status'));
  expect(refusal).toMatch(/^unmapped financial_status: /);
  expect(refusal).not.toContain('ada');
});

test('a status that the platform itself calls unknown is refused; one that is pending is no payment', () => {
  expect(refusalOf(() => transactionHappened('UNKNOWN', 'transactions.0.status'))).toMatch(/^unmapped /);
  expect(transactionHappened('PENDING', 'transactions.0.status')).toBe(false);
});
