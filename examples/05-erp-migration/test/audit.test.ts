import { shopifySimulator } from '@crossdock/connector-shopify/testing';
import { manualClock } from '@crossdock/testing';
import { expect, test } from 'vitest';
import { auditMigration, type Counting } from '../src/demo/audit.ts';
import { type OrderBooks, type OrderInBooks, shopBooks } from '../src/demo/books.ts';

const begin = Date.parse('2026-11-16T14:00:00Z');
const hourMs = 3_600_000;
const sock = { sku: 'SOCK', quantity: 2, unitPrice: '12.35' };

/** A shop with three orders, an hour apart: sent, sent and paid back in part, called off. */
async function sold() {
  const clock = manualClock({ now: begin });
  const shop = shopifySimulator({ clock });
  const place = async (): Promise<bigint> => {
    await clock.advance(hourMs);
    return shop.placeOrder({ lines: [sock] }).id;
  };
  const first = await place();
  shop.fulfil(first);
  const second = await place();
  shop.fulfil(second);
  shop.refund(second, { lines: [{ line: 0, quantity: 1, restock: 'RETURN' }] });
  shop.cancel(await place());
  return { shop, refs: [...shopBooks(shop).keys()] as [string, string, string] };
}

/** Both ledgers as they should be when it was cut over after the second order, with something planted. */
function ledgers(
  { shop, refs }: Awaited<ReturnType<typeof sold>>,
  plant: { readonly [N in 'old' | 'fresh']?: (books: Map<string, OrderInBooks>) => void } = {},
): readonly Counting[] {
  const truth = shopBooks(shop);
  const at = begin + 2.5 * hourMs;
  const booksOf = (own: readonly string[], planted: (books: Map<string, OrderInBooks>) => void = () => undefined) => {
    const books = new Map([...truth].filter(([ref]) => own.includes(ref)));
    planted(books);
    return books as OrderBooks;
  };
  const before = { from: Number.NEGATIVE_INFINITY, before: at };
  return [
    { name: 'old', books: booksOf(refs.slice(0, 2), plant.old), takes: before, balances: true },
    { name: 'fresh', books: booksOf(refs.slice(2), plant.fresh), takes: { from: at }, balances: true },
  ];
}

test('books that say the same are clean', async () => {
  const world = await sold();
  expect(auditMigration(world.shop, ledgers(world))).toEqual({
    placed: 3,
    ledgers: { old: { orders: 2, bills: 2, credits: 1 }, fresh: { orders: 1, bills: 0, credits: 0 } },
    findings: [],
  });
});

test.for<[what: string, plant: Parameters<typeof ledgers>[1], finding: RegExp]>([
  ['a lost order', { old: (books) => books.delete('shop-5500000000001') }, /not in the books of old/],
  ['an order in both', { fresh: (books) => books.set('shop-5500000000001', { ...some, ref: 'x' }) }, /does not belong/],
  ['a second order', { old: (books) => change(books, { copies: 2 }) }, /orders: the shop says 1, old says 2/],
  ['a cent', { old: (books) => change(books, { billed: [2471] }) }, /billed: the shop says 24.70, old says 24.71/],
  ['a second bill', { old: (books) => change(books, { billed: [2470, 2470] }) }, /says 24.70 and 24.70/],
  [
    'another shelf',
    { old: (books) => change(books, { left: '2 BOOT' }) },
    /left: the shop says 2 SOCK, old says 2 BOOT/,
  ],
  ['a credit', { old: (books) => change(books, { credited: [1235] }) }, /credited: the shop says nothing/],
])('%s is found', async ([, plant, finding]) => {
  const world = await sold();
  const { findings } = auditMigration(world.shop, ledgers(world, plant));
  expect(findings).toEqual([expect.stringMatching(finding)]);
});

test('a ledger that does not balance is found, and an order that belongs nowhere', async () => {
  const world = await sold();
  const [old, fresh] = ledgers(world) as [Counting, Counting];
  const later = { from: fresh.takes.from + hourMs };
  expect(
    auditMigration(world.shop, [
      { ...old, balances: false },
      { ...fresh, books: new Map(), takes: later },
    ]),
  ).toMatchObject({ findings: ['old: debits and credits differ', 'shop-5500000000003: belongs to no ledger'] });
});

const some: OrderInBooks = {
  ref: 'shop-5500000000001',
  copies: 1,
  cancelled: false,
  total: 2470,
  left: '2 SOCK',
  billed: [2470],
  credited: [],
};

function change(books: Map<string, OrderInBooks>, changes: Partial<OrderInBooks>): void {
  books.set(some.ref, { ...(books.get(some.ref) ?? some), ...changes });
}
