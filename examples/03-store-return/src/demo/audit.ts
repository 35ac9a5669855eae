import { type NetsuiteBooks } from '@crossdock/connector-erp-netsuite/testing';
import { type SquareSimulator } from '@crossdock/connector-pos/testing';
import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { articles, centsOf, store, unitsAtFirst } from './articles.ts';
import { type StoreTill } from './till.ts';

/** What the books say. Amounts are cents. */
export interface Audit {
  /** Returns that the till took. */
  readonly taken: number;
  /** Of those, with money that went back on the web, with a credit in the ledger, with goods in the ledger. */
  readonly refunded: number;
  readonly credited: number;
  readonly received: number;
  /** What is owed by the till, what the shop gave back, and what the ledger credited. */
  readonly owed: number;
  readonly givenBack: number;
  readonly creditedAmount: number;
  /** What is wrong, in words. */
  readonly findings: readonly string[];
}

/** The systems whose books are held against each other. */
export interface AuditedBooks {
  readonly till: Pick<StoreTill, 'returns' | 'sold'>;
  readonly seller: Pick<SquareSimulator, 'books'>;
  readonly shop: Pick<ShopifySimulator, 'books' | 'stock' | 'catalog'>;
  readonly erp: NetsuiteBooks;
  /** The ledger's id of the store. */
  readonly placeOfStore: string;
}

/**
 * Holds every return of the till against the shop and the ledger: one refund, one credit, one receipt, of the same amount and the same
 * goods, and against the shelves of the store in all three systems. What crossdock believes is not asked.
 */
export function auditReturns(books: AuditedBooks): Audit {
  const { till, shop, erp } = books;
  const returns = [...till.returns].map(([id, { orderId, lines }]) => ({
    ref: `stores-${id}`,
    orderId,
    units: lines.reduce((sum, it) => sum + it.quantity, 0),
    owed: owedBy(id, books),
  }));
  const credits = [...erp.creditMemos(), ...erp.cashRefunds()].map((it) => ({ ...it, ref: refIn(it.externalId) }));
  const receipts = erp.itemReceipts();
  const refundsOf = (orderId: string) => shop.books.order(BigInt(orderId))?.refunds ?? [];
  const findings: string[] = erp.balances() ? [] : ['the ledger: debits and credits differ'];
  let [refunded, credited, received] = [0, 0, 0];
  for (const { ref, orderId, units, owed } of returns) {
    const refunds = refundsOf(orderId);
    const back = refunds.reduce((sum, it) => sum + moneyOf(it), 0);
    if (refunds.length === 1 && back === owed) refunded++;
    else findings.push(`${ref}: ${owed} cents owed, ${refunds.length} refunds of ${back} on the web`);
    const own = credits.filter((it) => it.ref === ref);
    if (own.length === 1 && centsOf(own[0]?.total ?? '') === owed) credited++;
    else
      findings.push(`${ref}: ${owed} cents owed, credits of ${own.map((it) => it.total).join(' and ') || 'nothing'}`);
    const paid = erp.payments().filter((it) => it.type === 'customerRefund' && refIn(it.externalId).startsWith(ref));
    if (paid.length !== 1 || centsOf(paid[0]?.total ?? '') !== owed)
      findings.push(`${ref}: paid back in the ledger ${paid.map((it) => it.total).join(' and ') || 'never'}`);
    const goods = receipts.filter((it) => refIn(it.externalId).startsWith(ref)).flatMap((it) => it.lines);
    const booked = goods.reduce((sum, it) => sum + it.quantity, 0);
    if (booked === units) received++;
    else findings.push(`${ref}: ${units} units came back, ${booked} are received in the ledger`);
  }
  const returned = new Set(returns.map((it) => it.orderId));
  for (const { id } of shop.books.orders()) {
    if (!returned.has(id) && refundsOf(id).length > 0) findings.push(`order ${id}: refunded, and nothing came back`);
  }
  const strays = credits.filter((it) => !returns.some(({ ref }) => ref === it.ref));
  findings.push(...strays.map((it) => `${it.ref}: credited, and no till took it back`), ...shelfFindings(books));
  const sum = (amounts: readonly number[]): number => amounts.reduce((all, it) => all + it, 0);
  return {
    taken: returns.length,
    refunded,
    credited,
    received,
    owed: sum(returns.map((it) => it.owed)),
    givenBack: sum(shop.books.bookedOrders.flatMap((it) => it.refunds.map(moneyOf))),
    creditedAmount: sum(credits.map((it) => centsOf(it.total))),
    findings,
  };
}

/** What the till wrote on its own paper. */
function owedBy(id: string, { seller }: AuditedBooks): number {
  const net = seller.books.orders.get(id)?.['net_amounts'] as { readonly total_money: { readonly amount: number } };
  return -net.total_money.amount;
}

/** The shelves of the store: what the web can sell, what the till counts and what the ledger has. */
function shelfFindings({ till, seller, shop, erp, placeOfStore }: AuditedBooks): readonly string[] {
  return articles.flatMap(({ sku }) => {
    const back = [...till.returns.values()]
      .flatMap((it) => it.lines)
      .filter((it) => it.sku === sku)
      .reduce((sum, it) => sum + it.quantity, 0);
    const sold = till.sold.get(sku) ?? 0;
    const [variant] = shop.catalog.bySku(sku);
    const level = variant && shop.stock.level(variant.variant.inventoryItemId, BigInt(store.atShop));
    const article = seller.books.variationOf(sku)?.id ?? '';
    // What the store sells over the counter reaches web and ledger by its day, which is another story.
    const shelves = [
      ['on the web', shop.stock.unitsOf(level, 'available'), unitsAtFirst.store + back],
      [
        'at the till',
        (seller.books.inStock(article, store.atSquare)?.units ?? 0) / 100_000,
        unitsAtFirst.store + back - sold,
      ],
      ['in the ledger', unitsIn(erp, sku, placeOfStore), unitsAtFirst.store + back],
    ] as const;
    return shelves
      .filter(([, there, wanted]) => there !== wanted)
      .map(([where, there, wanted]) => `${sku}: ${there} in the store ${where}, not ${wanted}`);
  });
}

function unitsIn(erp: NetsuiteBooks, sku: string, location: string): number {
  return erp.stock().find((it) => it.sku === sku && it.locationId === location)?.units ?? 0;
}

function moneyOf({
  transactions,
}: {
  readonly transactions: readonly { readonly amount: { readonly shop: bigint } }[];
}) {
  return Number(transactions.reduce((sum, it) => sum + it.amount.shop, 0n));
}

/** The business reference in an external id of ours: `CD_CM_stores-ORDER1`. */
const refIn = (externalId = ''): string => externalId.replace(/^CD_[A-Z]+_/, '');
