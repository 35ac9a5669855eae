import { type ErrorCode, type HttpFailure, IntegrationError } from '@crossdock/core';
import { z } from 'zod';

/** The envelopes that the versions of the API have for errors. Texts of it may hold data of customers, so none is kept. */
const WireErrors = z.object({
  status: z.unknown().optional(),
  error: z.unknown().optional(),
  errors: z.unknown().optional(),
});

interface Meaning {
  readonly code: ErrorCode;
  readonly sentence: string;
}

/** What a status means here, where it is more than what HTTP says. Whatever is not in the table follows the common one. */
const byStatus: Readonly<Record<number, Meaning>> = {
  400: { code: 'input-invalid', sentence: 'Lightspeed does not accept the request' },
  401: { code: 'unauthorized', sentence: 'Lightspeed does not accept our credentials any more' },
  402: { code: 'forbidden', sentence: 'The retailer’s plan does not contain this' },
  403: { code: 'forbidden', sentence: 'The retailer has not granted a permission that this needs' },
  404: { code: 'not-found', sentence: 'Lightspeed does not have it' },
  409: { code: 'conflict', sentence: 'Lightspeed holds something that contradicts the request' },
  422: { code: 'refused', sentence: 'Lightspeed refuses it by a rule of its own' },
};

/** How long to wait where the platform says so in words that cannot be read, in milliseconds: its own client waits so long. */
const unreadableWaitMs = 30_000;

/** A failed HTTP answer in our words; undefined leaves it to the common table. */
export function errorOfFailure({
  status,
  headers,
  method,
  path,
  retryAfterMs,
}: HttpFailure): IntegrationError | undefined {
  if (status === 429) {
    return new IntegrationError('Lightspeed asked us to slow down', {
      code: 'throttled',
      retryAfterMs: retryAfterMs ?? (headers.get('retry-after') === null ? undefined : unreadableWaitMs),
      details: { status, method, path },
    });
  }
  const meaning = byStatus[status];
  if (!meaning) return undefined;
  return new IntegrationError(`${meaning.sentence} (${status})`, {
    code: meaning.code,
    details: { status, method, path },
  });
}

/** A refresh token that is refused: only a new grant helps. */
export function errorOfGrant({ status, method, path }: HttpFailure): IntegrationError | undefined {
  if (status !== 400 && status !== 401 && status !== 403) return undefined;
  return new IntegrationError('Lightspeed does not take the refresh token: grant the access again', {
    code: 'unauthorized',
    details: { status, method, path },
  });
}

/** Old endpoints answer 200 and say `error` in the body. */
export function saysError(body: unknown): boolean {
  const { data } = WireErrors.safeParse(body);
  if (!data) return false;
  return data.status === 'error' || (typeof data.error === 'string' && data.error !== '') || hasEntries(data.errors);
}

/** Refuses a word of the platform that has no meaning to us. */
export function unmapped(what: string, value: string, path: string): IntegrationError {
  return new IntegrationError(`Lightspeed's ${what} '${printable(value)}' is not known to the connector`, {
    code: 'unmapped',
    path,
  });
}

function hasEntries(errors: unknown): boolean {
  return typeof errors === 'object' && errors !== null && Object.keys(errors).length > 0;
}

/** Words of the platform are short and plain; anything else is not worth printing, and may be data. */
function printable(value: string): string {
  return /^[A-Za-z0-9_ .()&-]{1,80}$/.test(value) ? value : '…';
}
