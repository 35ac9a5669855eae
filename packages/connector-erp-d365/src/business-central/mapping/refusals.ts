import { IntegrationError } from '@crossdock/core';

export { unbalanced } from '@crossdock/core';

/** Stops a document that needs something which the configuration does not name. */
export function unmapped(what: string, option: string, path: string): IntegrationError {
  return new IntegrationError(`${what} has no counterpart in Business Central: add it to ${option}`, {
    code: 'unmapped',
    path,
  });
}

/** Stops what the configuration has no name for, or the company does not have. */
export function nameless(reason: string, path: string): IntegrationError {
  return new IntegrationError(reason, { code: 'unmapped', path });
}

/** Refuses a price list by its name: the API has none. */
export function noPriceList(list: string): IntegrationError {
  return nameless(`Business Central has no price list '${list}': its API has base prices only`, 'list');
}

/** Stops a document of a kind that cannot be booked. */
export function unsuitable(reason: string, path: string): IntegrationError {
  return new IntegrationError(reason, { code: 'unsupported-document', path });
}

/** A document that is there in another shape is not written over. */
export function differs(what: string, path: string): IntegrationError {
  return new IntegrationError(`${what} is in Business Central with other contents`, { code: 'conflict', path });
}
