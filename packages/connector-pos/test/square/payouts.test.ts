import { money } from '@crossdock/core';
import { expect, test } from 'vitest';
import { openSeller } from './support/open-seller.ts';
import { sweep } from './support/read.ts';

const usd = (amount: string) => money(amount, 'USD');

test('a payout is told with every page of its entries, and sums to what reached the bank', async () => {
  const { seller, system } = openSeller();
  const sales = Array.from({ length: 230 }, () => ({ type: 'CHARGE', gross: 1000, fee: 36 }));
  seller.payOut({
    entries: [...sales, { type: 'REFUND', gross: -1000 }, { type: 'OPEN_DISPUTE', gross: -500, fee: 1500 }],
  });
  const [told] = await sweep(system, 'payouts');
  const data = told && 'data' in told ? (told.data as { total: unknown; transactions: readonly unknown[] }) : undefined;
  expect(data?.transactions).toHaveLength(232);
  expect(data?.total).toEqual(usd('2187.20'));
});

test('payouts of every store are told, those on their way later, and one that lacks an entry is refused', async () => {
  const { seller, system, clock } = openSeller();
  const entries = [{ type: 'CHARGE', gross: 1000, fee: 36 }];
  const ids = ['LCHICAGO1', 'LNEWYORK2', 'LHONOLULU3'].map((locationId) => seller.payOut({ locationId, entries }).id);
  seller.payOut({ entries, status: 'SENT' });
  const wrong = seller.payOut({ entries, amount: 900 });
  await clock.advance(1_000);
  const told = await sweep(system, 'payouts');
  expect(
    told
      .filter((it) => 'data' in it)
      .map((it) => it.id)
      .toSorted(),
  ).toEqual(ids.toSorted());
  expect(told.filter((it) => 'refused' in it)).toMatchObject([{ id: wrong.id, refused: { code: 'unbalanced' } }]);
});
