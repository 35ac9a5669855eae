import type { BookedOrder, BookedTransaction } from '../book-entries.ts';
import { type PageArguments, pageOf } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import { decimalAmount } from '../minor-units.ts';
import { wholeOrderView } from '../orders/whole-order-view.ts';
import { gid, graphqlTime } from '../platform-formats.ts';
import { pageBy } from '../returns/views.ts';
import { searchFilter } from '../search.ts';
import { type BalanceEntry, type BookedPayout, PayoutBooks, type PayoutInput } from './payout-books.ts';

/** What happens to the money of the shop. */
export interface PaymentControls {
  /** Pays out what came in through the platform's own payments. */
  payOut(input?: PayoutInput): BookedPayout;
  /** The bank took a payout, or did not. */
  settlePayout(id: bigint, status: BookedPayout['status']): void;
  /** The shop is not paid through the platform. */
  leavePayments(): void;
}

const accounts = new WeakMap<ShopContext, PayoutBooks>();

/** Tenders and payouts: the fields of the root that read and write them. */
export function paymentsDomain(shop: ShopContext): Domain {
  const { books } = shop;
  return {
    queries: {
      tenderTransactions: ({ query, ...page }: PageArguments & { query?: string | null }) => {
        const rows = books.bookedOrders.flatMap((order) =>
          order.transactions.filter(isTender).map((it) => ({ id: it.id + 1n, order, it })),
        );
        const isMeant = searchFilter<(typeof rows)[number]>(query, { processed_at: { instant: ({ it }) => it.at } });
        return pageBy(
          rows.filter((row) => isMeant(row)),
          page,
          ({ id, order, it }) => tenderView(shop, id, order, it),
        );
      },
      shopifyPaymentsAccount: () => {
        shop.refuseDenied('ShopifyPaymentsAccount');
        const account = accountOf(shop);
        return account.absent ? null : accountView(shop, account);
      },
    },
  };
}

/** What a test or a demo does with the money of the shop. */
export function paymentControls(shop: ShopContext): PaymentControls {
  return {
    payOut: (input) => accountOf(shop).payOut(input),
    settlePayout(id, status) {
      const payout = accountOf(shop).payouts.find((it) => it.id === id);
      if (!payout) throw new RangeError(`There is no payout ${id}`);
      payout.status = status;
    },
    leavePayments() {
      accountOf(shop).absent = true;
    },
  };
}

/** The account of a shop, opened at the first use. */
function accountOf(shop: ShopContext): PayoutBooks {
  const known = accounts.get(shop) ?? new PayoutBooks(shop.books, shop.shopCurrency);
  accounts.set(shop, known);
  return known;
}

function isTender({ kind, status }: BookedTransaction): boolean {
  return status === 'SUCCESS' && kind !== 'AUTHORIZATION' && kind !== 'VOID';
}

function tenderView(shop: ShopContext, id: bigint, order: BookedOrder, it: BookedTransaction): unknown {
  const out = it.kind === 'REFUND' || it.kind === 'CHANGE';
  const { presentment } = order.currencies;
  return {
    id: gid('TenderTransaction', id),
    order: () => wholeOrderView(order, shop.books),
    amount: money(out ? -it.amount.presentment : it.amount.presentment, presentment),
    paymentMethod: it.gateway,
    processedAt: graphqlTime(it.at),
    remoteReference: null,
    test: order.test,
  };
}

function accountView(shop: ShopContext, { payouts }: PayoutBooks): unknown {
  return {
    id: gid('ShopifyPaymentsAccount', 1n),
    activated: true,
    country: 'US',
    defaultCurrency: shop.shopCurrency,
    payouts: ({ query, ...page }: PageArguments & { query?: string | null }) => {
      const isMeant = searchFilter<BookedPayout>(query, {
        issued_at: { instant: ({ issuedAt }) => issuedAt },
        status: { text: ({ status }) => status.toLowerCase() },
      });
      const rows = payouts.filter((it) => isMeant(it));
      return pageOf(
        rows,
        page,
        ({ issuedAt, id }) => [issuedAt, id.toString()],
        (payout) => payoutView(shop, payout),
      );
    },
    balanceTransactions: ({ query, ...page }: PageArguments & { query?: string | null }) => {
      const all = payouts.flatMap((payout) => payout.entries.map((entry) => ({ payout, entry })));
      const isMeant = searchFilter<(typeof all)[number]>(query, {
        payments_transfer_id: { number: ({ payout }) => payout.id },
      });
      const rows = all.filter((it) => isMeant(it));
      return pageOf(
        rows,
        page,
        ({ entry }) => [entry.at, entry.id.toString()],
        ({ payout, entry }) => entryView(shop, payout, entry),
      );
    },
  };
}

function payoutView(shop: ShopContext, { id, issuedAt, status, net }: BookedPayout): unknown {
  return {
    id: gid('ShopifyPaymentsPayout', id),
    legacyResourceId: id.toString(),
    issuedAt: graphqlTime(issuedAt),
    status,
    transactionType: net < 0n ? 'WITHDRAWAL' : 'DEPOSIT',
    externalTraceId: null,
    net: money(net, shop.shopCurrency),
  };
}

function entryView(shop: ShopContext, payout: BookedPayout, entry: BalanceEntry): unknown {
  const { id, type, sourceType, order, transactionId, amount, fee, at } = entry;
  return {
    id: gid('ShopifyPaymentsBalanceTransaction', id),
    type,
    sourceType,
    sourceOrderTransactionId: transactionId?.toString() ?? null,
    test: false,
    transactionDate: graphqlTime(at),
    adjustmentReason: null,
    amount: money(amount, shop.shopCurrency),
    fee: money(fee, shop.shopCurrency),
    net: money(amount - fee, shop.shopCurrency),
    associatedOrder: order ? { id: gid('Order', order.id), name: order.name } : null,
    associatedPayout: {
      id: payout.status === 'PAID' ? gid('ShopifyPaymentsPayout', payout.id) : null,
      status: payout.status,
    },
  };
}

function money(minor: bigint, currency: string): unknown {
  return { amount: decimalAmount(minor, currency), currencyCode: currency };
}
