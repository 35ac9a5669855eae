import type {
  BookedFulfillment,
  BookedLine,
  BookedLocation,
  BookedOrder,
  BookedTransaction,
  CatalogueItem,
} from './book-entries.ts';
import type { Books } from './books.ts';
import { listOf, type PageArguments, pageOf } from './connection.ts';
import { type Bag, decimalAmount, type CurrencyPair, nothing, subtractBags } from './minor-units.ts';
import { financialStatusOf, fulfillmentStatusOf, openUnits, orderTaxes, totalsOf } from './order-totals.ts';
import { listedLines } from './orders/tip-line.ts';
import type { NullableField, PlaceOrderAddress } from './order-input.ts';
import { gid, graphqlTime, moneyBag } from './platform-formats.ts';
import type { PricedAllocation, PricedTax } from './price-order.ts';

/** A thing in the shape that GraphQL selects from. */
export type View = Record<string, unknown>;

/** An order in the shape that GraphQL selects from, without what happened to it after it was sold. */
export function orderView(order: BookedOrder, books: Books): View {
  const totals = totalsOf(order);
  const bag = (amount: Bag): View => moneyBag(amount, order.currencies);
  const unless = <Value>(field: NullableField, value: Value): Value | null => (order.nulls.has(field) ? null : value);
  return {
    id: gid('Order', order.id),
    legacyResourceId: order.id.toString(),
    name: order.name,
    number: order.number,
    createdAt: graphqlTime(order.createdAt),
    processedAt: graphqlTime(order.processedAt),
    updatedAt: graphqlTime(order.updatedAt),
    closed: false,
    closedAt: null,
    cancelledAt: order.cancelledAt === undefined ? null : graphqlTime(order.cancelledAt),
    cancelReason: order.cancelReason ?? null,
    confirmed: true,
    edited: order.edited,
    test: order.test,
    taxesIncluded: order.taxesIncluded,
    taxExempt: false,
    dutiesIncluded: false,
    currencyCode: order.currencies.shop,
    presentmentCurrencyCode: order.currencies.presentment,
    displayFinancialStatus: unless('Order.displayFinancialStatus', financialStatusOf(order)),
    displayFulfillmentStatus: fulfillmentStatusOf(order),
    returnStatus: returnStatusOf(order),
    fullyPaid: totals.outstanding.shop <= 0n,
    sourceName: unless('Order.sourceName', order.sourceName),
    sourceIdentifier: order.sourceIdentifier ?? null,
    app: null,
    poNumber: order.poNumber ?? null,
    note: order.note ?? null,
    tags: order.tags,
    customAttributes: [],
    customerLocale: null,
    email: unless('Order.email', order.customer?.email ?? null),
    phone: order.customer?.phone ?? null,
    customer: unless('Order.customer', customerView(order)),
    billingAddress: unless('Order.billingAddress', addressView(order, order.billingAddress, 'billing')),
    shippingAddress: unless('Order.shippingAddress', addressView(order, order.shippingAddress, 'shipping')),
    retailLocation: locationView(books.locations.find(({ id }) => id === order.locationId)),
    paymentGatewayNames: gatewayNames(order),
    discountCodes: order.applications.filter(({ kind }) => kind === 'code').map(({ label }) => label),
    totalPriceSet: bag(totals.total),
    originalTotalPriceSet: bag(totals.total),
    currentTotalPriceSet: bag(totals.currentTotal),
    subtotalPriceSet: unless('Order.subtotalPriceSet', bag(totals.subtotal)),
    currentSubtotalPriceSet: bag(totals.currentSubtotal),
    totalTaxSet: unless('Order.totalTaxSet', bag(totals.tax)),
    currentTotalTaxSet: bag(totals.currentTax),
    totalDiscountsSet: unless('Order.totalDiscountsSet', bag(totals.discounts)),
    currentTotalDiscountsSet: bag(totals.discounts),
    cartDiscountAmountSet: null,
    totalShippingPriceSet: bag(order.shipping?.original ?? nothing),
    totalTipReceivedSet: bag(order.tip),
    originalTotalDutiesSet: order.duty.shop === 0n ? null : bag(order.duty),
    currentTotalDutiesSet: order.duty.shop === 0n ? null : bag(order.duty),
    totalReceivedSet: bag(totals.received),
    totalRefundedSet: bag(totals.refunded),
    netPaymentSet: bag(subtractBags(totals.received, totals.refunded)),
    totalOutstandingSet: bag(totals.outstanding),
    totalCashRoundingAdjustment: { paymentSet: bag(order.cashRounding), refundSet: bag(nothing) },
    additionalFees:
      order.additionalFee.shop === 0n
        ? []
        : [{ id: gid('AdditionalFee', order.id), name: 'Fee', price: bag(order.additionalFee), taxLines: [] }],
    taxLines: orderTaxes(order).map((tax) => taxView(tax, order.currencies)),
    discountApplications: (page: PageArguments) =>
      pageOf(
        [...order.applications.keys()],
        page,
        (index) => [index, index.toString()],
        (index) => applicationView(order, index),
      ),
    lineItems: (page: PageArguments) =>
      pageOf(
        listedLines(order),
        page,
        ({ id }) => [0, id.toString()],
        (line) => lineView(order, line),
      ),
    shippingLines: (page: PageArguments) =>
      pageOf(
        order.shipping ? [order.shipping] : [],
        page,
        ({ id }) => [0, id.toString()],
        () => shippingView(order),
      ),
    transactions: ({ first }: PageArguments) =>
      listOf(order.transactions, first, (transaction) => transactionView(order, transaction, books)),
    transactionsCount: { count: order.transactions.length, precision: 'EXACT' },
    fulfillments: ({ first }: PageArguments) =>
      listOf(order.fulfillments, first, (fulfillment) => fulfillmentView(order, fulfillment, books)),
    fulfillmentsCount: { count: order.fulfillments.length, precision: 'EXACT' },
  };
}

