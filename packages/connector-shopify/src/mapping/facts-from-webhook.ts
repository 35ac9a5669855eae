import { isZero, money, multiply } from '@crossdock/core';
import type { PriceSet, WebhookLine, WebhookOrder } from '../api/webhook-order.ts';
import { amountReader, type AmountReader, type CurrencySide } from './amounts.ts';
import { filled, instantOf, rateText } from './ids.ts';
import type {
  AddressFacts,
  CustomerFacts,
  LineFacts,
  OrderFacts,
  PaymentFacts,
  ShippingFacts,
  TaxFacts,
} from './order-facts.ts';
import { withoutTipLines } from './tip-lines.ts';
import { cancelReason, paymentState } from './words.ts';

/** Lines at which a payload may have been cut. */
export const payloadLineCap = 250;

/**
 * Reads the facts of an order from a webhook, if the webhook holds them all.
 *
 * @returns undefined when the order has to be read instead: lines may be missing, something happened to it since it was
 * sold, it was paid in a way the payload does not tell, or its amounts are not all given in the wanted currency.
 */
export function factsFromWebhook(order: WebhookOrder, side: CurrencySide): OrderFacts | undefined {
  if (order.line_items.length >= payloadLineCap) return undefined;
  // What was edited, sent, sent back or sold elsewhere is told only by the order itself.
  if (order.line_items.some(({ quantity, current_quantity: current = quantity }) => current !== quantity))
    return undefined;
  if ((order.fulfillments ?? []).length > 0 || (order.refunds ?? []).length > 0) return undefined;
  if (order.source_identifier != null) return undefined;
  const amounts = amountReader(side, side === 'shop' ? order.currency : order.presentment_currency);
  const total = amounts.set(order.total_price_set, 'total_price_set');
  const rounding = amountOf(
    order.total_cash_rounding_payment_adjustment_set,
    amounts,
    'total_cash_rounding_payment_adjustment_set',
  );
  // Nothing in a webhook bears out a rounding: it would be believed whatever it says.
  if (!isZero(rounding)) return undefined;
  const foreign = order.currency !== order.presentment_currency;
  const tip = amounts.bare(order.total_tip_received ?? '0', 'total_tip_received');
  if (foreign && !isZero(tip)) return undefined;
  const payments = paymentFacts(order, total, amounts);
  if (!payments) return undefined;
  const facts = {
    id: order.id,
    gid: order.admin_graphql_api_id,
    reference: undefined,
    imported: undefined,
    name: order.name,
    createdAt: instantOf(order.created_at, 'created_at'),
    processedAt: instantOf(order.processed_at, 'processed_at'),
    updatedAt: instantOf(order.updated_at, 'updated_at'),
    cancelledAt: order.cancelled_at === null ? undefined : instantOf(order.cancelled_at, 'cancelled_at'),
    cancelReason: order.cancel_reason === null ? undefined : cancelReason(order.cancel_reason, 'cancel_reason'),
    test: order.test,
    taxesIncluded: order.taxes_included,
    currency: amounts.currency,
    lines: order.line_items.map((line, index) => lineFacts(line, amounts, `line_items.${index}`)),
    shipping: order.shipping_lines
      .filter(({ is_removed: removed }) => removed !== true)
      .map((line, index) => shippingFacts(line, amounts, `shipping_lines.${index}`)),
    total,
    tip,
    duties: amountOf(order.original_total_duties_set, amounts, 'original_total_duties_set'),
    fees: amountOf(order.original_total_additional_fees_set, amounts, 'original_total_additional_fees_set'),
    cashRounding: rounding,
    payments,
    received: undefined,
    customer: customerFacts(order),
    email: order.email ?? undefined,
    phone: order.phone ?? undefined,
    billingAddress: order.billing_address == null ? undefined : addressFacts(order.billing_address),
    shippingAddress: order.shipping_address == null ? undefined : addressFacts(order.shipping_address),
    locationId: order.location_id ?? undefined,
    source: order.source_name ?? undefined,
    poNumber: order.po_number ?? undefined,
    hasFulfillments: false,
  };
  return withoutTipLines(facts, !isZero(tip));
}

