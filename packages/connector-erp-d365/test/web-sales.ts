/** What a web shop sells. */
import type { Order } from '@crossdock/core';
import { plainSale, usd } from './till-sales.ts';

/** Two pairs for 100.00 with a tax of 8.25, not paid yet. */
export const webSale = (changes: Record<string, unknown> = {}): Order =>
  plainSale({
    ref: 'shop-7',
    number: '#7',
    channel: 'web',
    register: undefined,
    tenders: [],
    outstanding: usd('108.25'),
    ...changes,
  });
