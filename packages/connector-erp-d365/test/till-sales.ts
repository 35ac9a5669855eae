/** What tills sell, and an environment where it becomes store transactions. */
import { money, type Order, Order as OrderSchema, parse } from '@crossdock/core';
import type { D365Settings } from '../src/index.ts';
import type { OpenEnvironment, OpenEnvironmentOptions } from './environment.ts';
import { asTransactions, openTills } from './till-doors.ts';

export const usd = (amount: string) => money(amount, 'USD');

/** A sale of two pairs with tax in the price or on top, paid in cash and by Visa. */
export const plainSale = (changes: Record<string, unknown> = {}): Order =>
  parse(
    OrderSchema,
    {
      ref: 'till-1-42',
      number: 'R-42',
      refs: {},
      channel: 'store',
      location: 'store-1',
      register: 'till-1',
      occurredAt: '2026-11-27T10:05:09Z',
      currency: 'USD',
      taxIncluded: false,
      lines: [
        {
          id: '1',
          sku: 'SHOE-42',
          quantity: { amount: '2' },
          unitPrice: usd('60'),
          gross: usd('120'),
          discounts: [{ amount: usd('20') }],
          taxes: [
            { name: 'State', amount: usd('6.25') },
            { name: 'City', amount: usd('2.00') },
          ],
          refs: {},
        },
      ],
      total: usd('108.25'),
      tenders: [
        { kind: 'cash', amount: usd('8.25') },
        { kind: 'card', name: 'Visa', amount: usd('100') },
      ],
      outstanding: usd('0'),
      ...changes,
    },
    { what: 'a sale' },
  );

/** Opens an environment whose till sales are store transactions. */
export const openTransactions = (
  changes: Partial<NonNullable<D365Settings['tills']>> = {},
  options: OpenEnvironmentOptions = {},
): OpenEnvironment => openTills({ ...asTransactions, ...changes }, options);
