import type { BookedOrder, BookedRefund, BookedRefundLine, BookedReturn, BookedReturnLine } from '../book-entries.ts';
import type { ShopContext } from '../domain.ts';
import { addBags, type Bag, exchange, nothing, subtractBags, toMinorUnits } from '../minor-units.ts';
import { unitsOf } from '../orders/units.ts';
import { tellOrder } from '../orders/tell.ts';
import { taxOf } from '../order-totals.ts';
import { bookRefund, refundableOf, type RefundMoney, settleRefund } from './book-refund.ts';
import { keptOf, openReturn, returnableUnits, stepReturn } from './book-return.ts';
import { tellRefund, tellReturn } from './tell.ts';
import { putBack, putBackOf } from '../inventory/put-back.ts';

/** Money that goes back. Amounts are decimal text in the shop's currency. */
export interface RefundControl {
  /** Lines by position. `RETURN` was sent and is back, `CANCEL` was never sent, `NO_RESTOCK` stays where it is. */
  readonly lines?: readonly {
    readonly line: number;
    readonly quantity: number;
    readonly restock: BookedRefundLine['restock'];
  }[];
  readonly shipping?: string;
  /** @default what lines and shipping come to */
  readonly amount?: string;
  /** Through another gateway than the payment's: store credit, cash. @default back to where it came from */
  readonly gateway?: string;
  readonly pending?: boolean;
  readonly note?: string;
}

/** Units that a buyer sends back. */
export interface ReturnControl {
  readonly lines: readonly {
    readonly line: number;
    readonly quantity: number;
    readonly reason?: string;
    readonly restockingFeePercent?: number;
  }[];
  readonly exchange?: readonly { readonly sku: string; readonly quantity: number }[];
  readonly shippingFee?: string;
  /** Asked for by the buyer, not approved yet. */
  readonly requested?: boolean;
}

/** What happens to the goods and the money of a return. */
export interface ProcessControl {
  /** Units by position of the return's lines. @default all that are open */
  readonly units?: readonly number[];
  readonly disposition?: BookedReturnLine['dispositions'][number]['type'];
  /** Money that goes back; `none` for nothing. @default what the step comes to, less fees and exchanged goods */
  readonly refund?: string;
  readonly pending?: boolean;
}

/** What happens to goods and money after a sale. */
export interface ReturnControls {
  refund(order: bigint | string, refund: RefundControl): BookedRefund;
  /** Money that was under way arrived, or failed. */
  settleRefund(order: bigint | string, refund: bigint, arrived?: boolean): void;
  returnGoods(order: bigint | string, goods: ReturnControl): BookedReturn;
  approveReturn(order: bigint | string, id: bigint): void;
  processReturn(order: bigint | string, id: bigint, step?: ProcessControl): BookedRefund | undefined;
}

