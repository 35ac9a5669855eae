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

  test('of a write without data may have been committed, with an error that says "throttled" beside data too', () => {
    const payload = { orderCancel: { job: null, orderCancelUserErrors: [] } };
    expect(outcome({ data: payload, errors: [error('THROTTLED')] }, 'write')).toMatchObject({ disposition: 'unknown' });
    expect(outcome({ data: null }, 'write')).toMatchObject({ disposition: 'unknown' });
    expect(outcome({ data: null }, 'read')).toMatchObject({ code: 'response-invalid' });
  });

  test.each(['THROTTLED', 'MAX_COST_EXCEEDED', 'ACCESS_DENIED', 'BAD_REQUEST'])(
    'of a write that was stopped by %s beforehand did nothing',
    (code) => {
      expect(outcome({ data: { refundCreate: null }, errors: [error(code)] }, 'write')).not.toMatchObject({
        disposition: 'unknown',
      });
    },
  );

  test('an error that says nothing about how far the platform came weighs more than the first one', () => {
    expect(outcome({ errors: [error('BAD_REQUEST'), error('INTERNAL_SERVER_ERROR')] }, 'write')).toMatchObject({
      code: 'system-unavailable',
      disposition: 'unknown',
    });
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
