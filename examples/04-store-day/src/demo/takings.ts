import { type SquareSimulator, type TillTicket } from '@crossdock/connector-pos/testing';
import { type ChainStore } from './chain.ts';

/** What a store took, in cents. */
export interface Takings {
  /** Sold less given back, without tax. */
  readonly net: number;
  readonly tax: number;
  readonly rounding: number;
  readonly cash: number;
  readonly card: number;
  readonly giftCard: number;
  /** What its drawers were over; negative is short. */
  readonly over: number;
}

type Means = Pick<Takings, 'cash' | 'card' | 'giftCard'>;

/** What a store took by what its tills did, and, where the platform keeps books, by those. */
export function takingsOf(
  store: ChainStore,
  tickets: readonly TillTicket[],
  seller: Pick<SquareSimulator, 'books'>,
): Takings {
  const own = tickets.filter((it) => it.store === store.code);
  const goods = own.flatMap((it) => it.lines);
  const signed = (of: (line: (typeof goods)[number]) => number): number =>
    goods.reduce((sum, line) => sum + Math.sign(line.quantity) * of(line), 0);
  return {
    net: signed((it) => it.gross - it.discount),
    tax: signed((it) => it.tax),
    rounding: own.reduce((sum, it) => sum + it.rounding, 0),
    ...(store.platform === 'square'
      ? bookedBySquare(store, seller)
      : { ...givenAtTills(own), over: countedAtTills(store, own) }),
  };
}

const kinds = { cash: 'cash', card: 'card', 'gift-card': 'giftCard' } as const;

function givenAtTills(tickets: readonly TillTicket[]): Means {
  const means = { cash: 0, card: 0, giftCard: 0 };
  for (const { kind, amount } of tickets.flatMap((it) => it.tenders)) means[kinds[kind]] += amount;
  return means;
}

/** What drawers were over by the reports of their registers. What tills write into files has no counted drawer. */
function countedAtTills({ platform }: ChainStore, tickets: readonly TillTicket[]): number {
  if (platform !== 'lightspeed') return 0;
  return tickets
    .flatMap((it) => it.report ?? [])
    .reduce((sum, { counted, opening, paidIn, paidOut, tenders }) => {
      const cash = tenders.find((it) => it.kind === 'cash')?.amount ?? 0;
      return sum + counted - (opening + paidIn - paidOut + cash);
    }, 0);
}

/** Money goes back the way it came at Square, so means are by its payments and refunds; drawers are counted there. */
function bookedBySquare({ id }: ChainStore, { books }: Pick<SquareSimulator, 'books'>): Means & Pick<Takings, 'over'> {
  const means = { cash: 0, card: 0, giftCard: 0 };
  for (const payment of books.payments.values()) {
    if (payment.location_id !== id) continue;
    const { amount: back = 0 } = (payment['refunded_money'] ?? {}) as { readonly amount?: number };
    means[meansOf(payment)] += payment.total_money.amount - back;
  }
  let over = 0;
  for (const shift of books.shifts.values()) {
    if (shift.location_id === id) over += centsIn(shift, 'closed_cash_money') - centsIn(shift, 'expected_cash_money');
  }
  return { ...means, over };
}

function meansOf(payment: { readonly [field: string]: unknown }): keyof Means {
  if (payment['source_type'] === 'CASH') return 'cash';
  return payment['card_details'] === undefined ? 'card' : 'giftCard';
}

function centsIn(shift: { readonly [field: string]: unknown }, field: string): number {
  return (shift[field] as { readonly amount: number }).amount;
}
