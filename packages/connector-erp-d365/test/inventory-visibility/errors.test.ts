import type { HttpFailure } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { isTaken, itemRefusal, toVisibilityError } from '../../src/inventory-visibility/errors.ts';

function failureOf(status: number, body: unknown, effect: 'read' | 'write' = 'write', retryAfterMs?: number) {
  const failure: HttpFailure = {
    status,
    headers: new Headers(),
    body,
    effect,
    method: 'POST',
    path: '/onhand',
    retryAfterMs,
  };
  return toVisibilityError(failure);
}

describe('a refusal is told apart by its words', () => {
  test.each([
    ['There is not enough available to reserve.', 'conflict'],
    ["Data source 'fno' is read-only.", 'forbidden'],
    ["Reservation 'x' does not exist.", 'not-found'],
    ["Dimension 'styleId' is not configured.", 'unmapped'],
    ['Something nobody has seen before.', 'refused'],
    ['', 'refused'],
  ])('%s', (message, code) => {
    expect(failureOf(400, { error: { message } })).toMatchObject({ code, disposition: 'reject' });
    expect(itemRefusal({ id: 'a', processingStatus: 'failure', message, statusCode: 400 }, 'lines.0')).toMatchObject({
      code,
      disposition: 'reject',
      path: 'lines.0',
    });
  });
});

test('whichever shape an error has, its sentence is read; a page is none', () => {
  for (const body of [
    'Too few.',
    { message: 'Too few.' },
    { Message: 'Too few.' },
    { error: { message: 'Too\nfew.' } },
  ]) {
    expect(failureOf(400, body)?.message).toBe('Inventory Visibility refuses: Too few.');
  }
  expect(failureOf(400, '<html>secret</html>')?.message).toBe('Inventory Visibility refuses');
  expect(failureOf(400, { message: 'x'.repeat(10_000) })?.message.length).toBeLessThan(300);
});

test.each([
  [429, 'write', 'throttled', 'retry'],
  [401, 'write', 'unauthorized', 'reject'],
  [403, 'write', 'forbidden', 'reject'],
  [404, 'read', 'not-found', 'reject'],
  [413, 'write', 'refused', 'reject'],
  [408, 'write', 'system-unavailable', 'unknown'],
  [500, 'write', 'system-unavailable', 'unknown'],
  [503, 'write', 'system-unavailable', 'unknown'],
  [500, 'read', 'system-unavailable', 'retry'],
] as const)('%i of a %s is %s (%s)', (status, effect, code, disposition) => {
  expect(failureOf(status, '', effect, 30_000)).toMatchObject({ code, disposition });
});

test('what the table does not know is left to the common one', () => {
  expect(failureOf(418, '')).toBeUndefined();
});

test.each([
  ['success', 200, true],
  ['Success', undefined, true],
  ['partialSuccess', 200, true],
  ['success', 400, false],
  ['failure', 200, false],
  ['', undefined, false],
])('an item that says %s (%s) is taken: %s', (processingStatus, statusCode, taken) => {
  expect(isTaken({ id: 'a', processingStatus, message: '', ...(statusCode !== undefined && { statusCode }) })).toBe(
    taken,
  );
});

test.each([
  [429, 'throttled'],
  [503, 'system-unavailable'],
])('an item of %i may still turn out well, while others were taken', (statusCode, code) => {
  const answer = { id: 'a', processingStatus: 'failure', message: 'busy', statusCode };
  expect(itemRefusal(answer)).toMatchObject({ code, disposition: 'unknown' });
});