/** A parcel in the shape that GraphQL selects from. */
export function fulfillmentView(order: BookedOrder, fulfillment: BookedFulfillment, books: Books): View {
  const { company = null, numbers = [], urls = [] } = fulfillment.tracking;
  return {
    id: gid('Fulfillment', fulfillment.id),
    legacyResourceId: fulfillment.id.toString(),
    name: fulfillment.name,
    status: fulfillment.status,
    displayStatus: fulfillment.status === 'SUCCESS' ? 'FULFILLED' : 'CANCELED',
    createdAt: graphqlTime(fulfillment.createdAt),
    updatedAt: graphqlTime(fulfillment.updatedAt),
    deliveredAt: null,
    totalQuantity: fulfillment.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    location: locationView(books.locations.find(({ id }) => id === fulfillment.locationId)),
    order: () => orderView(order, books),
    trackingInfo: ({ first }: PageArguments) =>
      listOf(
        numbers.map((number, index) => ({ company, number, url: urls[index] ?? null })),
        first,
        (info) => info,
      ),
    fulfillmentLineItems: (page: PageArguments) =>
      pageOf(
        fulfillment.lines,
        page,
        ({ id }) => [0, id.toString()],
        (line) => fulfillmentLineView(order, line),
      ),
  };
}

/** A line of a parcel in the shape that GraphQL selects from. */
export function fulfillmentLineView(
  order: BookedOrder,
  { id, line, quantity }: BookedFulfillment['lines'][number],
): View {
  return { id: gid('FulfillmentLineItem', id), quantity, lineItem: () => lineView(order, line) };
}

function returnStatusOf({ returns }: BookedOrder): string {
  if (returns.some(({ status }) => status === 'OPEN')) return 'IN_PROGRESS';
  if (returns.some(({ status }) => status === 'REQUESTED')) return 'RETURN_REQUESTED';
  return returns.some(({ status }) => status === 'CLOSED') ? 'RETURNED' : 'NO_RETURN';
}

/** A location in the shape that GraphQL selects from. */
export function locationView(location: BookedLocation | undefined): View | null {
  if (!location) return null;
  return {
    id: gid('Location', location.id),
    legacyResourceId: location.id.toString(),
    name: location.name,
    isActive: location.active,
    address: { countryCode: location.country },
    createdAt: graphqlTime(location.createdAt),
    updatedAt: graphqlTime(location.updatedAt),
  };
}

/** A variant in the shape that GraphQL selects from; a deleted one is not there any more. */
function variantView(item: CatalogueItem, currencies: CurrencyPair): View | null {
  if (item.deleted) return null;
  return {
    id: gid('ProductVariant', item.variantId),
    legacyResourceId: item.variantId.toString(),
    sku: item.sku,
    barcode: null,
    title: 'Default Title',
    price: decimalAmount(item.price.shop, currencies.shop),
    updatedAt: graphqlTime(0),
    product: () => productView(item),
    inventoryItem: {
      id: gid('InventoryItem', item.inventoryItemId),
      legacyResourceId: item.inventoryItemId.toString(),
      sku: item.sku,
      tracked: true,
    },
  };
}

/** A product in the shape that GraphQL selects from. */
function productView(item: CatalogueItem): View | null {
  if (item.deleted) return null;
  return {
    id: gid('Product', item.productId),
    legacyResourceId: item.productId.toString(),
    title: item.title,
    status: 'ACTIVE',
    vendor: 'Simulated',
    isGiftCard: item.giftCard,
    updatedAt: graphqlTime(0),
  };
}

/** The gateways that an order names, each once, in the order of its payments. */
export function gatewayNames(order: BookedOrder): string[] {
  return [...new Set(order.transactions.filter(({ kind }) => kind !== 'REFUND').map(({ gateway }) => gateway))];
}

