import type { BookedOrder, BookedRefundLine, BookedReturn, BookedReturnLine } from '../book-entries.ts';
import type { Resolver, ShopContext } from '../domain.ts';
import { addBags, type Bag, exchange, nothing, ratio, toMinorUnits } from '../minor-units.ts';
import { openUnits } from '../order-totals.ts';
import { numberOf } from '../platform-formats.ts';
import { bookRefund, refundableOf, type RefundMoney } from './book-refund.ts';
import { fulfilledLine, keptOf, openReturn, returnableUnits, stepReturn } from './book-return.ts';
import { closed } from './controls.ts';
import { tellRefund, tellReturn } from './tell.ts';
import { putBack, putBackOf } from '../inventory/put-back.ts';
import { refundView, returnView } from './views.ts';
import { tellOrder } from '../orders/tell.ts';
import { wholeOrderView } from '../orders/whole-order-view.ts';

interface MoneyInput {
  readonly amount: string;
  readonly currencyCode: string;
}

interface RefundInput {
  readonly orderId: string;
  readonly currency?: string | null;
  readonly note?: string | null;
  readonly allowOverRefunding?: boolean | null;
  readonly discrepancyReason?: 'CUSTOMER' | 'DAMAGE' | 'OTHER' | 'RESTOCK' | null;
  readonly refundLineItems?: readonly {
    readonly lineItemId: string;
    readonly quantity: number;
    readonly restockType?: 'CANCEL' | 'RETURN' | 'NO_RESTOCK' | null;
    readonly locationId?: string | null;
  }[];
  readonly shipping?: { readonly amount?: string | null; readonly fullRefund?: boolean | null } | null;
  readonly transactions?: readonly {
    readonly orderId: string;
    readonly parentId?: string | null;
    readonly gateway: string;
    readonly kind: string;
    readonly amount: string;
  }[];
  readonly refundMethods?: readonly { readonly storeCreditRefund?: { readonly amount: MoneyInput } | null }[] | null;
}

interface ReturnInput {
  readonly orderId: string;
  readonly returnLineItems: readonly {
    readonly fulfillmentLineItemId: string;
    readonly quantity: number;
    readonly returnReasonNote?: string | null;
    readonly restockingFee?: { readonly percentage: number } | null;
  }[];
  readonly exchangeLineItems?: readonly { readonly variantId?: string | null; readonly quantity: number }[] | null;
  readonly returnShippingFee?: { readonly amount: MoneyInput } | null;
}

interface ProcessInput {
  readonly returnId: string;
  readonly note?: string | null;
  readonly returnLineItems?: readonly {
    readonly id: string;
    readonly quantity: number;
    readonly dispositions?: readonly {
      readonly reverseFulfillmentOrderLineItemId: string;
      readonly dispositionType: BookedReturnLine['dispositions'][number]['type'];
      readonly locationId?: string | null;
      readonly quantity: number;
    }[];
  }[];
  readonly exchangeLineItems?: readonly { readonly id: string; readonly quantity: number }[];
  readonly refundShipping?: { readonly fullRefund?: boolean; readonly shippingRefundAmount?: MoneyInput | null } | null;
  readonly financialTransfer?: {
    readonly issueRefund?: {
      readonly orderTransactions: readonly { readonly parentId: string; readonly transactionAmount: MoneyInput }[];
      readonly refundMethods?: RefundInput['refundMethods'];
      readonly allowOverRefunding?: boolean | null;
    } | null;
  } | null;
}

interface Refusal {
  readonly field: readonly string[];
  readonly message: string;
  readonly code?: string;
}

/** Longest note of a line that comes back. */
const longestNote = 255;

