import { expect, it } from 'vitest';
import { money } from '../primitives/index.ts';
import { unbalanced } from './balance.ts';

it('a total that differs is told with both amounts, and is for a person to look at', () => {
  const error = unbalanced('The sales order', money('108.5', 'USD'), money('108.25', 'USD'));
  expect(error).toMatchObject({
    message: 'The sales order comes to 108.50 USD instead of 108.25 USD',
    code: 'unbalanced',
    disposition: 'reject',
    path: 'total',
    details: { actual: '108.50 USD', expected: '108.25 USD' },
  });
});
