import { describe, expect, test } from 'vitest';
import { errorOf, errorOfFailure } from './errors.ts';

const failure = (status: number, error: object, effect: 'read' | 'write' = 'write') =>
  errorOfFailure({
    status,
    body: { errors: [error] },
    effect,
    headers: new Headers(),
    method: 'POST',
    path: '/v2/x',
    retryAfterMs: undefined,
  });

test.each([
  [429, 'RATE_LIMITED', 'throttled', 'retry'],
  [500, 'INTERNAL_SERVER_ERROR', 'system-unavailable', 'unknown'],
  [503, 'SERVICE_UNAVAILABLE', 'system-unavailable', 'unknown'],
  [504, 'GATEWAY_TIMEOUT', 'system-unavailable', 'unknown'],
  [409, 'CONFLICT', 'conflict', 'reject'],
  [400, 'VERSION_MISMATCH', 'conflict', 'reject'],
  [401, 'ACCESS_TOKEN_EXPIRED', 'unauthorized', 'reject'],
  [401, 'ACCESS_TOKEN_REVOKED', 'unauthorized', 'reject'],
  [403, 'INSUFFICIENT_SCOPES', 'forbidden', 'reject'],
  [400, 'INVALID_CURSOR', 'conflict', 'retry'],
  [400, 'IDEMPOTENCY_KEY_REUSED', 'key-mismatch', 'reject'],
  [404, 'NOT_FOUND', 'not-found', 'reject'],
  [400, 'REFUND_AMOUNT_INVALID', 'refused', 'reject'],
  [400, 'API_VERSION_INCOMPATIBLE', 'version-mismatch', 'reject'],
])('%i %s is %s (%s)', (status, code, ours, disposition) => {
  const category = 'INVALID_REQUEST_ERROR';
  expect(failure(status, { category, code })).toMatchObject({ code: ours, disposition });
});

describe('a code that is not in any table', () => {
  test.each([
    ['API_ERROR', 500, 'system-unavailable'],
    ['INVALID_REQUEST_ERROR', 400, 'input-invalid'],
    ['REFUND_ERROR', 400, 'refused'],
    ['RATE_LIMIT_ERROR', 400, 'throttled'],
  ])('follows its category %s', (category, status, ours) => {
    expect(failure(status, { category, code: 'INVENTED_NEXT_YEAR' })).toMatchObject({ code: ours });
  });

  test('of an unknown category is left to the common table of HTTP', () => {
    expect(failure(400, { category: 'NEW_ERROR', code: 'INVENTED_NEXT_YEAR' })).toBeUndefined();
    expect(failure(429, { category: 'INVALID_REQUEST_ERROR', code: 'INVENTED_NEXT_YEAR' })).toBeUndefined();
  });
});

test('a failing server leaves a read to be repeated', () => {
  expect(failure(500, { code: 'INTERNAL_SERVER_ERROR' }, 'read')).toMatchObject({ disposition: 'retry' });
});

test('what the platform writes into an error is printed only where it is a plain word', () => {
  const error = errorOf(
    { code: 'BAD <ada@shopper.example>', category: 'API_ERROR', field: 'x\ny' },
    { effect: 'read', status: 500 },
  );
  expect(JSON.stringify(error)).not.toMatch(/ada|\\n/);
});
