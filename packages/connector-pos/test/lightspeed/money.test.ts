import { money } from '@crossdock/core';
import { expect, test } from 'vitest';
import { openRetailer, usualSale } from './support/open-retailer.ts';
import { toldOf } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');

test('a sale has its lines, tax and payments to the cent', async () => {
  const { retailer, system } = openRetailer();
  const { id } = retailer.till.sell(usualSale);
  const { data } = await toldOf(system, 'sale.recorded', id);
  expect(data).toMatchObject({
    location: 'store-1',
    total: usd('96.22'),
    lines: [
      { sku: 'SHOE-42', gross: usd('79.90'), discounts: [{ amount: usd('10.00') }] },
      { sku: 'SOCK-M', gross: usd('18.99') },
    ],
  });
});