/** The changes of returns and refunds, with the refusals of the platform. */
export function returnMutations(shop: ShopContext): Readonly<Record<string, Resolver>> {
  const { books } = shop;
  const orderBy = (id: string): BookedOrder | undefined => books.order(numberOf(id, 'Order') ?? -1n);
  return {
    refundCreate({ input }: { input: RefundInput }) {
      const order = orderBy(input.orderId);
      if (!order) return refused(['orderId'], 'Order not found');
      const problem = refundProblem(order, input);
      if (problem) return { userErrors: [problem] };
      const reason = input.discrepancyReason === 'OTHER' ? undefined : (input.discrepancyReason ?? undefined);
      const lines = (input.refundLineItems ?? []).map((it) => ({
        line: lineBy(order, it.lineItemId),
        quantity: it.quantity,
        restock: it.restockType ?? ('NO_RESTOCK' as const),
        locationId: numberOf(it.locationId ?? '', 'Location'),
      }));
      const refund = bookRefund(books, order, {
        lines,
        ...(input.shipping && { shipping: shippingAmount(order, input.shipping.amount, input.shipping.fullRefund) }),
        money: [...moneyBack(order, input.transactions ?? []), ...storeCredit(order, input.refundMethods)],
        note: input.note ?? undefined,
        reason,
      });
      putBack(shop, putBackOf(lines));
      tellRefund(shop, order, refund);
      return { refund: refundView(order, refund, books), order: wholeOrderView(order, books), userErrors: [] };
    },
    returnCreate({ returnInput }: { returnInput: ReturnInput }) {
      const order = orderBy(returnInput.orderId);
      if (!order) return refused(['orderId'], 'Order does not exist.', 'NOT_FOUND');
      const at = ['returnInput', 'returnLineItems'];
      if (returnInput.returnLineItems.length === 0) return refused(at, 'must have one return line item', 'BLANK');
      for (const [index, it] of returnInput.returnLineItems.entries()) {
        const id = numberOf(it.fulfillmentLineItemId, 'FulfillmentLineItem') ?? -1n;
        if (!fulfilledLine(order, id)) {
          return refused(
            [...at, String(index), 'fulfillmentLineItemId'],
            'Fulfillment line item not found',
            'NOT_FOUND',
          );
        }
        if ((it.returnReasonNote ?? '').length > longestNote) {
          return refused([...at, String(index), 'returnReasonNote'], 'Note is too long', 'TOO_LONG');
        }
        if (it.quantity > returnableUnits(order, id)) {
          return refused([...at, String(index), 'quantity'], 'Return line item has an invalid quantity.', 'INVALID');
        }
      }
      const items = (returnInput.exchangeLineItems ?? []).map(({ variantId, quantity }) => ({
        item: books.catalogue.find((it) => it.variantId === numberOf(variantId ?? '', 'ProductVariant')),
        quantity,
      }));
      if (items.some(({ item }) => item === undefined)) {
        return refused(['returnInput', 'exchangeLineItems'], 'Variant not found', 'NOT_FOUND');
      }
      const booked = openReturn(books, order, {
        lines: returnInput.returnLineItems.map((it) => ({
          fulfillmentLineId: numberOf(it.fulfillmentLineItemId, 'FulfillmentLineItem') ?? -1n,
          quantity: it.quantity,
          reason: it.returnReasonNote ?? '',
          ...(it.restockingFee && { restockingFeePercent: it.restockingFee.percentage }),
        })),
        exchange: items.flatMap(({ item, quantity }) => (item ? [{ item, quantity }] : [])),
        ...(returnInput.returnShippingFee && {
          shippingFee: inBuyers(order, returnInput.returnShippingFee.amount.amount),
        }),
      });
      const event = shop.nextEvent();
      tellReturn(shop, order, booked, ['returns/approve'], event);
      tellOrder(shop, order, ['orders/updated'], event);
      return { return: returnView(order, booked, books), userErrors: [] };
    },
    returnProcess({ input }: { input: ProcessInput }) {
      const id = numberOf(input.returnId, 'Return');
      const order = books.bookedOrders.find(({ returns }) => returns.some((it) => it.id === id));
      const booked = order?.returns.find((it) => it.id === id);
      if (!order || !booked) return refused(['input', 'returnId'], 'Return does not exist.', 'NOT_FOUND');
      if (booked.status !== 'OPEN') return refused(['input', 'returnId'], 'Return is not open.', 'INVALID_STATE');
      const problem = processProblem(order, booked, input);
      if (problem) return { userErrors: [problem] };
      const step = {
        lines: (input.returnLineItems ?? []).map((it) => ({
          line: returnLineBy(booked, it.id),
          quantity: it.quantity,
          dispositions: (it.dispositions ?? []).map(({ dispositionType, quantity, locationId }) => ({
            type: dispositionType,
            quantity,
            locationId: numberOf(locationId ?? '', 'Location'),
          })),
        })),
        exchange: booked.exchange.filter((it) =>
          (input.exchangeLineItems ?? []).some((wanted) => numberOf(wanted.id, 'ExchangeLineItem') === it.id),
        ),
      };
      stepReturn(shop, order, booked, step);
      const transfer = input.financialTransfer?.issueRefund;
      const event = shop.nextEvent();
      tellReturn(shop, order, booked, ['returns/process', ...closed(booked)], event);
      if (!transfer) {
        tellOrder(shop, order, ['orders/updated'], event);
        return { return: returnView(order, booked, books), userErrors: [] };
      }
      for (const { line, quantity } of step.lines) line.refunded += quantity;
      const money = transfer.orderTransactions.map(({ parentId, transactionAmount }) => ({
        parentId,
        amount: transactionAmount.amount,
        gateway: '',
      }));
      const shipping = input.refundShipping;
      const refund = bookRefund(books, order, {
        lines: step.lines.map(({ line: { line }, quantity, dispositions }) => ({
          line,
          quantity,
          restock: dispositions.some(({ type }) => type === 'RESTOCKED') ? 'RETURN' : 'NO_RESTOCK',
          locationId: dispositions[0]?.locationId,
        })),
        ...(shipping && {
          shipping: shippingAmount(order, shipping.shippingRefundAmount?.amount, shipping.fullRefund),
        }),
        money: [...moneyBack(order, money), ...storeCredit(order, transfer.refundMethods)],
        note: input.note ?? undefined,
        of: { return: booked, kept: keptOf(order, booked, step) },
      });
      tellRefund(shop, order, refund, event);
      return { return: returnView(order, booked, books), userErrors: [] };
    },
  };
}