/** What a test or a demo does with goods that come back. */
export function returnControls(shop: ShopContext): ReturnControls {
  const { books } = shop;
  const orderOf = (id: bigint | string): BookedOrder => found(books.order(BigInt(id)), `order ${id}`);
  const returnOf = (order: BookedOrder, id: bigint) =>
    found(
      order.returns.find((it) => it.id === id),
      `return ${id}`,
    );
  return {
    refund(id, { lines = [], shipping, amount, gateway, pending, note }) {
      const order = orderOf(id);
      const wanted = lines.map(({ line, ...rest }) => ({
        ...rest,
        line: found(order.lines[line], `line ${line}`),
        locationId: books.locations[0]?.id,
      }));
      const sent = shipping === undefined ? undefined : inBoth(order, shipping);
      const worth = addBags(...wanted.map(({ line, quantity }) => worthOf(order, line, quantity)), sent ?? nothing);
      const money = moneyOf(order, amount === undefined ? worth : inBoth(order, amount), gateway, pending);
      const refund = bookRefund(books, order, { lines: wanted, ...(sent && { shipping: sent }), money, note });
      putBack(shop, putBackOf(wanted));
      tellRefund(shop, order, refund);
      return refund;
    },
    settleRefund(id, refundId, arrived = true) {
      const order = orderOf(id);
      settleRefund(
        books,
        order,
        found(
          order.refunds.find((it) => it.id === refundId),
          `refund ${refundId}`,
        ),
        arrived,
      );
      tellOrder(shop, order, ['orders/updated']);
    },
    returnGoods(id, goods) {
      const order = orderOf(id);
      const lines = goods.lines.flatMap(({ line: index, quantity, ...rest }) => {
        const line = found(order.lines[index], `line ${index}`);
        let open = quantity;
        return order.fulfillments.flatMap((parcel) =>
          parcel.lines
            .filter((it) => it.line === line)
            .flatMap(({ id: fulfillmentLineId }) => {
              const units = Math.min(open, returnableUnits(order, fulfillmentLineId));
              open -= units;
              return units === 0 ? [] : [{ fulfillmentLineId, quantity: units, ...rest }];
            }),
        );
      });
      const taken = (goods.exchange ?? []).map(({ sku, quantity }) => ({
        item: found(
          books.catalogue.find((it) => it.sku === sku),
          sku,
        ),
        quantity,
      }));
      const booked = openReturn(books, order, {
        lines,
        exchange: taken,
        ...(goods.shippingFee !== undefined && { shippingFee: inBoth(order, goods.shippingFee) }),
        requested: goods.requested === true,
      });
      const event = shop.nextEvent();
      tellReturn(shop, order, booked, [goods.requested === true ? 'returns/request' : 'returns/approve'], event);
      tellOrder(shop, order, ['orders/updated'], event);
      return booked;
    },
    approveReturn(id, returnId) {
      const order = orderOf(id);
      const booked = returnOf(order, returnId);
      booked.status = 'OPEN';
      books.touch(order);
      const event = shop.nextEvent();
      tellReturn(shop, order, booked, ['returns/approve'], event);
      tellOrder(shop, order, ['orders/updated'], event);
    },
    processReturn(id, returnId, { units, disposition = 'RESTOCKED', refund: back, pending } = {}) {
      const order = orderOf(id);
      const booked = returnOf(order, returnId);
      const locationId = books.locations[0]?.id;
      const lines = booked.lines.flatMap((line, index) => {
        const quantity = units ? (units[index] ?? 0) : line.quantity - line.processed;
        return quantity === 0 ? [] : [{ line, quantity, dispositions: [{ type: disposition, quantity, locationId }] }];
      });
      const step = { lines, exchange: booked.exchange.filter(({ line }) => line === undefined) };
      stepReturn(shop, order, booked, step);
      const refund = back === 'none' ? undefined : settle(order, booked, step, back, pending);
      const event = shop.nextEvent();
      tellReturn(shop, order, booked, ['returns/process', ...closed(booked)], event);
      if (refund) tellRefund(shop, order, refund, event);
      else tellOrder(shop, order, ['orders/updated'], event);
      return refund;
    },
  };

  function settle(
    order: BookedOrder,
    booked: BookedReturn,
    step: Parameters<typeof keptOf>[2],
    amount: string | undefined,
    pending: boolean | undefined,
  ): BookedRefund {
    const kept = keptOf(order, booked, step);
    const worth = addBags(...step.lines.map(({ line, quantity }) => worthOf(order, line.line, quantity, 0)));
    const due = amount === undefined ? subtractBags(worth, kept) : inBoth(order, amount);
    for (const { line, quantity } of step.lines) line.refunded += quantity;
    return bookRefund(books, order, {
      lines: step.lines.map(({ line: { line }, quantity, dispositions }) => ({
        line,
        quantity,
        restock: dispositions.some(({ type }) => type === 'RESTOCKED') ? 'RETURN' : 'NO_RESTOCK',
        locationId: dispositions[0]?.locationId,
      })),
      money: due.shop <= 0n ? [] : moneyOf(order, due, undefined, pending),
      of: { return: booked, kept: due.shop <= 0n ? worth : kept },
    });
  }
}

/** The topics that follow when a return is done. */
export function closed(booked: BookedReturn): readonly ('returns/close' | 'returns/update')[] {
  return booked.status === 'CLOSED' ? ['returns/close'] : ['returns/update'];
}

function moneyOf(order: BookedOrder, amount: Bag, gateway?: string, pending?: boolean): readonly RefundMoney[] {
  const how = pending === true ? { pending } : {};
  if (gateway !== undefined) return [{ gateway, amount, ...how }];
  let open = amount;
  const money: RefundMoney[] = [];
  for (const payment of order.transactions) {
    if (payment.status !== 'SUCCESS' || (payment.kind !== 'SALE' && payment.kind !== 'CAPTURE') || open.shop === 0n)
      continue;
    const left = refundableOf(order, payment);
    if (left.shop <= 0n) continue;
    const part = left.shop >= open.shop ? open : left;
    money.push({ gateway: payment.gateway, amount: part, parentId: payment.id, ...how });
    open = subtractBags(open, part);
  }
  if (open.shop !== 0n) throw new RangeError('The order was not paid that much');
  return money;
}

/** What the last units of a line were sold for, with tax. */
function worthOf(order: BookedOrder, line: BookedOrder['lines'][number], quantity: number, taken = quantity): Bag {
  const low = line.currentQuantity - taken;
  const part = (bag: Bag): Bag => unitsOf(bag, line.quantity, low, low + quantity);
  return order.taxesIncluded
    ? part(line.priced.net)
    : addBags(part(line.priced.net), taxPart(line, low, low + quantity));
}

function taxPart(line: BookedOrder['lines'][number], low: number, high: number): Bag {
  if (low === 0 && high === line.quantity) return taxOf(line);
  return addBags(...line.priced.taxes.map(({ price }) => unitsOf(price, line.quantity, low, high)));
}

function inBoth({ currencies }: BookedOrder, amount: string): Bag {
  const shop = toMinorUnits(amount, currencies.shop);
  return { shop, presentment: exchange(shop, currencies.shop, currencies.presentment, currencies.rate) };
}

function found<Thing>(thing: Thing | undefined, what: string): Thing {
  if (thing === undefined) throw new RangeError(`There is no ${what}`);
  return thing;
}
