import type { HttpFailure } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { toD365Error, usefulText } from '../src/errors.ts';

const envelope = (message: string) => ({
  error: {
    code: '',
    message: 'An error has occurred.',
    innererror: { message, type: 'T', stacktrace: 'at Secret.Stack' },
  },
});

function failureOf(status: number, body: unknown, effect: 'read' | 'write' = 'write', retryAfterMs?: number) {
  const failure: HttpFailure = {
    status,
    headers: new Headers(),
    body,
    effect,
    method: 'POST',
    path: '/data/X',
    retryAfterMs,
  };
  return toD365Error(failure);
}

const written = "Write failed for table row of type 'LedgerJournalLineEntity'. Infolog: ";

describe('a refusal is told apart by its words', () => {
  test.each([
    ['Error: Fiscal period Period 11 is closed.; Error: Update has been canceled..', 'period-closed', 'reject'],
    ['Error: The period for 11/27/2026 is on hold.', 'period-closed', 'reject'],
    ['Warning: The shopify reference IM-7 is already exist in sales order SO-1.', 'duplicate', 'reject'],
    [
      'Error: Cannot edit a record in Ledger journal table.\nAn update conflict occurred due to another user process.',
      'conflict',
      'retry',
    ],
    ["Warning: The value 'X' in field 'Item number' is not found in the related table.", 'unmapped', 'reject'],
    ['Error: Inventory dimension Site is mandatory and must consequently be specified.', 'refused', 'reject'],
    ['Error: Sales order SO-1 has status Invoiced and cannot be changed.', 'conflict', 'reject'],
    ['Error: Another user process holds the record.', 'conflict', 'retry'],
    ['Error: Period 12 is not open.', 'period-closed', 'reject'],
    ['Error: The date is on hold in its period.', 'period-closed', 'reject'],
    ['Error: The fiscal calendar is closed.', 'period-closed', 'reject'],
    ['Error: A duplicate value was given.', 'duplicate', 'reject'],
    ['Error: Access denied.', 'forbidden', 'reject'],
    ['Error: You are not authorized to do this.', 'forbidden', 'reject'],
    ['Error: Insufficient privileges.', 'forbidden', 'reject'],
    ['Error: Main account 9 does not exist.', 'unmapped', 'reject'],
    ['Error: The unit cannot be found.', 'unmapped', 'reject'],
    ["Warning: Field 'Currency' must be filled in.", 'refused', 'reject'],
    ['Warning: Item L-1 is blocked because of its status.', 'refused', 'reject'],
    ['Warning: Item L-1 is stopped, and cannot be changed.', 'refused', 'reject'],
    ['Error: The journal is already posted.', 'conflict', 'reject'],
    ['Error: The line cannot be deleted.', 'conflict', 'reject'],
    ['Error: Only 2.00 is open.', 'conflict', 'reject'],
    ['Error: There is nothing to post.', 'conflict', 'reject'],
    ['Error: Something nobody has seen before.', 'refused', 'reject'],
  ])('%s', (infolog, code, disposition) => {
    expect(failureOf(400, envelope(`${written}${infolog}`))).toMatchObject({ code, disposition });
  });
});

test('the useful sentence is kept; levels, empty phrases and the stack trace are not', () => {
  const infolog =
    "Warning: Item 'L-1' is blocked for 'Sales order'.; Warning: validateField failed on field 'ItemId'.; Error: Update has been canceled..";
  expect(usefulText(envelope(`${written}${infolog}`))).toBe("Item 'L-1' is blocked for 'Sales order'.");
  expect(failureOf(400, envelope(`${written}${infolog}`))?.message).not.toContain('Stack');
  expect(usefulText('<html>')).toBe('');
});

test('what is useful is told once, on one line, and not at length', () => {
  const told = (message: string) => usefulText(envelope(message));
  expect(told('Infolog: Error: No stock.; Error: No stock.; Info: Insert failed on table.')).toBe('No stock.');
  expect(told('Infolog: Error: No\r\n  stock.')).toBe('No stock.');
  expect(told(`Infolog: Error: ${'no '.repeat(500)}`)).toHaveLength(300);
  expect(usefulText({ error: { message: 'The request is wrong.' } })).toBe('The request is wrong.');
  expect(usefulText({ error: { message: 'An error has occurred.' } })).toBe('');
});

test.each([
  [429, 30_000, 30_000],
  [429, undefined, undefined],
  [500, 30_000, 30_000],
  [503, 30_000, 30_000],
  [503, undefined, 60_000],
])('%i is tried again when the platform says so (%s)', (status, told, retryAfterMs) => {
  expect(failureOf(status, '', 'read', told)?.retryAfterMs).toBe(retryAfterMs);
});

test('what HTTP itself explains is left to the common table', () => {
  expect(failureOf(409, envelope(`${written}Error: No.`))).toBeUndefined();
  expect(failureOf(401, '')?.message).toContain('is the client id registered');
});

test.each([
  [429, 'write', 'throttled', 'retry'],
  [401, 'write', 'unauthorized', 'reject'],
  [403, 'write', 'forbidden', 'reject'],
  [404, 'read', 'not-found', 'reject'],
  [412, 'write', 'conflict', 'retry'],
  [500, 'read', 'system-unavailable', 'retry'],
  [500, 'write', 'outcome-unknown', 'unknown'],
  [503, 'write', 'maintenance', 'unknown'],
  [503, 'read', 'maintenance', 'retry'],
] as const)('%i of a %s is %s (%s)', (status, effect, code, disposition) => {
  expect(failureOf(status, '', effect, 30_000)).toMatchObject({ code, disposition });
});
