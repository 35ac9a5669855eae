import {
  type EventData,
  isZero,
  type Money,
  negate,
  netOf,
  type PricedItem,
  subtract,
  sum,
  type Tender,
  worthOf,
  zero,
} from '@crossdock/core';

/** A sale as its event carries it. */
export type Sale = EventData<'sale.recorded'>;

/** A return as its event carries it. */
export type ReturnedSale = EventData<'return.processed'>;

/** What one transaction of a till adds to its store day, with our signs: what goes back to the buyer is negative. */
export interface Ticket {
  /** Of the sale or return. */
  readonly ref: string;
  readonly kind: 'sale' | 'return' | 'void';
  /** When the platform had it, as epoch milliseconds: decides which revision of the day it is in. */
  readonly receivedAt: number;
  readonly sales: Money;
  /** Positive: taken off. */
  readonly refunds: Money;
  readonly tax: Money;
  readonly tips: Money;
  readonly rounding: Money;
  readonly giftCardsSold: Money;
  readonly total: Money;
  readonly tenders: readonly Tender[];
}

type Item = PricedItem & { readonly kind?: string | undefined };

/** What a sale adds to its store day. What is not paid yet is its own means, `invoice`. */
export function ticketOfSale(sale: Sale, receivedAt: number): Ticket {
  const { currency, lines, charges, rounding = zero(currency), tenders, outstanding } = sale;
  const items: readonly Item[] = [...lines, ...charges];
  return {
    ref: sale.ref,
    kind: 'sale',
    receivedAt,
    sales: netSum(items.filter(isRevenue), sale),
    refunds: zero(currency),
    tax: taxSum(items, currency),
    tips: netSum(items.filter(isTip), sale),
    rounding,
    giftCardsSold: netSum(items.filter(isGiftCard), sale),
    total: sale.total,
    tenders: withOutstanding(tenders, 'invoice', outstanding),
  };
}

/** What a return adds to its store day: the other way round, with the goods that an exchange gives out as sales. */
export function ticketOfReturn(back: ReturnedSale, receivedAt: number): Ticket {
  const { currency, lines, charges, fees, exchange, adjustment, rounding = zero(currency), tenders } = back;
  const returned: readonly Item[] = [...lines, ...charges];
  const kept: readonly Item[] = [...fees, ...exchange];
  const negated = tenders.map((tender) => ({ ...tender, amount: negate(tender.amount) }));
  return {
    ref: back.ref,
    kind: 'return',
    receivedAt,
    sales: netSum(kept.filter(isRevenue), back),
    refunds: sum([netSum(returned.filter(isRevenue), back), adjustment ?? zero(currency)], currency),
    tax: subtract(taxSum(kept, currency), taxSum(returned, currency)),
    tips: subtract(netSum(kept.filter(isTip), back), netSum(returned.filter(isTip), back)),
    rounding: negate(rounding),
    giftCardsSold: subtract(netSum(kept.filter(isGiftCard), back), netSum(returned.filter(isGiftCard), back)),
    total: negate(back.total),
    tenders: withOutstanding(negated, 'store-credit', negate(back.outstanding)),
  };
}

/** A transaction that was called off: counted, and worth nothing. */
export function ticketOfVoid(ref: string, currency: string, receivedAt: number): Ticket {
  const nothing = zero(currency);
  const amounts = {
    sales: nothing,
    refunds: nothing,
    tax: nothing,
    tips: nothing,
    rounding: nothing,
    giftCardsSold: nothing,
    total: nothing,
  };
  return { ref, kind: 'void', receivedAt, ...amounts, tenders: [] };
}

const isTip = ({ kind }: Item): boolean => kind === 'tip';
const isGiftCard = ({ kind }: Item): boolean => kind === 'gift-card';
const isRevenue = (it: Item): boolean => !isTip(it) && !isGiftCard(it);

interface Priced {
  readonly currency: string;
  readonly taxIncluded: boolean;
}

/** Net of discounts and without tax. */
function netSum(items: readonly Item[], { currency, taxIncluded }: Priced): Money {
  const worth = worthOf(items, { currency, taxIncluded: true });
  return taxIncluded ? subtract(worth, taxSum(items, currency)) : sum(items.map(netOf), currency);
}

function taxSum(items: readonly Item[], currency: string): Money {
  return sum(
    items.flatMap((it) => it.taxes.map((tax) => tax.amount)),
    currency,
  );
}

function withOutstanding(tenders: readonly Tender[], kind: Tender['kind'], amount: Money): readonly Tender[] {
  return isZero(amount) ? tenders : [...tenders, { kind, amount }];
}
