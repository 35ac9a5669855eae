import { type Disposition, type ErrorCode, IntegrationError } from '@crossdock/core';
import { z } from 'zod';

/** What a code of the platform's user errors means to us: our code, and its disposition where it is not the usual one. */
export type UserErrorMeaning = ErrorCode | readonly [code: ErrorCode, disposition: Disposition];

/** Meanings by the platform's code. Codes that are not named follow the common table, and else are `refused`. */
export type UserErrorTable = Readonly<Record<string, UserErrorMeaning>>;

/** A refusal as a mutation's payload carries it. */
export interface UserError {
  /** The mutation and the place in its input, `orderCancel.orderId`. */
  readonly path: string;
  readonly code: string | undefined;
  /** The code-less sentence is about the idempotency key. Sentences themselves are never repeated: they quote what was sent. */
  readonly aboutKey: 'in-progress' | 'other' | undefined;
}

/** How long a change under the same key that is in progress is left alone. */
const inProgressMs = 2_000;

/**
 * Codes that mean the same in every mutation that has them.
 *
 * @see https://shopify.dev/docs/api/admin-graphql
 */
const common: UserErrorTable = {
  NOT_FOUND: 'not-found',
  PRODUCT_DOES_NOT_EXIST: 'not-found',
  TAKEN: 'duplicate',
  ALREADY_EXISTS: 'duplicate',
  STALE_OBJECT: 'conflict',
  CHANGE_FROM_QUANTITY_STALE: 'conflict',
  INVALID_STATE: 'conflict',
  MISSING_PERMISSION: 'forbidden',
  NO_REFUND_PERMISSION: 'forbidden',
  NO_REFUND_TO_STORE_CREDIT_PERMISSION: 'forbidden',
  APP_NOT_AUTHORIZED: 'forbidden',
  FEATURE_NOT_ENABLED: 'forbidden',
  INVALID: 'input-invalid',
  INVALID_INPUT: 'input-invalid',
  INVALID_VALUE: 'input-invalid',
  BLANK: 'input-invalid',
  PRESENT: 'input-invalid',
  INCLUSION: 'input-invalid',
  TOO_LONG: 'input-invalid',
  TOO_SHORT: 'input-invalid',
  TOO_BIG: 'input-invalid',
  WRONG_LENGTH: 'input-invalid',
  NOT_A_NUMBER: 'input-invalid',
  // "Try again": nothing was done.
  SERVICE_UNAVAILABLE: 'system-unavailable',
  OPERATION_IN_PROGRESS: 'busy',
  LIMIT_REACHED: 'busy',
  // The platform does not say how far it came.
  INTERNAL_ERROR: ['system-unavailable', 'unknown'],
  IDEMPOTENCY_CONCURRENT_REQUEST: 'busy',
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH: 'key-mismatch',
};

/** The attempt before under this key failed; the platform wants a new key. */
export const previousAttemptFailed = 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED';

const UserErrors = z.array(
  z.object({ field: z.array(z.string()).nullish(), code: z.string().nullish(), message: z.string().nullish() }),
);

/** Every refusal in the payloads of an answer: they stand in `userErrors`, in some mutations in `orderCancelUserErrors`. */
export function userErrorsOf(data: Readonly<Record<string, unknown>>): readonly UserError[] {
  return Object.entries(data).flatMap(([field, payload]) =>
    Object.entries(typeof payload === 'object' && payload !== null ? payload : {}).flatMap(([name, list]) =>
      /userErrors$/i.test(name) ? listed(field, name, list) : [],
    ),
  );
}

function listed(mutation: string, name: string, list: unknown): UserError[] {
  const errors = UserErrors.safeParse(list);
  if (!errors.success) {
    throw new IntegrationError('Shopify told refusals in a shape that is not expected', {
      code: 'response-invalid',
      disposition: 'unknown',
      path: `${mutation}.${name}`,
    });
  }
  return errors.data.map(({ field, code, message }) => ({
    path: [mutation, ...(field ?? [])].join('.'),
    code: code ?? undefined,
    aboutKey: code == null ? aboutKey(message ?? '') : undefined,
  }));
}

/** How the states of a key show in errors without a code is not documented; only that one is still at work is clear enough to act on. */
function aboutKey(message: string): UserError['aboutKey'] {
  if (!/idempoten/i.test(message)) return undefined;
  return /in progress|concurrent/i.test(message) ? 'in-progress' : 'other';
}

/** The refusal of a mutation in our words. The platform's sentence is left out: it may quote what was sent. */
export function errorOfUserErrors(
  errors: readonly [UserError, ...UserError[]],
  table: UserErrorTable = {},
): IntegrationError {
  const [{ path, code, aboutKey: key }] = errors;
  const details = { userErrors: errors.length, ...(code !== undefined && { userErrorCode: code }) };
  if (key === 'other') {
    return new IntegrationError(
      'Shopify objects to the idempotency key, and does not say whether the change was made',
      {
        code: 'outcome-unknown',
        path,
        details,
      },
    );
  }
  const meaning = key === 'in-progress' ? 'busy' : meaningOf(code, table);
  const [ourCode, disposition] = typeof meaning === 'string' ? [meaning] : meaning;
  return new IntegrationError(sentences[ourCode] ?? 'Shopify refused the change', {
    code: ourCode,
    disposition,
    path,
    details,
    retryAfterMs: ourCode === 'busy' ? inProgressMs : undefined,
  });
}

function meaningOf(code: string | undefined, table: UserErrorTable): UserErrorMeaning {
  if (code === undefined) return 'refused';
  return table[code] ?? common[code] ?? 'refused';
}

const sentences: Readonly<Partial<Record<ErrorCode, string>>> = {
  'not-found': 'Shopify does not have what the change is about',
  duplicate: 'Shopify has it already',
  conflict: 'It changed in Shopify since it was read',
  forbidden: 'The app may not make this change',
  busy: 'Shopify is still at work on a change like this',
  'key-mismatch': 'Shopify saw this idempotency key before with other content',
  'system-unavailable': 'Shopify failed to make the change',
};
