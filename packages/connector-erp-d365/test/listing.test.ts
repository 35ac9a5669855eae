/** Pages of listings: what of a page is told, what is refused, and where the next one begins. */
import { type ErrorCode, IntegrationError } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { furtherThan, nextOf, told } from '../src/listing.ts';

const page = (thrown: unknown) =>
  told(
    ['good', 'bad'],
    (row) => [row],
    (row) => {
      if (row === 'bad') throw thrown;
      return [row];
    },
  );

describe('a row that cannot be told', () => {
  test.each(['unmapped', 'unbalanced', 'response-invalid'] satisfies ErrorCode[])(
    'for %s is refused alone',
    async (code) => {
      const error = new IntegrationError('It is odd', { code, path: 'Unit' });
      const refused = [{ identifiers: ['bad'], code, reason: 'It is odd', path: 'Unit' }];
      expect(await page(error)).toEqual({ items: ['good'], refused });
    },
  );

  test.each(['throttled', 'timeout', 'system-unavailable', 'unauthorized', 'forbidden'] satisfies ErrorCode[])(
    'because of %s ends the page, which is asked for again',
    async (code) => {
      const error = new IntegrationError('It is not the row', { code });
      await expect(page(error)).rejects.toBe(error);
    },
  );

  test('because of a mistake of ours ends the page', async () => {
    await expect(page(new TypeError('x'))).rejects.toThrow(TypeError);
  });
});

test('the next page begins after the last row, unless it would begin where this one did', () => {
  const keyAt = (row: string) => row;
  expect(nextOf(['a', 'b'], { limit: 2 }, keyAt)).toEqual({ next: 'b' });
  expect(nextOf(['a'], { limit: 2 }, keyAt)).toEqual({});
  expect(nextOf([], { limit: 2 }, keyAt)).toEqual({});
  expect(() => nextOf(['a', 'b'], { limit: 2, after: 'b' }, keyAt)).toThrow(
    expect.objectContaining({ code: 'response-invalid' }),
  );
  expect(furtherThan('b', 'a')).toBe('b');
});