/** A line in the shape that GraphQL selects from. */
export function lineView(order: BookedOrder, line: BookedLine): View {
  const bag = (amount: Bag): View => moneyBag(amount, order.currencies);
  return {
    id: gid('LineItem', line.id),
    title: line.title,
    name: line.title,
    variantTitle: null,
    vendor: order.nulls.has('LineItem.vendor') ? null : 'Simulated',
    sku: line.item.sku,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    unfulfilledQuantity: openUnits(line),
    requiresShipping: line.requiresShipping,
    taxable: line.taxable,
    isGiftCard: line.giftCard,
    product: productView(line.item),
    variant: variantView(line.item, order.currencies),
    originalUnitPriceSet: bag(line.priced.unitPrice),
    originalTotalSet: bag(line.priced.original),
    discountedTotalSet: bag(line.priced.net),
    discountAllocations: line.priced.allocations.map((allocation) => allocationView(order, allocation)),
    taxLines: ({ first }: PageArguments) => listOf(line.priced.taxes, first, (tax) => taxView(tax, order.currencies)),
    duties: [],
    customAttributes: Object.entries(line.properties ?? {}).map(([key, value]) => ({ key, value })),
  };
}

/** The shipping line in the shape that GraphQL selects from. */
export function shippingView(order: BookedOrder): View {
  const shipping = order.shipping;
  if (!shipping) return {};
  return {
    id: gid('ShippingLine', shipping.id),
    title: shipping.title,
    code: shipping.code ?? null,
    source: 'shopify',
    carrierIdentifier: null,
    custom: false,
    isRemoved: false,
    originalPriceSet: moneyBag(shipping.original, order.currencies),
    discountedPriceSet: moneyBag(shipping.net, order.currencies),
    currentDiscountedPriceSet: moneyBag(shipping.net, order.currencies),
    discountAllocations: shipping.allocations.map((allocation) => allocationView(order, allocation)),
    taxLines: shipping.taxes.map((tax) => taxView(tax, order.currencies)),
  };
}

/** A movement of money in the shape that GraphQL selects from. */
export function transactionView(order: BookedOrder, transaction: BookedTransaction, books: Books): View {
  const parent = order.transactions.find(({ id }) => id === transaction.parentId);
  return {
    id: gid('OrderTransaction', transaction.id),
    kind: transaction.kind,
    status: transaction.status,
    test: order.test,
    gateway: order.nulls.has('OrderTransaction.gateway') ? null : transaction.gateway,
    manualPaymentGateway: transaction.gateway === 'manual',
    paymentId: null,
    createdAt: graphqlTime(transaction.at),
    processedAt: order.nulls.has('OrderTransaction.processedAt') ? null : graphqlTime(transaction.at),
    amountSet: moneyBag(transaction.amount, order.currencies),
    amountRoundingSet: transaction.rounding.shop === 0n ? null : moneyBag(transaction.rounding, order.currencies),
    totalUnsettledSet: null,
    parentTransaction: () => (parent ? transactionView(order, parent, books) : null),
    location: locationView(books.location(transaction.locationId)),
  };
}

/** A tax in the shape that GraphQL selects from. */
export function taxView(tax: PricedTax, currencies: CurrencyPair): View {
  const rate = Number(tax.rate);
  return {
    title: tax.title,
    rate,
    ratePercentage: rate * 100,
    source: 'Shopify',
    channelLiable: false,
    priceSet: moneyBag(tax.price, currencies),
  };
}

function allocationView(order: BookedOrder, { amount, application }: PricedAllocation): View {
  return {
    allocatedAmountSet: moneyBag(amount, order.currencies),
    discountApplication: applicationView(order, application),
  };
}

function applicationView(order: BookedOrder, index: number): View {
  const application = order.applications[index];
  if (!application) return {};
  return {
    __typename: application.kind === 'code' ? 'DiscountCodeApplication' : 'ManualDiscountApplication',
    index,
    allocationMethod: application.across ? 'ACROSS' : 'ONE',
    targetType: application.target === 'line' ? 'LINE_ITEM' : 'SHIPPING_LINE',
    code: application.label,
    title: application.label,
    description: null,
  };
}

function customerView({ customer }: BookedOrder): View | null {
  if (!customer) return null;
  return {
    id: gid('Customer', customer.id),
    legacyResourceId: customer.id,
    firstName: customer.firstName ?? null,
    lastName: customer.lastName ?? null,
    defaultEmailAddress: customer.email === undefined ? null : { emailAddress: customer.email },
    defaultPhoneNumber: customer.phone === undefined ? null : { phoneNumber: customer.phone },
    taxExempt: false,
    tags: [],
  };
}

function addressView(order: BookedOrder, address: PlaceOrderAddress | undefined, kind: string): View | null {
  if (!address) return null;
  const name = [address.firstName, address.lastName].filter((part) => part !== undefined).join(' ');
  return {
    id: `${gid('MailingAddress', order.id)}?kind=${kind}`,
    firstName: address.firstName ?? null,
    lastName: address.lastName ?? null,
    name: name === '' ? null : name,
    company: address.company ?? null,
    address1: address.address1 ?? null,
    address2: address.address2 ?? null,
    city: address.city ?? null,
    province: address.province ?? null,
    provinceCode: address.provinceCode ?? null,
    zip: address.zip ?? null,
    country: address.country ?? null,
    countryCodeV2: address.countryCode ?? null,
    phone: address.phone ?? null,
  };
}
