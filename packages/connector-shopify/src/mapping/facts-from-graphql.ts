import { add, IntegrationError, isZero, type Money, money, subtract, sum } from '@crossdock/core';
import type { LineItem, Order } from '../api/graphql-order.ts';
import { amountReader, type AmountReader, type CurrencySide, inUnits, moved } from './amounts.ts';
import { complete, filled, instantOf, numberOf, rateText } from './ids.ts';
import type {
  AddressFacts,
  CustomerFacts,
  LineFacts,
  OrderFacts,
  PaymentFacts,
  ReceivedFacts,
  ShippingFacts,
  TaxFacts,
} from './order-facts.ts';
import { withoutTipLines } from './tip-lines.ts';
import { cancelReason, transactionHappened, transactionKind } from './words.ts';

/** Reads the facts of an order from a GraphQL answer that holds all its lines. */
export function factsFromGraphql(order: Order, side: CurrencySide): OrderFacts {
  const amounts = amountReader(side, side === 'shop' ? order.currencyCode : order.presentmentCurrencyCode);
  if (order.lineItems.pageInfo.hasNextPage || order.shippingLines.pageInfo.hasNextPage) {
    throw new IntegrationError('An order was read without all its lines', {
      code: 'response-invalid',
      path: 'lineItems.pageInfo',
    });
  }
  const facts = {
    id: order.legacyResourceId,
    gid: order.id,
    reference: order.reference?.value,
    imported: order.imported?.value,
    name: order.name,
    createdAt: instantOf(order.createdAt, 'createdAt'),
    processedAt: instantOf(order.processedAt, 'processedAt'),
    updatedAt: instantOf(order.updatedAt, 'updatedAt'),
    cancelledAt: order.cancelledAt === null ? undefined : instantOf(order.cancelledAt, 'cancelledAt'),
    cancelReason: order.cancelReason === null ? undefined : cancelReason(order.cancelReason, 'cancelReason'),
    test: order.test,
    taxesIncluded: order.taxesIncluded,
    currency: amounts.currency,
    lines: order.lineItems.nodes.map((line, index) => lineFacts(line, amounts, `lineItems.nodes.${index}`)),
    shipping: order.shippingLines.nodes.map((line, index) =>
      shippingFacts(line, amounts, `shippingLines.nodes.${index}`),
    ),
    total: amounts.bag(order.totalPriceSet, 'totalPriceSet'),
    tip: amounts.bag(order.totalTipReceivedSet, 'totalTipReceivedSet'),
    duties:
      order.originalTotalDutiesSet === null
        ? money('0', amounts.currency)
        : amounts.bag(order.originalTotalDutiesSet, 'originalTotalDutiesSet'),
    fees: sum(
      order.additionalFees.map(({ price }, index) => amounts.bag(price, `additionalFees.${index}.price`)),
      amounts.currency,
    ),
    cashRounding: inUnits(
      amounts.bag(order.totalCashRoundingAdjustment.paymentSet, 'totalCashRoundingAdjustment.paymentSet'),
      'totalCashRoundingAdjustment.paymentSet',
    ),
    payments: paymentFacts(order, amounts),
    received: receivedFacts(order, amounts),
    customer: customerFacts(order),
    email: order.email ?? undefined,
    phone: order.phone ?? undefined,
    billingAddress: order.billingAddress === null ? undefined : addressFacts(order.billingAddress),
    shippingAddress: order.shippingAddress === null ? undefined : addressFacts(order.shippingAddress),
    locationId: order.retailLocation === null ? undefined : numberOf(order.retailLocation.id, 'retailLocation.id'),
    source: order.sourceName ?? undefined,
    poNumber: order.poNumber ?? undefined,
    hasFulfillments: order.anyFulfillment.length > 0,
  };
  const { shopMoney, presentmentMoney } = order.totalTipReceivedSet;
  return withoutTipLines(
    facts,
    [shopMoney, presentmentMoney].some(({ amount }) => Number(amount) !== 0),
  );
}

function lineFacts(line: LineItem, amounts: AmountReader, path: string): LineFacts {
  return {
    id: numberOf(line.id, `${path}.id`),
    sku: line.sku ?? undefined,
    title: line.title,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    openQuantity: line.unfulfilledQuantity,
    giftCard: line.isGiftCard,
    variantId: line.variant === null ? undefined : numberOf(line.variant.id, `${path}.variant.id`),
    unitPrice: amounts.bag(line.originalUnitPriceSet, `${path}.originalUnitPriceSet`),
    original: amounts.bag(line.originalTotalSet, `${path}.originalTotalSet`),
    discounts: discountFacts(line.discountAllocations, amounts, path),
    taxes: taxFacts(line.taxLines, amounts, path),
  };
}