function amountOf(set: PriceSet | null | undefined, amounts: AmountReader, path: string) {
  return set == null ? money('0', amounts.currency) : amounts.set(set, path);
}

/**
 * Payloads carry no transactions, only the names of the gateways and whether all is paid. That is enough when nothing
 * was received, or all of it through one gateway; anything else has to be read.
 */
function paymentFacts(
  order: WebhookOrder,
  owed: OrderFacts['total'],
  amounts: AmountReader,
): PaymentFacts[] | undefined {
  if (order.financial_status === null) return undefined;
  const state = paymentState(order.financial_status, 'financial_status');
  if (state === 'mixed' || order.cancelled_at !== null) return undefined;
  const gateways = order.payment_gateway_names.filter((name) => name !== '');
  if (state === 'unpaid') return [];
  if (isZero(owed)) return gateways.length === 0 ? [] : undefined;
  const [gateway, ...others] = gateways;
  const settled = isZero(amounts.bare(order.total_outstanding, 'total_outstanding'));
  return gateway !== undefined && others.length === 0 && settled
    ? [{ gateway, amount: owed, path: 'payment_gateway_names.0' }]
    : undefined;
}

function lineFacts(line: WebhookLine, amounts: AmountReader, path: string): LineFacts {
  const unitPrice = amounts.set(line.price_set, `${path}.price_set`);
  return {
    id: line.id,
    sku: line.sku ?? undefined,
    title: line.title,
    quantity: line.quantity,
    currentQuantity: line.current_quantity ?? line.quantity,
    // Of an order of which something was sent a webhook is not believed.
    openQuantity: line.current_quantity ?? line.quantity,
    giftCard: line.gift_card,
    // A deleted product keeps its variant's id in payloads, where GraphQL answers null.
    variantId: line.product_exists ? (line.variant_id ?? undefined) : undefined,
    unitPrice,
    original: multiply(unitPrice, String(line.quantity)),
    discounts: line.discount_allocations.map(({ amount_set: set }, index) =>
      amounts.set(set, `${path}.discount_allocations.${index}`),
    ),
    taxes: taxFacts(line.tax_lines, amounts, path),
  };
}

function shippingFacts(
  line: WebhookOrder['shipping_lines'][number],
  amounts: AmountReader,
  path: string,
): ShippingFacts {
  return {
    title: line.title,
    code: line.code ?? undefined,
    original: amounts.set(line.price_set, `${path}.price_set`),
    discounts: line.discount_allocations.map(({ amount_set: set }, index) =>
      amounts.set(set, `${path}.discount_allocations.${index}`),
    ),
    taxes: taxFacts(line.tax_lines, amounts, path),
  };
}

function taxFacts(taxes: WebhookLine['tax_lines'], amounts: AmountReader, path: string): TaxFacts[] {
  return taxes.map(({ title, rate, price_set: set }, index) => ({
    title,
    rate: rate === null ? undefined : rateText(Number(rate)),
    amount: amounts.set(set, `${path}.tax_lines.${index}.price_set`),
  }));
}

function customerFacts({ customer }: WebhookOrder): CustomerFacts | undefined {
  if (customer == null) return undefined;
  const { first_name: firstName, last_name: lastName, email, phone } = customer;
  return { id: customer.id, ...filled({ firstName, lastName, email, phone }) };
}

function addressFacts(address: NonNullable<WebhookOrder['billing_address']>): AddressFacts {
  const { company, address1, address2, city, zip, phone } = address;
  return filled({
    firstName: address.first_name,
    lastName: address.last_name,
    company,
    address1,
    address2,
    city,
    provinceCode: address.province_code,
    zip,
    countryCode: address.country_code,
    phone,
  });
}
