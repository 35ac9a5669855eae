import type { BookedOrder, BookedTransaction } from '../book-entries.ts';
import { addBags, allocate, type Bag, exchange, nothing, subtractBags, toMinorUnits } from '../minor-units.ts';
import type { PlaceOrderTender } from '../order-input.ts';
import { totalsOf } from '../order-totals.ts';
import type { Currencies } from '../price-order.ts';

/** The transactions with which an order is paid when it is placed. A tender without an amount pays what is open. */
export function paidAtOnce(
  order: BookedOrder,
  tenders: readonly PlaceOrderTender[],
  nextId: () => bigint,
): BookedTransaction[] {
  const { currencies } = order;
  let open = addBags(totalsOf(order).total, order.cashRounding);
  return tenders.flatMap((tender) => {
    const amount = tender.amount === undefined ? open : inBoth(tender.amount, open, currencies);
    const paid = paidBy(order, tender, amount, open, nextId);
    if (tender.as === undefined || tender.as === 'pay') open = subtractBags(open, amount);
    return paid;
  });
}

function paidBy(
  order: BookedOrder,
  tender: PlaceOrderTender,
  amount: Bag,
  open: Bag,
  nextId: () => bigint,
): BookedTransaction[] {
  if (tender.change === undefined) return amount.shop === 0n ? [] : [received(order, tender, amount, nextId())];
  const change = inBoth(tender.change, open, order.currencies);
  const taken = received(order, tender, addBags(amount, change), nextId());
  const given: BookedTransaction = {
    id: nextId(),
    parentId: taken.id,
    kind: 'CHANGE',
    status: 'SUCCESS',
    gateway: tender.gateway,
    amount: change,
    rounding: nothing,
    at: order.processedAt,
  };
  return [taken, given];
}

function received(order: BookedOrder, tender: PlaceOrderTender, amount: Bag, id: bigint): BookedTransaction {
  return {
    id,
    kind: tender.as === 'authorize' ? 'AUTHORIZATION' : 'SALE',
    status: tender.as === 'pay-pending' ? 'PENDING' : tender.as === 'pay-failed' ? 'FAILURE' : 'SUCCESS',
    gateway: tender.gateway,
    amount,
    rounding: tender.gateway === 'cash' ? order.cashRounding : nothing,
    at: order.processedAt,
  };
}

/** A part of what is open, in both currencies: the buyer's share is the same share of the buyer's amount. */
function inBoth(amount: string, open: Bag, currencies: Currencies): Bag {
  const shop = toMinorUnits(amount, currencies.shop);
  if (open.shop === 0n)
    return { shop, presentment: exchange(shop, currencies.shop, currencies.presentment, currencies.rate) };
  if (shop > open.shop)
    return { shop, presentment: exchange(shop, currencies.shop, currencies.presentment, currencies.rate) };
  const [presentment = 0n] = allocate(open.presentment, [shop, open.shop - shop]);
  return { shop, presentment };
}
