import { type Disposition, type Effect, type ErrorCode, type HttpFailure, IntegrationError } from '@crossdock/core';
import { z } from 'zod';

/** The envelope of Square's errors. Also some 200 answers carry it. */
export const WireErrors = z.object({
  errors: z
    .array(z.object({ category: z.string().optional(), code: z.string().optional(), field: z.string().optional() }))
    .default([]),
});

/** One error as Square words it. */
export type WireError = z.output<typeof WireErrors>['errors'][number];

interface Meaning {
  readonly code: ErrorCode;
  readonly sentence: string;
  /** @default that of the code */
  readonly disposition?: Disposition;
}

const away: Meaning = { code: 'system-unavailable', sentence: 'Square failed on the way' };
const signIn: Meaning = { code: 'unauthorized', sentence: 'Square does not accept our credentials any more' };
const lacking: Meaning = { code: 'forbidden', sentence: 'The seller has not granted a permission that this needs' };
const changed: Meaning = { code: 'conflict', sentence: 'It changed at Square since we read it' };
const absent: Meaning = { code: 'not-found', sentence: 'Square does not have it' };
const ruled: Meaning = { code: 'refused', sentence: 'Square refuses it by a rule of its own' };
const version: Meaning = { code: 'version-mismatch', sentence: 'Square does not take this API version here' };

/**
 * Codes that mean something of their own. The list of codes is open and grows with every API version, so whatever is not
 * here follows the category, and then the HTTP status.
 */
const byCode: Readonly<Record<string, Meaning>> = {
  RATE_LIMITED: { code: 'throttled', sentence: 'Square asked us to slow down' },
  INTERNAL_SERVER_ERROR: away,
  SERVICE_UNAVAILABLE: away,
  BAD_GATEWAY: away,
  GATEWAY_TIMEOUT: away,
  REQUEST_TIMEOUT: away,
  TEMPORARY_ERROR: away,
  CONFLICT: changed,
  VERSION_MISMATCH: changed,
  ACCESS_TOKEN_EXPIRED: signIn,
  ACCESS_TOKEN_REVOKED: signIn,
  UNAUTHORIZED: signIn,
  CLIENT_DISABLED: signIn,
  APPLICATION_DISABLED: signIn,
  FORBIDDEN: lacking,
  INSUFFICIENT_SCOPES: lacking,
  INVALID_CURSOR: {
    code: 'conflict',
    sentence: 'A page of a list was asked for too late; the list is read again from its start',
    disposition: 'retry',
  },
  IDEMPOTENCY_KEY_REUSED: { code: 'key-mismatch', sentence: 'Square saw this idempotency key with other content' },
  NOT_FOUND: absent,
  GONE: absent,
  CUSTOMER_NOT_FOUND: absent,
  CURRENCY_MISMATCH: { code: 'currency-mismatch', sentence: 'The store takes another currency' },
  API_VERSION_INCOMPATIBLE: version,
  INVALID_SQUARE_VERSION_FORMAT: version,
  REFUND_AMOUNT_INVALID: ruled,
  REFUND_ALREADY_PENDING: ruled,
  PAYMENT_NOT_REFUNDABLE: ruled,
  PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE: ruled,
  REFUND_ERROR_PAYMENT_NEEDS_COMPLETION: ruled,
  REFUND_DECLINED: ruled,
  INSUFFICIENT_PERMISSIONS_FOR_REFUND: ruled,
  ORDER_UNPAID_NOT_RETURNABLE: ruled,
};

const byCategory: Readonly<Record<string, Meaning>> = {
  API_ERROR: away,
  AUTHENTICATION_ERROR: signIn,
  RATE_LIMIT_ERROR: { code: 'throttled', sentence: 'Square asked us to slow down' },
  INVALID_REQUEST_ERROR: { code: 'input-invalid', sentence: 'Square does not accept the request' },
  PAYMENT_METHOD_ERROR: ruled,
  REFUND_ERROR: ruled,
  MERCHANT_SUBSCRIPTION_ERROR: lacking,
  EXTERNAL_VENDOR_ERROR: away,
};

/** A failed HTTP answer in our words; undefined leaves it to the common table. */
export function errorOfFailure({ status, body, effect, retryAfterMs }: HttpFailure): IntegrationError | undefined {
  const parsed = WireErrors.safeParse(body);
  const [first] = parsed.success ? parsed.data.errors : [];
  return first && errorOf(first, { effect, retryAfterMs, status });
}

/** How an error came. */
export interface ErrorContext {
  readonly effect: Effect;
  readonly retryAfterMs?: number | undefined;
  readonly status: number;
}

/** One of Square's errors in our words. A write that met a failing server may have happened. */
export function errorOf(
  error: WireError,
  { effect, retryAfterMs, status }: ErrorContext,
): IntegrationError | undefined {
  const meaning = byCode[error.code ?? ''] ?? fallback(error, status);
  if (!meaning) return undefined;
  const mayHaveHappened = meaning === away && effect === 'write';
  return new IntegrationError(`${meaning.sentence} (${printable(error.code)})`, {
    code: meaning.code,
    disposition: mayHaveHappened ? 'unknown' : meaning.disposition,
    retryAfterMs,
    path: error.field === undefined ? undefined : printable(error.field),
    details: { status, squareCode: printable(error.code) },
  });
}

/** A status that is plain by itself says more than a category. */
function fallback({ category = '' }: WireError, status: number): Meaning | undefined {
  if ([401, 403, 404, 409, 429].includes(status)) return undefined;
  return byCategory[category];
}

/** Refuses a word of the platform that has no meaning to us. */
export function unmapped(what: string, value: string, path: string): IntegrationError {
  return new IntegrationError(`Square's ${what} '${printable(value)}' is not known to the connector`, {
    code: 'unmapped',
    path,
  });
}

/** Words of the platform are short and plain; anything else is not worth printing, and may be data. */
function printable(value = 'no code'): string {
  return /^[A-Za-z0-9_ .[\]()&-]{1,80}$/.test(value) ? value : '…';
}
