import { type ErrorCode, type HttpFailure, IntegrationError } from '@crossdock/core';

/** One row of the table: what a failure of the platform means to us, and the sentence that says so. */
interface Meaning {
  readonly code: ErrorCode;
  readonly sentence: string;
}

/**
 * HTTP statuses. Everything else follows the common table (401 unauthorized, 429 throttled, 5xx away).
 * 402, 423 and 430 are general knowledge, not proved by a recording.
 */
const byStatus: Readonly<Record<number, Meaning>> = {
  402: { code: 'forbidden', sentence: 'The shop is frozen until its owner settles the account with Shopify' },
  403: { code: 'forbidden', sentence: 'The app lacks an access scope for this' },
  404: { code: 'not-found', sentence: 'Shopify does not know this shop or API version' },
  423: { code: 'forbidden', sentence: 'The shop is locked' },
  430: { code: 'forbidden', sentence: 'Shopify blocked the request for security reasons' },
};

/** `errors[].extensions.code` of a GraphQL answer. The platform's list is open. */
const byGraphqlCode: Readonly<Record<string, Meaning>> = {
  THROTTLED: { code: 'throttled', sentence: 'Shopify asked us to slow down' },
  MAX_COST_EXCEEDED: { code: 'query-too-expensive', sentence: 'The query costs more than Shopify allows for one' },
  ACCESS_DENIED: { code: 'forbidden', sentence: 'The app is not approved for this data, or lacks the access scope' },
  BAD_REQUEST: { code: 'input-invalid', sentence: 'Shopify refuses the query as malformed' },
  INVALID_FIELD_ARGUMENTS: { code: 'input-invalid', sentence: 'Shopify refuses an argument of the query' },
  MAX_INPUT_SIZE_EXCEEDED: { code: 'input-invalid', sentence: 'Shopify takes fewer entries of a list at once' },
  undefinedField: { code: 'version-mismatch', sentence: 'The API version that answers lacks a field of the query' },
  argumentLiteralsIncompatible: {
    code: 'version-mismatch',
    sentence: 'The API version that answers takes other arguments',
  },
};

/** Codes that do not say whether the work was done. */
const accidents: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'TIMEOUT', 'SERVICE_UNAVAILABLE']);

/** Whether an error code leaves open how far the platform came. */
export function isAccident(code: string | null | undefined): boolean {
  return code != null && accidents.has(code);
}

/** A failed HTTP answer in our words; undefined leaves it to the common table. */
export function errorOfStatus({ status, retryAfterMs, effect }: HttpFailure): IntegrationError | undefined {
  if (status === 503 && effect === 'write') {
    // Elsewhere it says that nothing was done. Shopify's is any failure on the way.
    const disposition = 'unknown';
    return new IntegrationError('Shopify is away', { code: 'system-unavailable', disposition, retryAfterMs });
  }
  const meaning = byStatus[status];
  if (!meaning) return undefined;
  return new IntegrationError(meaning.sentence, { code: meaning.code, retryAfterMs, details: { status } });
}

/** What is known about a GraphQL error when it is put into our words. */
export interface GraphqlFailure {
  /** `errors[0].extensions.code`. */
  readonly code: string | undefined;
  /** `errors[0].path`, as dotted text. */
  readonly path: string | undefined;
  readonly effect: 'read' | 'write';
  /** The answer held data beside the error: a write may have happened. */
  readonly withData: boolean;
  readonly retryAfterMs: number | undefined;
}

/** A GraphQL error in our words. A write that answered data beside its error may have been committed. */
export function errorOfGraphql({
  code = 'none',
  path,
  effect,
  withData,
  retryAfterMs,
}: GraphqlFailure): IntegrationError {
  const details = { graphqlCode: code };
  if (effect === 'write' && withData) {
    return new IntegrationError('Shopify reported an error for a change that it may have made', {
      code: 'outcome-unknown',
      path,
      details,
    });
  }
  if (accidents.has(code)) {
    return new IntegrationError('Shopify failed on the way', {
      code: 'system-unavailable',
      disposition: effect === 'write' ? 'unknown' : 'retry',
      retryAfterMs,
      path,
      details,
    });
  }
  const meaning = byGraphqlCode[code];
  if (!meaning)
    return new IntegrationError('Shopify answered with an error that is not known', {
      code: 'response-invalid',
      disposition: effect === 'write' ? 'unknown' : 'reject',
      path,
      details,
    });
  return new IntegrationError(meaning.sentence, {
    code: meaning.code,
    path,
    details,
    ...(meaning.code === 'throttled' && { retryAfterMs }),
  });
}

/** Refuses a word of the platform that has no meaning to us. */
export function unmapped(what: string, value: string, path: string): IntegrationError {
  return new IntegrationError(`Shopify's ${what} '${printable(value)}' is not known to the connector`, {
    code: 'unmapped',
    path,
  });
}

/** Enumeration words are short and plain; anything else is not worth printing, and may be data. */
function printable(value: string): string {
  return /^[A-Za-z0-9_ .()&-]{1,60}$/.test(value) ? value : '…';
}
