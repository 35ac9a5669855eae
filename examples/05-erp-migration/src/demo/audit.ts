import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { isWithin, type Span } from '../migration.ts';
import { type OrderBooks, shopBooks } from './books.ts';
import { compareBooks } from './compare.ts';

/** One ledger that counts, and the orders that belong to it. */
export interface Counting {
  readonly name: string;
  readonly books: OrderBooks;
  readonly takes: Span;
  /** Whether its debits equal its credits. */
  readonly balances: boolean;
}

/** What the books of the shop and of the ledgers say when they are held against each other. */
export interface MigrationAudit {
  readonly placed: number;
  /** Orders, bills and credits of each ledger. */
  readonly ledgers: Readonly<
    Record<string, { readonly orders: number; readonly bills: number; readonly credits: number }>
  >;
  /** Everything that is not as it should be. */
  readonly findings: readonly string[];
}

/**
 * Every order of the shop is in exactly the one ledger that it belongs to by the moment at which it was placed, with its parcels, its bill and its
 * credits, to the cent; and in no other. What crossdock believes is not asked.
 */
export function auditMigration(shop: Pick<ShopifySimulator, 'books'>, ledgers: readonly Counting[]): MigrationAudit {
  const sold = shopBooks(shop);
  const placedAt = new Map(shop.books.bookedOrders.map(({ id, processedAt }) => [`shop-${id}`, processedAt]));
  const findings = ledgers.flatMap(({ name, books, takes, balances }) => {
    const isOwn = (ref: string) => isWithin(placedAt.get(ref) ?? Number.NaN, takes);
    const strangers = [...books.keys()].filter((ref) => !isOwn(ref));
    return [
      ...compareBooks([sold, books], { names: ['the shop', name], isIn: isOwn }).map((it) => `${it.ref}: ${it.what}`),
      ...strangers.map((ref) => `${ref}: in the books of ${name}, where it does not belong`),
      ...(balances ? [] : [`${name}: debits and credits differ`]),
    ];
  });
  const homeless = [...placedAt].filter(([, at]) => !ledgers.some(({ takes }) => isWithin(at, takes)));
  return {
    placed: sold.size,
    ledgers: Object.fromEntries(ledgers.map(({ name, books }) => [name, countIn(books)])),
    findings: [...findings, ...homeless.map(([ref]) => `${ref}: belongs to no ledger`)],
  };
}

function countIn(books: OrderBooks) {
  const all = [...books.values()];
  const count = (of: (order: (typeof all)[number]) => number) => all.reduce((sum, order) => sum + of(order), 0);
  return {
    orders: count(({ copies }) => copies),
    bills: count(({ billed }) => billed.length),
    credits: count(({ credited }) => credited.length),
  };
}
