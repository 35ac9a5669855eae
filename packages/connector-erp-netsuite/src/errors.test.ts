import { type HttpFailure } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { inWords, toNetsuiteError } from './errors.ts';

const failure = (status: number, code: string, detail: string, over: Partial<HttpFailure> = {}): HttpFailure => ({
  status,
  headers: new Headers(),
  body: { 'o:errorDetails': [{ detail, 'o:errorCode': code, 'o:errorPath': 'item.items[0].item' }] },
  effect: 'write',
  method: 'POST',
  path: '/services/rest/record/v1/{type}',
  retryAfterMs: undefined,
  ...over,
});

describe("the platform's failures in our words", () => {
  test.each([
    [429, 'CONCURRENCY_LIMIT_EXCEEDED', 'Concurrent request limit exceeded. Request blocked.', 'busy', 'retry'],
    [403, 'WS_REQUEST_BLOCKED', 'Only one request may be made at a time', 'busy', 'retry'],
    [403, 'INSUFFICIENT_PERMISSION', 'Permission Violation', 'forbidden', 'reject'],
    [400, 'USER_ERROR', 'Your current role does not have permission to perform this action.', 'forbidden', 'reject'],
    [400, 'USER_ERROR', 'This record already exists.', 'duplicate', 'reject'],
    [400, 'USER_ERROR', 'A record with the same unique ID already exists', 'duplicate', 'reject'],
    [400, 'USER_ERROR', 'The posting period for this transaction is closed.', 'period-closed', 'reject'],
    [400, 'USER_ERROR', 'The accounting period is locked', 'period-closed', 'reject'],
    [400, 'USER_ERROR', 'Record has been changed', 'conflict', 'retry'],
    [400, 'USER_ERROR', 'You can not initialize invoice: invalid reference 7.', 'conflict', 'reject'],
    [400, 'INVALID_CONTENT', 'Invalid reference key or internal ID 7 for field item.', 'unmapped', 'reject'],
    [400, 'USER_ERROR', 'Please enter value(s) for: Location', 'refused', 'reject'],
    [404, 'NONEXISTENT_ID', 'Record does not exist.', 'not-found', 'reject'],
    [401, 'INVALID_LOGIN', 'Invalid login attempt.', 'unauthorized', 'reject'],
    [500, 'UNEXPECTED_ERROR', 'Error ID: abc', 'system-unavailable', 'unknown'],
    [503, '', '', 'maintenance', 'retry'],
  ])('%d %s "%s" is %s', (status, vendorCode, detail, code, disposition) => {
    expect(toNetsuiteError(failure(status, vendorCode, detail))).toMatchObject({ code, disposition });
  });

  test('a wait that was told is kept', () => {
    const told = failure(429, 'CONCURRENCY_LIMIT_EXCEEDED', '', { retryAfterMs: 7_000 });
    expect(toNetsuiteError(told)).toMatchObject({ code: 'busy', retryAfterMs: 7_000 });
  });

  test('a read that failed inside may be repeated', () => {
    const read = failure(500, 'UNEXPECTED_ERROR', '', { effect: 'read' });
    expect(toNetsuiteError(read)).toMatchObject({ disposition: 'retry' });
  });

  test('the page of a maintenance window needs no JSON', () => {
    const page = failure(503, '', '', { body: '<html>maintenance</html>' });
    expect(toNetsuiteError(page)).toMatchObject({ code: 'maintenance', retryAfterMs: 60_000 });
  });

  test('a script says the same in its own envelope', () => {
    const body = { error: { code: 'SSS_REQUEST_LIMIT_EXCEEDED', message: 'Request Limit Exceeded' } };
    expect(toNetsuiteError(failure(400, '', '', { body }))).toMatchObject({ code: 'busy' });
  });

  test('what nobody knows is left to the common table', () => {
    expect(toNetsuiteError(failure(400, '', '', { body: 'no JSON' }))).toBeUndefined();
  });
});

test('a reason is told without what could be about a customer', () => {
  const reason = inWords(
    'Error while accessing a resource. The e-mail jane@shoppers.example of "Jane Doe", +45 4545 4545',
  );
  expect(reason).not.toMatch(/jane|Doe|4545|accessing/i);
  expect(inWords('x'.repeat(999)).length).toBeLessThan(200);
});
