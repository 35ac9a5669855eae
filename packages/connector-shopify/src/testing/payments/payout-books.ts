import type { BookedOrder, BookedTransaction } from '../book-entries.ts';
import type { Books } from '../books.ts';
import { times, toMinorUnits, ratio } from '../minor-units.ts';

/** One movement on the balance of the payment provider, in smallest units of the shop's currency. */
export interface BalanceEntry {
  readonly id: bigint;
  readonly type: string;
  readonly sourceType: 'CHARGE' | 'REFUND' | 'ADJUSTMENT' | 'DISPUTE' | 'TRANSFER';
  readonly order: BookedOrder | undefined;
  readonly transactionId: bigint | undefined;
  readonly amount: bigint;
  readonly fee: bigint;
  readonly at: number;
}

/** Money that went to the bank, and what it is made of. */
export interface BookedPayout {
  readonly id: bigint;
  readonly issuedAt: number;
  status: 'SCHEDULED' | 'PAID' | 'FAILED' | 'CANCELED';
  readonly net: bigint;
  readonly entries: readonly BalanceEntry[];
}

/** Other things that a payout is made of. Amounts are decimal text in the shop's currency. */
export interface PayoutInput {
  /** @default 'PAID' */
  readonly status?: BookedPayout['status'];
  readonly extra?: readonly { readonly type: string; readonly amount: string; readonly fee?: string }[];
}

const charged = ratio('0.029');

/** The account at the payment provider: what is not paid out yet, and the payouts. */
export class PayoutBooks {
  readonly #books: Books;
  readonly #currency: string;
  readonly payouts: BookedPayout[] = [];
  /** The shop has no account: it is paid by others. */
  absent = false;

  constructor(books: Books, currency: string) {
    this.#books = books;
    this.#currency = currency;
  }

  /** Pays out all that came in through the provider and was not paid out before. */
  payOut({ status = 'PAID', extra = [] }: PayoutInput = {}): BookedPayout {
    const done = new Set(this.payouts.flatMap(({ entries }) => entries.map(({ transactionId }) => transactionId)));
    const earned = this.#books.bookedOrders.flatMap((order) =>
      order.transactions
        .filter((it) => it.status === 'SUCCESS' && it.gateway === 'shopify_payments' && !done.has(it.id))
        .flatMap((it) => this.#entry(order, it)),
    );
    const others = extra.map(({ type, amount, fee = '0' }): BalanceEntry => ({
      id: this.#books.nextId(),
      type,
      sourceType: 'ADJUSTMENT',
      order: undefined,
      transactionId: undefined,
      amount: toMinorUnits(amount, this.#currency),
      fee: toMinorUnits(fee, this.#currency),
      at: this.#books.second(),
    }));
    const entries = [...earned, ...others];
    const net = entries.reduce((sum, { amount, fee }) => sum + amount - fee, 0n);
    const transfer: BalanceEntry = {
      id: this.#books.nextId(),
      type: 'TRANSFER',
      sourceType: 'TRANSFER',
      order: undefined,
      transactionId: undefined,
      amount: -net,
      fee: 0n,
      at: this.#books.second(),
    };
    const payout: BookedPayout = {
      id: this.#books.nextId(),
      issuedAt: this.#books.second(),
      status,
      net,
      entries: [...entries, transfer],
    };
    this.payouts.push(payout);
    return payout;
  }

  #entry(order: BookedOrder, transaction: BookedTransaction): BalanceEntry[] {
    const isRefund = transaction.kind === 'REFUND';
    if (!isRefund && transaction.kind !== 'SALE' && transaction.kind !== 'CAPTURE') return [];
    const { shop } = transaction.amount;
    return [
      {
        id: this.#books.nextId(),
        type: isRefund ? 'REFUND' : 'CHARGE',
        sourceType: isRefund ? 'REFUND' : 'CHARGE',
        order,
        transactionId: transaction.id,
        amount: isRefund ? -shop : shop,
        fee: isRefund ? 0n : times(shop, charged),
        at: transaction.at,
      },
    ];
  }
}
