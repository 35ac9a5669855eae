import type { BookedFulfillment, BookedLine, BookedOrder } from './book-entries.ts';
import { fixedAmount, type Bag } from './minor-units.ts';
import type { PlaceOrderAddress } from './order-input.ts';
import { financialStatusOf, fulfillmentStatusOf, openUnits, orderTaxes, totalsOf } from './order-totals.ts';
import { listedLines } from './orders/tip-line.ts';
import { gatewayNames } from './order-view.ts';
import { gid, payloadTime, priceSet } from './platform-formats.ts';
import type { PricedAllocation, PricedTax } from './price-order.ts';

type Payload = Record<string, unknown>;

/** Most lines that a webhook carries; an order with more arrives cut, as payloads of real platforms may. */
const maxPayloadLines = 250;

/** What payloads need to know about the shop. */
export interface PayloadSettings {
  /** The shop's distance from UTC in minutes; payloads print instants in it. */
  readonly offsetMinutes: number;
}

/** The REST-shaped order that `orders/*` deliveries carry. */
export function orderPayload(order: BookedOrder, settings: PayloadSettings): Payload {
  const totals = totalsOf(order);
  const time = (at: number): string => payloadTime(at, settings.offsetMinutes);
  const shop = (bag: Bag): string => fixedAmount(bag.shop, order.currencies.shop);
  const set = (bag: Bag): Payload => priceSet(bag, order.currencies);
  const email = order.nulls.has('Order.email') ? null : (order.customer?.email ?? null);
  return {
    id: order.id,
    admin_graphql_api_id: gid('Order', order.id),
    name: order.name,
    number: order.number - 1000,
    order_number: order.number,
    created_at: time(order.createdAt),
    processed_at: time(order.processedAt),
    updated_at: time(order.updatedAt),
    closed_at: null,
    cancelled_at: order.cancelledAt === undefined ? null : time(order.cancelledAt),
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    confirmed: true,
    test: order.test,
    currency: order.currencies.shop,
    presentment_currency: order.currencies.presentment,
    taxes_included: order.taxesIncluded,
    tax_exempt: false,
    duties_included: false,
    financial_status: order.nulls.has('Order.displayFinancialStatus') ? null : financialStatusOf(order).toLowerCase(),
    fulfillment_status: { FULFILLED: 'fulfilled', PARTIALLY_FULFILLED: 'partial', UNFULFILLED: null }[
      fulfillmentStatusOf(order)
    ],
    source_name: order.nulls.has('Order.sourceName') ? null : order.sourceName,
    source_identifier: order.sourceIdentifier ?? null,
    location_id: order.locationId ?? null,
    po_number: order.poNumber ?? null,
    note: order.note ?? null,
    note_attributes: [],
    tags: order.tags.join(', '),
    email,
    contact_email: email,
    phone: order.customer?.phone ?? null,
    payment_gateway_names: gatewayNames(order),
    customer: order.nulls.has('Order.customer') ? null : customerPayload(order, settings),
    billing_address: order.nulls.has('Order.billingAddress') ? null : addressPayload(order.billingAddress),
    shipping_address: order.nulls.has('Order.shippingAddress') ? null : addressPayload(order.shippingAddress),
    total_price: shop(totals.total),
    total_price_set: set(totals.total),
    current_total_price: shop(totals.currentTotal),
    current_total_price_set: set(totals.currentTotal),
    subtotal_price: order.nulls.has('Order.subtotalPriceSet') ? null : shop(totals.subtotal),
    total_tax: order.nulls.has('Order.totalTaxSet') ? null : shop(totals.tax),
    total_discounts: order.nulls.has('Order.totalDiscountsSet') ? null : shop(totals.discounts),
    total_shipping_price_set: set(order.shipping?.original ?? { shop: 0n, presentment: 0n }),
    total_tip_received: shop(order.tip),
    total_outstanding: shop(totals.outstanding),
    total_cash_rounding_payment_adjustment_set: set(order.cashRounding),
    total_cash_rounding_refund_adjustment_set: set({ shop: 0n, presentment: 0n }),
    original_total_duties_set: order.duty.shop === 0n ? null : set(order.duty),
    current_total_duties_set: order.duty.shop === 0n ? null : set(order.duty),
    original_total_additional_fees_set: order.additionalFee.shop === 0n ? null : set(order.additionalFee),
    tax_lines: orderTaxes(order).map((tax) => taxPayload(tax, order)),
    discount_codes: order.applications
      .filter(({ kind }) => kind === 'code')
      .map(({ label, amount }) => ({ code: label, amount: shop(amount), type: 'fixed_amount' })),
    discount_applications: order.applications.map(({ kind, label, target, amount, across }) => ({
      type: kind === 'code' ? 'discount_code' : 'manual',
      ...(kind === 'code' ? { code: label } : { title: label }),
      target_type: target === 'line' ? 'line_item' : 'shipping_line',
      target_selection: 'all',
      allocation_method: across ? 'across' : 'one',
      value: shop(amount),
      value_type: 'fixed_amount',
    })),
    line_items: listedLines(order)
      .slice(0, maxPayloadLines)
      .map((line) => linePayload(order, line)),
    shipping_lines: shippingPayload(order),
    fulfillments: order.fulfillments.map((fulfillment) => fulfillmentPayload(order, fulfillment, settings)),
    refunds: order.refunds.map(({ id, note, at }) => ({
      id,
      order_id: order.id,
      note: note ?? null,
      created_at: time(at),
    })),
    payment_terms: null,
    user_id: null,
  };
}