function shippingFacts(
  line: Order['shippingLines']['nodes'][number],
  amounts: AmountReader,
  path: string,
): ShippingFacts {
  return {
    title: line.title,
    code: line.code ?? undefined,
    original: amounts.bag(line.originalPriceSet, `${path}.originalPriceSet`),
    discounts: discountFacts(line.discountAllocations, amounts, path),
    taxes: taxFacts(line.taxLines, amounts, path),
  };
}

function discountFacts(allocations: LineItem['discountAllocations'], amounts: AmountReader, path: string): Money[] {
  return allocations.map(({ allocatedAmountSet }, index) =>
    amounts.bag(allocatedAmountSet, `${path}.discountAllocations.${index}`),
  );
}

function taxFacts(taxes: LineItem['taxLines'], amounts: AmountReader, path: string): TaxFacts[] {
  return taxes.map(({ title, rate, priceSet }, index) => ({
    title,
    rate: rate === null ? undefined : rateText(rate),
    amount: amounts.bag(priceSet, `${path}.taxLines.${index}.priceSet`),
  }));
}

/** What each gateway took, less the change that was given back. Refunds are facts of their own and left out. */
function paymentFacts({ transactions }: Order, amounts: AmountReader): PaymentFacts[] {
  const received = new Map<string, PaymentFacts>();
  for (const [index, transaction] of complete(transactions, 'transactions').entries()) {
    const path = `transactions.${index}`;
    const happened = transactionHappened(transaction.status, `${path}.status`);
    const kind = transactionKind(transaction.kind, `${path}.kind`);
    if (!happened || kind === 'none' || kind === 'out') continue;
    const gateway = transaction.gateway ?? '';
    const amount = moved(amounts.bag(transaction.amountSet, `${path}.amountSet`), `${path}.amountSet`);
    const before = received.get(gateway) ?? { gateway, amount: money('0', amounts.currency), path: `${path}.gateway` };
    received.set(gateway, { ...before, amount: (kind === 'in' ? add : subtract)(before.amount, amount) });
  }
  return [...received.values()].filter(({ amount }) => !isZero(amount));
}

/** Every payment that happened, with its change taken off, oldest first. */
function receivedFacts({ transactions, processedAt }: Order, amounts: AmountReader): ReceivedFacts[] {
  const received: ReceivedFacts[] = [];
  for (const [index, transaction] of transactions.entries()) {
    const path = `transactions.${index}`;
    const kind = transactionKind(transaction.kind, `${path}.kind`);
    if (!transactionHappened(transaction.status, `${path}.status`) || kind === 'none' || kind === 'out') continue;
    const amount = moved(amounts.bag(transaction.amountSet, `${path}.amountSet`), `${path}.amountSet`);
    const gateway = transaction.gateway ?? '';
    if (kind === 'in') {
      const at = instantOf(transaction.processedAt ?? processedAt, `${path}.processedAt`);
      received.push({ id: numberOf(transaction.id, `${path}.id`), at, gateway, amount, path: `${path}.gateway` });
      continue;
    }
    // Change is given back out of the payment before it.
    const paid = received.findLastIndex((it) => it.gateway === gateway);
    const payment = received[paid];
    if (payment) received[paid] = { ...payment, amount: subtract(payment.amount, amount) };
  }
  return received.toSorted((a, b) =>
    a.at === b.at ? a.id.length - b.id.length || (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1,
  );
}

function customerFacts({ customer }: Order): CustomerFacts | undefined {
  if (!customer) return undefined;
  const { firstName, lastName, defaultEmailAddress, defaultPhoneNumber } = customer;
  return {
    id: numberOf(customer.id, 'customer.id'),
    ...filled({
      firstName,
      lastName,
      email: defaultEmailAddress?.emailAddress,
      phone: defaultPhoneNumber?.phoneNumber,
    }),
  };
}

function addressFacts(address: NonNullable<Order['billingAddress']>): AddressFacts {
  const {
    firstName,
    lastName,
    company,
    address1,
    address2,
    city,
    provinceCode,
    zip,
    countryCodeV2: countryCode,
    phone,
  } = address;
  return filled({ firstName, lastName, company, address1, address2, city, provinceCode, zip, countryCode, phone });
}
