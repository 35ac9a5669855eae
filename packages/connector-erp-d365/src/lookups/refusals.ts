import { IntegrationError } from '@crossdock/core';

export { unbalanced } from '@crossdock/core';

/** Stops a document that needs something which the configuration does not name. */
export function unmapped(what: string, option: string, path: string): IntegrationError {
  return new IntegrationError(`${what} has no counterpart in Dynamics 365: add it to ${option}`, {
    code: 'unmapped',
    path,
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
