import type {
  BookedExchangeLine,
  BookedFulfillment,
  BookedLine,
  BookedOrder,
  BookedReturn,
  BookedReturnLine,
  CatalogueItem,
} from '../book-entries.ts';
import type { Books } from '../books.ts';
import type { ShopContext } from '../domain.ts';
import { putBack } from '../inventory/put-back.ts';
import { addBags, type Bag, nothing, ratio, shareOf } from '../minor-units.ts';
import { agree, charge, lineSale } from '../orders/agreements.ts';
import { unitsOf } from '../orders/units.ts';

/** Units of a parcel's line. */
export interface FulfilledUnits {
  readonly fulfillmentLineId: bigint;
  readonly quantity: number;
  readonly reason?: string;
  /** Kept of what they were sold for. */
  readonly restockingFeePercent?: number;
}

/** What a return is opened with. */
export interface ReturnToBook {
  readonly lines: readonly FulfilledUnits[];
  readonly exchange?: readonly { readonly item: CatalogueItem; readonly quantity: number }[];
  readonly shippingFee?: Bag;
  /** The buyer asked for it; nobody approved it yet. */
  readonly requested?: boolean;
}

/** Units that came back, or goods that were handed over instead. */
export interface ReturnStep {
  readonly lines: readonly {
    readonly line: BookedReturnLine;
    readonly quantity: number;
    readonly dispositions: readonly {
      readonly type: BookedReturnLine['dispositions'][number]['type'];
      readonly quantity: number;
      readonly locationId?: bigint | undefined;
    }[];
  }[];
  readonly exchange: readonly BookedExchangeLine[];
}

/** A line of a parcel by its id. */
export function fulfilledLine(
  order: BookedOrder,
  id: bigint,
): { readonly parcel: BookedFulfillment; readonly line: BookedLine; readonly quantity: number } | undefined {
  for (const parcel of order.fulfillments) {
    const found = parcel.status === 'SUCCESS' ? parcel.lines.find((it) => it.id === id) : undefined;
    if (found) return { parcel, line: found.line, quantity: found.quantity };
  }
  return undefined;
}

/** Units of a parcel's line that no return has claimed and no refund has taken. */
export function returnableUnits(order: BookedOrder, id: bigint): number {
  const found = fulfilledLine(order, id);
  if (!found) return 0;
  const claimed = order.returns
    .filter(({ status }) => status === 'REQUESTED' || status === 'OPEN' || status === 'CLOSED')
    .flatMap(({ lines }) => lines.filter((it) => it.fulfillmentLineId === id))
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const kept = found.line.fulfilledQuantity - found.line.returnedQuantity;
  return Math.max(0, Math.min(found.quantity - claimed, kept));
}

/** Opens a return. */
export function openReturn(books: Books, order: BookedOrder, wanted: ReturnToBook): BookedReturn {
  const at = books.second();
  const booked: BookedReturn = {
    id: books.nextId(),
    name: `${order.name}-R${order.returns.length + 1}`,
    createdAt: at,
    closedAt: undefined,
    status: wanted.requested === true ? 'REQUESTED' : 'OPEN',
    reverseId: books.nextId(),
    lines: wanted.lines.map((units) => returnLine(books, order, units)),
    exchange: (wanted.exchange ?? []).map(({ item, quantity }) => ({
      id: books.nextId(),
      item,
      quantity,
      line: undefined,
    })),
    shippingFee: wanted.shippingFee && { id: books.nextId(), amount: wanted.shippingFee },
  };
  order.returns.push(booked);
  books.touch(order);
  return booked;
}