function refundProblem(order: BookedOrder, input: RefundInput): Refusal | undefined {
  const buyers = order.currencies.presentment;
  if (input.currency == null ? buyers !== order.currencies.shop : input.currency !== buyers) {
    return { field: ['input', 'currency'], message: 'Currency must be the presentment currency of the order' };
  }
  for (const [index, it] of (input.refundLineItems ?? []).entries()) {
    const line = order.lines.find(({ id }) => id === numberOf(it.lineItemId, 'LineItem'));
    const field = ['input', 'refundLineItems', String(index)];
    if (!line) return { field, message: 'Line item not found' };
    const left = restockable(line, it.restockType ?? 'NO_RESTOCK');
    if (it.quantity < 1 || it.quantity > left) {
      return { field: [...field, 'quantity'], message: 'Quantity cannot refund more items than were purchased' };
    }
    const needsLocation = it.restockType === 'RETURN' || it.restockType === 'CANCEL';
    if (needsLocation && it.locationId == null) {
      return { field: [...field, 'locationId'], message: 'Location must be given to restock' };
    }
  }
  return moneyProblem(order, input.transactions ?? [], input.allowOverRefunding === true, ['input', 'transactions']);
}

function restockable(line: BookedOrder['lines'][number], restock: BookedRefundLine['restock']): number {
  if (restock === 'CANCEL') return openUnits(line);
  return restock === 'RETURN' ? line.fulfilledQuantity - line.returnedQuantity : line.currentQuantity;
}

function processProblem(order: BookedOrder, booked: BookedReturn, input: ProcessInput): Refusal | undefined {
  for (const [index, it] of (input.returnLineItems ?? []).entries()) {
    const field = ['input', 'returnLineItems', String(index)];
    const line = booked.lines.find(({ id }) => id === numberOf(it.id, 'ReturnLineItem'));
    if (!line) return { field: [...field, 'id'], message: 'Return line item does not exist.', code: 'NOT_FOUND' };
    if (it.quantity > line.quantity - line.processed) {
      return { field: [...field, 'quantity'], message: 'Quantity is more than is open.', code: 'INVALID' };
    }
    const disposed = (it.dispositions ?? []).reduce((sum, { quantity }) => sum + quantity, 0);
    if (disposed > it.quantity) return { field: [...field, 'dispositions'], message: 'Too many.', code: 'INVALID' };
    for (const disposition of it.dispositions ?? []) {
      const own = numberOf(disposition.reverseFulfillmentOrderLineItemId, 'ReverseFulfillmentOrderLineItem');
      if (own !== line.reverseId)
        return { field: [...field, 'dispositions'], message: 'Not found.', code: 'NOT_FOUND' };
    }
  }
  const transfer = input.financialTransfer?.issueRefund;
  const money = (transfer?.orderTransactions ?? []).map(({ parentId, transactionAmount }) => ({
    parentId,
    gateway: '',
    amount: transactionAmount.amount,
  }));
  const problem = moneyProblem(order, money, transfer?.allowOverRefunding === true, ['input', 'financialTransfer']);
  return problem && { ...problem, code: 'INVALID' };
}

