import type { HttpFailure } from '@crossdock/core';
import { expect, test } from 'vitest';
import { refusalOf, toBusinessCentralError } from '../../src/business-central/errors.ts';

const envelope = (code: string, message = 'Something. CorrelationId:  6b1c0f3e.') => ({ error: { code, message } });

const failure = (over: Partial<HttpFailure>): HttpFailure => ({
  status: 400,
  headers: new Headers(),
  body: undefined,
  effect: 'read',
  method: 'GET',
  path: '/v2.0/companies({company})/items',
  retryAfterMs: undefined,
  ...over,
});

test.each([
  [429, 'read', 'throttled', 'retry'],
  [429, 'write', 'throttled', 'retry'],
  [401, 'read', 'unauthorized', 'reject'],
  [403, 'write', 'forbidden', 'reject'],
  [408, 'read', 'timeout', 'retry'],
  [408, 'write', 'outcome-unknown', 'unknown'],
  [504, 'read', 'timeout', 'retry'],
  [504, 'write', 'outcome-unknown', 'unknown'],
  [503, 'read', 'system-unavailable', 'retry'],
  [503, 'write', 'system-unavailable', 'unknown'],
  [500, 'read', 'system-unavailable', 'retry'],
  [500, 'write', 'outcome-unknown', 'unknown'],
  [502, 'write', 'outcome-unknown', 'unknown'],
  [404, 'read', 'not-found', 'reject'],
  [409, 'write', 'conflict', 'retry'],
  [412, 'write', 'conflict', 'retry'],
  [418, 'write', 'refused', 'reject'],
] as const)('%i of a %s is %s (%s)', (status, effect, code, disposition) => {
  expect(toBusinessCentralError(failure({ status, effect }))).toMatchObject({ code, disposition });
});

test.each([
  ['Request_EntityChanged', '', 'conflict', 'retry'],
  ['BadRequest_InvalidToken', '', 'conflict', 'retry'],
  ['Internal_EntityWithSameKeyExists', '', 'duplicate', 'reject'],
  ['Internal_RecordNotFound', '', 'not-found', 'reject'],
  ['BadRequest_ResourceNotFound', '', 'not-found', 'reject'],
  ['BadRequest_NotFound', 'Bad Request - Error in query syntax', 'refused', 'reject'],
  ['Internal_CompanyNotFound', '', 'config-invalid', 'reject'],
  ['Authentication_InvalidCredentials', '', 'unauthorized', 'reject'],
  ['Authorization_RequestDenied', '', 'forbidden', 'reject'],
  ['Internal_InvalidTableRelation', '', 'unmapped', 'reject'],
  [
    'Application_DialogException',
    'Posting Date is not within your range of allowed posting dates.',
    'period-closed',
    'reject',
  ],
  ['Application_DialogException', 'You may not enter numbers manually. Activate Manual Nos.', 'refused', 'reject'],
  ['Application_DialogException', 'There is nothing to post.', 'conflict', 'reject'],
  ['Application_DialogException', 'You cannot ship more than 2 units.', 'conflict', 'reject'],
  ['Application_DialogException', 'Anything else.', 'refused', 'reject'],
  ['Application_StringExceededLength', '', 'refused', 'reject'],
  ['A code that nobody has heard of', '', 'refused', 'reject'],
] as const)('%s %s is %s (%s)', (vendorCode, message, code, disposition) => {
  expect(refusalOf(400, envelope(vendorCode, message))).toMatchObject({ code, disposition });
});

test('what people can use of a refusal is told, what is of a customer is not', () => {
  const said =
    "Customer Posting Group must have a value in Customer 'Jane Doe' (jane@doe.example). Value: JANE DOE & SONS CorrelationId: 6b1c";
  const { message, details } = refusalOf(400, envelope('Application_FieldValidationException', said));
  expect(message).toContain('Customer Posting Group must have a value in Customer');
  expect(message).not.toMatch(/jane|sons|\bdoe\b|6b1c/i);
  expect(details).toEqual({ httpStatus: 400, vendorCode: 'Application_FieldValidationException' });
  const long = refusalOf(400, envelope('Application_StringExceededLength', 'Value: JANE DOE & SONS'));
  expect(long.message).toBe('Business Central refuses the request');
});

test.each([undefined, null, '', 'plain text', [], { error: 'x' }, { error: { code: 5, message: {} } }])(
  'a body like %j is a refusal all the same',
  (body) => {
    expect(refusalOf(400, body)).toMatchObject({ code: 'refused', details: { httpStatus: 400 } });
  },
);
