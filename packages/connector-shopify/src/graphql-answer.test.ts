import { isIntegrationError } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { dataOf, GraphqlAnswer } from './graphql-answer.ts';

function outcome(answer: unknown, effect: 'read' | 'write') {
  try {
    return dataOf(GraphqlAnswer.parse(answer), effect);
  } catch (error) {
    if (!isIntegrationError(error)) throw error;
    const { code, disposition, path, retryAfterMs } = error;
    return { code, disposition, path, retryAfterMs };
  }
}

const error = (code: string, path?: (string | number)[]) => ({
  message: 'secret words',
  extensions: { code },
  ...(path && { path }),
});

describe('an answer with HTTP 200', () => {
  test('throttled waits for the missing points, never sooner', () => {
    const throttleStatus = { maximumAvailable: 2000, currentlyAvailable: 50, restoreRate: 100 };
    const cost = { requestedQueryCost: 576, actualQueryCost: null, throttleStatus };
    expect(outcome({ errors: [error('THROTTLED')], extensions: { cost } }, 'write')).toMatchObject({
      code: 'throttled',
      disposition: 'retry',
      retryAfterMs: 5260,
    });
  });

  test.each([
    ['MAX_COST_EXCEEDED', 'query-too-expensive', 'reject'],
    ['ACCESS_DENIED', 'forbidden', 'reject'],
    ['BAD_REQUEST', 'input-invalid', 'reject'],
    ['INVALID_FIELD_ARGUMENTS', 'input-invalid', 'reject'],
    ['undefinedField', 'version-mismatch', 'reject'],
    ['INTERNAL_SERVER_ERROR', 'system-unavailable', 'retry'],
    ['SOMETHING_NEW', 'response-invalid', 'reject'],
  ])('of a read with %s is %s', (graphql, code, disposition) => {
    expect(outcome({ data: null, errors: [error(graphql, ['order', 'customer'])] }, 'read')).toMatchObject({
      code,
      disposition,
      path: 'order.customer',
    });
  });

  test('of a write with an error beside data may have been committed', () => {
    const data = { giftCardCreate: { giftCardCode: 'abcd', giftCard: null } };
    expect(outcome({ data, errors: [error('ACCESS_DENIED')] }, 'write')).toMatchObject({
      code: 'outcome-unknown',
      disposition: 'unknown',
    });
  });

  test('of a write that failed inside may have been committed', () => {
    expect(outcome({ errors: [error('INTERNAL_SERVER_ERROR')] }, 'write')).toMatchObject({ disposition: 'unknown' });
  });

  test('top-level errors are looked at before userErrors, userErrors before missing data', () => {
    const refused = {
      orderCancel: { job: null, orderCancelUserErrors: [{ field: ['orderId'], message: 'no', code: 'NOT_FOUND' }] },
    };
    expect(outcome({ data: refused }, 'write')).toMatchObject({
      code: 'input-invalid',
      disposition: 'reject',
      path: 'orderCancel.orderId',
    });
    expect(outcome({ data: refused, errors: [error('THROTTLED')] }, 'write')).toMatchObject({ disposition: 'unknown' });
    expect(outcome({ data: null }, 'write')).toMatchObject({ disposition: 'unknown' });
    expect(outcome({ data: null }, 'read')).toMatchObject({ code: 'response-invalid' });
  });

  test('the platform’s sentences are not repeated', () => {
    try {
      dataOf(GraphqlAnswer.parse({ errors: [error('ACCESS_DENIED')] }), 'read');
      expect.unreachable();
    } catch (thrown) {
      expect(JSON.stringify(thrown)).not.toContain('secret words');
    }
  });
});