/** Money goes back through the payment it came by, and no more than came. */
function moneyProblem(
  order: BookedOrder,
  money: readonly { readonly parentId?: string | null; readonly gateway: string; readonly amount: string }[],
  over: boolean,
  field: readonly string[],
): Refusal | undefined {
  const asked = new Map<bigint, bigint>();
  for (const { parentId, gateway, amount } of money) {
    const parent = parentBy(order, parentId);
    if (!parent || (gateway !== '' && gateway !== parent.gateway)) {
      return { field, message: 'Arbitrary refund not allowed' };
    }
    const sum = (asked.get(parent.id) ?? 0n) + toMinorUnits(amount, order.currencies.presentment);
    asked.set(parent.id, sum);
    if (sum <= 0n) return { field, message: 'Amount must be greater than 0' };
    if (!over && sum > refundableOf(order, parent).presentment) {
      return { field, message: 'Refund amount is more than was paid' };
    }
  }
  return undefined;
}

function parentBy(order: BookedOrder, id: string | null | undefined) {
  const number = numberOf(id ?? '', 'OrderTransaction');
  return order.transactions.find(
    (it) => it.id === number && it.status === 'SUCCESS' && (it.kind === 'SALE' || it.kind === 'CAPTURE'),
  );
}

function moneyBack(
  order: BookedOrder,
  money: readonly { readonly parentId?: string | null; readonly amount: string }[],
): RefundMoney[] {
  return money.flatMap(({ parentId, amount }) => {
    const parent = parentBy(order, parentId);
    return parent ? [{ gateway: parent.gateway, parentId: parent.id, amount: inBuyers(order, amount) }] : [];
  });
}

function storeCredit(order: BookedOrder, methods: RefundInput['refundMethods']): RefundMoney[] {
  return (methods ?? []).flatMap(({ storeCreditRefund: credit }) =>
    credit ? [{ gateway: 'shopify_store_credit', amount: inBuyers(order, credit.amount.amount) }] : [],
  );
}

function shippingAmount(order: BookedOrder, amount: string | null | undefined, full?: boolean | null): Bag {
  if (full !== true && amount != null) return inBuyers(order, amount);
  const taxes = order.taxesIncluded ? [] : (order.shipping?.taxes ?? []).map(({ price }) => price);
  return addBags(order.shipping?.net ?? nothing, ...taxes);
}

/** An amount in the buyer's currency, with what it is in the shop's. */
function inBuyers({ currencies }: BookedOrder, amount: string): Bag {
  const presentment = toMinorUnits(amount, currencies.presentment);
  if (currencies.shop === currencies.presentment) return { shop: presentment, presentment };
  const one = ratio('1');
  const back = { numerator: currencies.rate.denominator * one.numerator, denominator: currencies.rate.numerator };
  return { presentment, shop: exchange(presentment, currencies.presentment, currencies.shop, back) };
}

function lineBy(order: BookedOrder, id: string): BookedOrder['lines'][number] {
  const line = order.lines.find((it) => it.id === numberOf(id, 'LineItem'));
  if (!line) throw new RangeError('There is no such line');
  return line;
}

function returnLineBy(booked: BookedReturn, id: string): BookedReturnLine {
  const line = booked.lines.find((it) => it.id === numberOf(id, 'ReturnLineItem'));
  if (!line) throw new RangeError('There is no such line');
  return line;
}

function refused(field: readonly string[], message: string, code?: string): unknown {
  return { userErrors: [{ field, message, ...(code !== undefined && { code }) }] };
}
