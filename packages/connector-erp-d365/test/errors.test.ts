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