/** Books what came back and what was taken instead: the goods, with what is restocked, and what is owed for them. No money. */
export function stepReturn(shop: ShopContext, order: BookedOrder, booked: BookedReturn, step: ReturnStep): void {
  const { books } = shop;
  const at = books.second();
  const isFirst = booked.lines.every(({ processed }) => processed === 0);
  const sales = step.lines.map(({ line: { line }, quantity }) =>
    lineSale(order, line, 'RETURN', line.currentQuantity, line.currentQuantity - quantity, books.nextId),
  );
  for (const { line, quantity, dispositions } of step.lines) {
    line.processed += quantity;
    line.line.currentQuantity -= quantity;
    line.line.returnedQuantity += quantity;
    for (const { type, quantity: units, locationId } of dispositions) {
      line.dispositions.push({ id: books.nextId(), type, quantity: units, locationId, at });
    }
    const restocked = dispositions.filter(({ type }) => type === 'RESTOCKED');
    putBack(
      shop,
      restocked.map((it) => ({ line: line.line, quantity: it.quantity, locationId: it.locationId, how: 'RETURN' })),
    );
    if (line.fee) sales.push(charge('FEE', feeOf(line, quantity), books.nextId));
  }
  for (const taken of step.exchange) {
    taken.line = exchanged(books, order, booked, taken);
    order.lines.push(taken.line);
    sales.push(lineSale(order, taken.line, 'ORDER', 0, taken.quantity, books.nextId));
  }
  if (booked.shippingFee && isFirst) sales.push(charge('FEE', booked.shippingFee.amount, books.nextId));
  agree(order, { at, reason: 'RETURN', sales, return: booked }, books.nextId);
  const isDone =
    booked.lines.every(({ processed, quantity }) => processed === quantity) &&
    booked.exchange.every(({ line }) => line !== undefined);
  if (isDone) {
    booked.status = 'CLOSED';
    booked.closedAt = at;
  }
  books.touch(order);
}

/** What of the worth of a step is kept as a fee or taken in other goods. */
export function keptOf(order: BookedOrder, booked: BookedReturn, step: ReturnStep): Bag {
  const fees = step.lines.map(({ line, quantity }) => feeOf(line, quantity));
  const goods = step.exchange.flatMap(({ line }) => (line ? [worthOf(order, line)] : []));
  return addBags(...fees, ...goods, booked.shippingFee?.amount ?? nothing);
}

function feeOf({ fee, quantity: whole }: BookedReturnLine, quantity: number): Bag {
  return fee ? unitsOf(fee.amount, whole, 0, quantity) : nothing;
}

function returnLine(books: Books, order: BookedOrder, units: FulfilledUnits): BookedReturnLine {
  const { fulfillmentLineId, quantity, reason = '', restockingFeePercent } = units;
  const found = fulfilledLine(order, fulfillmentLineId);
  if (!found || quantity > returnableUnits(order, fulfillmentLineId))
    throw new RangeError('That is not there to come back');
  const sold = unitsOf(found.line.priced.net, found.line.quantity, 0, quantity);
  return {
    id: books.nextId(),
    reverseId: books.nextId(),
    fulfillmentLineId,
    line: found.line,
    quantity,
    reason,
    fee:
      restockingFeePercent === undefined
        ? undefined
        : {
            id: books.nextId(),
            percentage: restockingFeePercent,
            amount: shareOf(sold, ratio((restockingFeePercent / 100).toFixed(6))),
          },
    processed: 0,
    refunded: 0,
    dispositions: [],
  };
}

/** The goods are sold at the catalogue's price, with the taxes of the order. */
function exchanged(
  books: Books,
  order: BookedOrder,
  booked: BookedReturn,
  { item, quantity }: BookedExchangeLine,
): BookedLine {
  const original = { shop: item.price.shop * BigInt(quantity), presentment: item.price.presentment * BigInt(quantity) };
  const rates = order.lines.find(({ taxable, priced }) => taxable && priced.taxes.length > 0)?.priced.taxes ?? [];
  const taxes = rates.map(({ title, rate }) => {
    const own = ratio(rate);
    const part = order.taxesIncluded ? { ...own, denominator: own.denominator + own.numerator } : own;
    return { title, rate, price: shareOf(original, part) };
  });
  return {
    id: books.nextId(),
    item,
    title: item.title,
    requiresShipping: true,
    taxable: true,
    giftCard: item.giftCard,
    properties: undefined,
    priced: { unitPrice: item.price, original, allocations: [], net: original, taxes },
    quantity,
    currentQuantity: quantity,
    fulfilledQuantity: 0,
    returnedQuantity: 0,
    exchangeOf: booked.id,
  };
}

function worthOf(order: BookedOrder, { priced }: BookedLine): Bag {
  return order.taxesIncluded ? priced.net : addBags(priced.net, ...priced.taxes.map(({ price }) => price));
}
