import { expect, test } from 'vitest';
import { WireOrder } from './api/orders.ts';
import { type WireRefund } from './api/payments.ts';
import { type SquareClient } from './client.ts';
import { readRefunds } from './refund-reader.ts';

const { signal } = new AbortController();
const at = '2026-11-24T15:00:00Z';
const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });

/** A return order with its refunds, in the words of orders. */
const order = (
  id: string,
  refunds: readonly { readonly id: string; readonly tender?: string; readonly amount: number }[],
) =>
  WireOrder.parse({
    id,
    location_id: 'L1',
    state: 'COMPLETED',
    created_at: at,
    updated_at: at,
    refunds: refunds.map(({ id: refund, tender = 'P1', amount }) => ({
      id: refund,
      tender_id: tender,
      created_at: at,
      amount_money: usd(amount),
      status: 'APPROVED',
    })),
  });
/** A refund in the words of payments. */
const refund = (id: string, of: string, amount: number, to: string, payment = 'P1'): WireRefund => ({
  id,
  status: 'COMPLETED',
  order_id: of,
  payment_id: payment,
  amount_money: usd(amount),
  destination_type: to,
});

/** Reads refunds of orders from a list; every page holds two. */
async function read(orders: readonly WireOrder[], listed: Readonly<Record<string, readonly WireRefund[]>>) {
  const queries: { readonly location_id?: string }[] = [];
  const client = {
    send: (_method: string, _path: string, { query }: { query: { location_id?: string; cursor?: string } }) => {
      if (query.cursor === undefined) queries.push(query);
      const all = query.location_id === undefined ? Object.values(listed).flat() : (listed[query.location_id] ?? []);
      const from = Number(query.cursor ?? 0);
      const more = from + 2 < all.length ? { cursor: String(from + 2) } : {};
      return Promise.resolve({ refunds: all.slice(from, from + 2), ...more });
    },
  } as unknown as SquareClient;
  const found = await readRefunds(orders, client, signal);
  return { queries, found: [...found].map(([id, it]) => [id, it.destination_type]) };
}

test('refunds are told apart by their order, though payment and amount are the same', async () => {
  const orders = [order('O1', [{ id: 'a', amount: 500 }]), order('O2', [{ id: 'b', amount: 500 }])];
  const listed = { L1: [refund('P1_x', 'O2', 500, 'CASH'), refund('P1_y', 'O1', 500, 'CARD')] };
  expect((await read(orders, listed)).found).toEqual([
    ['a', 'CARD'],
    ['b', 'CASH'],
  ]);
});

test('refunds of one order are told apart by id, else by payment and amount, and each is found once', async () => {
  const both = [
    { id: 'a', amount: 500, tender: 'P1' },
    { id: 'b', amount: 500, tender: 'P2' },
    { id: 'c', amount: 500, tender: 'P2' },
  ];
  const listed = {
    L1: [
      refund('c', 'O1', 500, 'WALLET', 'P2'),
      refund('P2_x', 'O1', 500, 'CASH', 'P2'),
      refund('P1_y', 'O1', 500, 'CARD', 'P1'),
    ],
  };
  expect((await read([order('O1', both)], listed)).found).toEqual([
    ['c', 'WALLET'],
    ['a', 'CARD'],
    ['b', 'CASH'],
  ]);
});

test('two refunds that nothing tells apart are two', async () => {
  const twice = [
    { id: 'a', amount: 500 },
    { id: 'b', amount: 500 },
  ];
  const listed = { L1: [refund('P1_x', 'O1', 500, 'CASH'), refund('P1_y', 'O1', 500, 'CARD')] };
  const { found } = await read([order('O1', twice)], listed);
  expect(new Set(found.map(([, to]) => to))).toEqual(new Set(['CARD', 'CASH']));
});

test('one that is not listed is left out, and one of another amount is not taken for it', async () => {
  const orders = [order('O1', [{ id: 'a', amount: 500 }])];
  expect((await read(orders, { L1: [refund('P1_x', 'O1', 300, 'CASH')] })).found).toEqual([]);
});

test('many of one store are listed together, and one of the payment of another store is looked for by itself', async () => {
  const some = Array.from({ length: 5 }, (_, index) => order(`O${index}`, [{ id: `r${index}`, amount: 100 + index }]));
  const refunds = some.map(({ id }, index) => refund(`P1_${index}`, id, 100 + index, 'CASH'));
  const { queries, found } = await read(some, { L1: refunds.slice(0, 4), L2: refunds.slice(4) });
  expect(found).toHaveLength(5);
  expect(queries.map((it) => it.location_id)).toEqual(['L1', undefined]);
});

test('an order without refunds asks nothing', async () => {
  expect((await read([order('O1', [])], {})).queries).toEqual([]);
});
