import { isIntegrationError } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { errorOfUserErrors, userErrorsOf, type UserErrorTable } from './user-errors.ts';

function refusal(payload: Record<string, unknown>, table?: UserErrorTable) {
  const [first, ...rest] = userErrorsOf({ refundCreate: payload });
  if (!first) return undefined;
  const { code, disposition, path, retryAfterMs, details } = errorOfUserErrors([first, ...rest], table);
  return { code, disposition, path, retryAfterMs, details };
}

const userError = (code?: string, message = 'secret words') => ({ field: ['input', 'lines', '0'], message, code });

describe('the refusals of a mutation', () => {
  test('that are none refuse nothing', () => {
    expect(refusal({ refund: { id: '1' }, userErrors: [] })).toBeUndefined();
  });

  test('stand in userErrors or orderCancelUserErrors, and name the place in the input', () => {
    expect(refusal({ userErrors: [userError()] })).toMatchObject({
      code: 'refused',
      path: 'refundCreate.input.lines.0',
    });
    expect(refusal({ orderCancelUserErrors: [userError('NOT_FOUND')] })).toMatchObject({ code: 'not-found' });
  });

  test.each([
    ['TAKEN', 'duplicate', 'reject'],
    ['CHANGE_FROM_QUANTITY_STALE', 'conflict', 'reject'],
    ['SERVICE_UNAVAILABLE', 'system-unavailable', 'retry'],
    ['INTERNAL_ERROR', 'system-unavailable', 'unknown'],
    ['IDEMPOTENCY_CONCURRENT_REQUEST', 'busy', 'retry'],
    ['IDEMPOTENCY_KEY_PARAMETER_MISMATCH', 'key-mismatch', 'reject'],
    ['INVALID', 'input-invalid', 'reject'],
    ['A_RULE_OF_TOMORROW', 'refused', 'reject'],
  ])('with %s are %s', (code, ours, disposition) => {
    expect(refusal({ userErrors: [userError(code)] })).toMatchObject({
      code: ours,
      disposition,
      details: { userErrorCode: code, userErrors: 1 },
    });
  });

  test('follow the table of the document first', () => {
    expect(refusal({ userErrors: [userError('TAKEN')] }, { TAKEN: 'conflict' })).toMatchObject({ code: 'conflict' });
    expect(refusal({ userErrors: [userError('TAKEN')] }, { TAKEN: ['conflict', 'retry'] })).toMatchObject({
      disposition: 'retry',
    });
  });

  test.each([
    ['A request with this idempotency key is in progress', 'busy', 'retry'],
    ['The idempotency key was used with other parameters', 'outcome-unknown', 'unknown'],
    ['The previous attempt with this idempotency key failed', 'outcome-unknown', 'unknown'],
    ['Refund is larger than what was paid', 'refused', 'reject'],
  ])('without a code: "%s" is %s', (message, code, disposition) => {
    expect(refusal({ userErrors: [userError(undefined, message)] })).toMatchObject({ code, disposition });
  });

  test('in a strange shape leave open what was done', () => {
    try {
      userErrorsOf({ refundCreate: { userErrors: 'none' } });
      expect.unreachable();
    } catch (error) {
      expect(isIntegrationError(error) && [error.code, error.disposition, error.path]).toEqual([
        'response-invalid',
        'unknown',
        'refundCreate.userErrors',
      ]);
    }
  });

  test('are told without the platform’s sentences', () => {
    const [first] = userErrorsOf({ refundCreate: { userErrors: [userError()] } });
    expect(first && JSON.stringify(errorOfUserErrors([first]))).not.toContain('secret words');
  });
});
