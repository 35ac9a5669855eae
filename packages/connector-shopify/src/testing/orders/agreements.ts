import type { BookedAgreement, BookedLine, BookedOrder, BookedSale } from '../book-entries.ts';
import { addBags, type Bag, nothing, subtractBags } from '../minor-units.ts';
import type { PricedTax } from '../price-order.ts';
import { taxUnitsOf, unitsOf } from './units.ts';

type NextId = () => bigint;

/** What an order sold when it was placed. */
export function placedSales(order: BookedOrder, nextId: NextId): BookedSale[] {
  const { shipping, tip, duty, additionalFee } = order;
  return [
    ...order.lines.map((line) => lineSale(order, line, 'ORDER', 0, line.quantity, nextId)),
    ...(shipping ? [charge('SHIPPING', worth(order, shipping.net, shipping.taxes), nextId, shipping.taxes)] : []),
    ...(tip.shop === 0n ? [] : [charge('TIP', tip, nextId)]),
    ...(duty.shop === 0n ? [] : [charge('DUTY', duty, nextId)]),
    ...(additionalFee.shop === 0n ? [] : [charge('ADDITIONAL_FEE', additionalFee, nextId)]),
  ];
}

/** That units of a line were sold (`ORDER`), changed by an edit (`UPDATE`) or taken back (`RETURN`). */
export function lineSale(
  order: BookedOrder,
  line: BookedLine,
  action: BookedSale['action'],
  from: number,
  to: number,
  nextId: NextId,
): BookedSale {
  const back = action !== 'ORDER' && to < from;
  const [low, high] = back ? [to, from] : [from, to];
  const taxes = taxUnitsOf(line.priced.taxes, line.quantity, low, high);
  const net = unitsOf(line.priced.net, line.quantity, low, high);
  const total = worth(order, net, taxes);
  const discount = subtractBags(unitsOf(line.priced.original, line.quantity, low, high), net);
  const sign = (bag: Bag): Bag => (back ? subtractBags(nothing, bag) : bag);
  return {
    id: nextId(),
    action,
    type: line.giftCard ? 'GIFT_CARD' : 'PRODUCT',
    line,
    quantity: to - from,
    total: sign(total),
    discount: sign(discount),
    taxes: taxes.map((tax) => ({ ...tax, price: sign(tax.price) })),
  };
}

/** Something that was agreed and is no goods. */
export function charge(
  type: BookedSale['type'],
  total: Bag,
  nextId: NextId,
  taxes: readonly PricedTax[] = [],
  action: BookedSale['action'] = 'ORDER',
): BookedSale {
  return { id: nextId(), action, type, total, discount: nothing, taxes };
}

/** Adds to the journal of the order. */
export function agree(order: BookedOrder, agreement: Omit<BookedAgreement, 'id'>, nextId: NextId): void {
  if (agreement.sales.length > 0) order.agreements.push({ id: nextId(), ...agreement });
}

/** What units are worth, with tax. */
function worth(order: BookedOrder, net: Bag, taxes: readonly PricedTax[]): Bag {
  return order.taxesIncluded ? net : addBags(net, ...taxes.map(({ price }) => price));
}
