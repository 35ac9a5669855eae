import { IntegrationError } from '@crossdock/core';

export { unbalanced } from '@crossdock/core';

/** Stops a document that needs something which the configuration does not name. */
export function unmapped(what: string, option: string, path: string): IntegrationError {
  return new IntegrationError(`${what} has no counterpart in NetSuite: add it to ${option}`, {
    code: 'unmapped',
    path,
  });
}