/** The REST-shaped parcel that `fulfillments/create` carries. */
export function fulfillmentPayload(
  order: BookedOrder,
  fulfillment: BookedFulfillment,
  settings: PayloadSettings,
): Payload {
  const { company = null, numbers = [], urls = [] } = fulfillment.tracking;
  const at = payloadTime(fulfillment.createdAt, settings.offsetMinutes);
  return {
    id: fulfillment.id,
    order_id: order.id,
    admin_graphql_api_id: gid('Fulfillment', fulfillment.id),
    name: fulfillment.name,
    status: fulfillment.status.toLowerCase(),
    created_at: at,
    updated_at: payloadTime(fulfillment.updatedAt, settings.offsetMinutes),
    service: 'manual',
    shipment_status: null,
    location_id: fulfillment.locationId,
    origin_address: null,
    receipt: {},
    tracking_company: company,
    tracking_number: numbers[0] ?? null,
    tracking_numbers: numbers,
    tracking_url: urls[0] ?? null,
    tracking_urls: urls,
    line_items: fulfillment.lines
      .slice(0, maxPayloadLines)
      .map(({ line, quantity }) => linePayload(order, line, quantity)),
  };
}

function linePayload(order: BookedOrder, line: BookedLine, quantity = line.quantity): Payload {
  const unit = line.priced.unitPrice;
  return {
    id: line.id,
    admin_graphql_api_id: gid('LineItem', line.id),
    title: line.title,
    name: line.title,
    variant_title: null,
    vendor: order.nulls.has('LineItem.vendor') ? null : 'Simulated',
    sku: line.item.sku,
    quantity,
    current_quantity: line.currentQuantity,
    fulfillable_quantity: openUnits(line),
    fulfillment_status:
      line.fulfilledQuantity === 0 ? null : line.fulfilledQuantity < line.currentQuantity ? 'partial' : 'fulfilled',
    requires_shipping: line.requiresShipping,
    taxable: line.taxable,
    gift_card: line.giftCard,
    product_exists: !line.item.deleted,
    product_id: line.item.deleted ? null : line.item.productId,
    variant_id: line.item.variantId === 0n ? null : line.item.variantId,
    price: fixedAmount(unit.shop, order.currencies.shop),
    price_set: priceSet(unit, order.currencies),
    total_discount: '0.00',
    properties: propertiesPayload(line),
    tax_lines: line.priced.taxes.map((tax) => taxPayload(tax, order)),
    discount_allocations: line.priced.allocations.map((allocation) => allocationPayload(allocation, order)),
    duties: [],
  };
}

/** Nothing, an object or a list: real payloads print all three. */
function propertiesPayload({ id, properties }: BookedLine): unknown {
  const entries = Object.entries(properties ?? {}).map(([name, value]) => ({ name, value }));
  if (entries.length === 0) return id % 2n === 0n ? [] : {};
  return entries.length === 1 ? entries[0] : entries;
}

function shippingPayload(order: BookedOrder): Payload[] {
  const shipping = order.shipping;
  if (!shipping) return [];
  return [
    {
      id: shipping.id,
      title: shipping.title,
      code: shipping.code ?? null,
      source: 'shopify',
      carrier_identifier: null,
      is_removed: false,
      requested_fulfillment_service_id: shipping.id % 2n === 0n ? 123_456 : null,
      price: fixedAmount(shipping.original.shop, order.currencies.shop),
      price_set: priceSet(shipping.original, order.currencies),
      discounted_price: fixedAmount(shipping.net.shop, order.currencies.shop),
      discounted_price_set: priceSet(shipping.net, order.currencies),
      tax_lines: shipping.taxes.map((tax) => taxPayload(tax, order)),
      discount_allocations: shipping.allocations.map((allocation) => allocationPayload(allocation, order)),
    },
  ];
}

function taxPayload(tax: PricedTax, order: BookedOrder): Payload {
  return {
    title: tax.title,
    rate: Number(tax.rate),
    price: fixedAmount(tax.price.shop, order.currencies.shop),
    price_set: priceSet(tax.price, order.currencies),
    channel_liable: false,
  };
}

function allocationPayload({ amount, application }: PricedAllocation, order: BookedOrder): Payload {
  return {
    amount: fixedAmount(amount.shop, order.currencies.shop),
    amount_set: priceSet(amount, order.currencies),
    discount_application_index: application,
  };
}

function customerPayload({ customer, createdAt }: BookedOrder, settings: PayloadSettings): Payload | null {
  if (!customer) return null;
  const at = payloadTime(createdAt, settings.offsetMinutes);
  return {
    id: BigInt(customer.id),
    admin_graphql_api_id: gid('Customer', customer.id),
    email: customer.email ?? null,
    phone: customer.phone ?? null,
    first_name: customer.firstName ?? null,
    last_name: customer.lastName ?? null,
    tax_exempt: false,
    tags: '',
    created_at: at,
    updated_at: at,
  };
}

function addressPayload(address: PlaceOrderAddress | undefined): Payload | null {
  if (!address) return null;
  const name = [address.firstName, address.lastName].filter((part) => part !== undefined).join(' ');
  return {
    first_name: address.firstName ?? null,
    last_name: address.lastName ?? null,
    name: name === '' ? null : name,
    company: address.company ?? null,
    address1: address.address1 ?? null,
    address2: address.address2 ?? null,
    city: address.city ?? null,
    province: address.province ?? null,
    province_code: address.provinceCode ?? null,
    zip: address.zip ?? null,
    country: address.country ?? null,
    country_code: address.countryCode ?? null,
    phone: address.phone ?? null,
  };
}
