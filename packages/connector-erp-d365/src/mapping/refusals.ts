import { IntegrationError, type Money } from '@crossdock/core';

/** Stops a document that needs something which the configuration does not name. */
export function unmapped(what: string, option: string, path: string): IntegrationError {
  return new IntegrationError(`${what} has no counterpart in Dynamics 365: add it to ${option}`, {
    code: 'unmapped',
    path,
  });
}

/** Stops a document that would not come to its total. */
export function unbalanced(what: string, actual: Money, expected: Money): IntegrationError {
  const amounts = {
    actual: `${actual.amount} ${actual.currency}`,
    expected: `${expected.amount} ${expected.currency}`,
  };
  return new IntegrationError(`${what} comes to ${amounts.actual} instead of ${amounts.expected}`, {
    code: 'unbalanced',
    path: 'total',
    details: amounts,
  });
}

/** Stops a till document by itself where the settlement of its store day books it. */
export function bookedByTheDay(): IntegrationError {
  return new IntegrationError(
    'Till sales are booked by the settlement of their store day here; one by one they would be booked twice',
    {
      code: 'unsupported-document',
      path: 'channel',
    },
  );
}
