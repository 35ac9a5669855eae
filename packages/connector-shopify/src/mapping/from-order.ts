import {
  allocate,
  type CheckedInput,
  equals,
  IntegrationError,
  isNegative,
  isZero,
  type Money,
  money,
  multiply,
  negate,
  netOf,
  subtract,
  sum,
  zero,
} from '@crossdock/core';
import { metafieldKeys } from '../api/catalog-documents.ts';
import { locationsOf } from '../locations.ts';
import type { ResolvedOptions } from '../options.ts';
import { importedAs, skuOfCharge } from './imported.ts';
import { gatewayOf } from './tender-kinds.ts';

type Order = CheckedInput<'createOrder'>;
type Line = Order['lines'][number];
type Charge = Order['charges'][number];
type Tax = Line['taxes'][number];

/** Most entries of a list that the platform takes in one change. */
const mostLines = 250;

/** What an import needs to know beside the order. */
export interface ImportSettings {
  readonly name: string;
  readonly config: ResolvedOptions;
  /** SKU → the global id of its variant. */
  readonly variants: ReadonlyMap<string, string>;
}

interface LineInput {
  readonly quantity: number;
  readonly price: Money;
  readonly taxes: readonly Tax[];
  readonly fields: Readonly<Record<string, unknown>>;
  readonly sku: string;
}

/**
 * An order as the platform imports it. It knows no discounts on lines, so prices go over as they were paid, with the price
 * before beside them; a line whose price cannot be divided by its units becomes two. Tips, fees and the till's rounding
 * become lines without a product; a rounding in the buyer's favour becomes a discount code.
 *
 * @throws IntegrationError `unmapped` for what the platform cannot take, `unbalanced` if the total would be another.
 */
export function fromOrder(order: Order, settings: ImportSettings): Readonly<Record<string, unknown>> {
  const { currency, taxIncluded: taxesIncluded, rounding = zero(currency) } = order;
  const lines = [
    ...order.lines.flatMap((line, index) => linesOf(line, index, order, settings)),
    ...order.charges.filter(({ kind }) => kind !== 'shipping').map((charge, index) => chargeLine(charge, index)),
    ...(isZero(rounding) || isNegative(rounding) ? [] : [roundingLine(rounding)]),
  ];
  if (lines.length > mostLines) {
    throw refused(
      `Shopify imports orders of at most ${mostLines} lines, and with its charges this one has ${lines.length}`,
      'lines',
    );
  }
  const shipping = order.charges.filter(({ kind }) => kind === 'shipping');
  const total = sum(
    [
      ...lines.flatMap(({ price, quantity, taxes }) => [
        multiply(price, String(quantity)),
        ...(taxesIncluded ? [] : taxes.map(({ amount }) => amount)),
      ]),
      ...shipping.flatMap((it) => [netOf(it), ...(taxesIncluded ? [] : it.taxes.map(({ amount }) => amount))]),
      ...(isNegative(rounding) ? [rounding] : []),
    ],
    currency,
  );
  if (!equals(total, order.total)) throw unbalanced(total, order.total);
  const reference = { key: metafieldKeys.reference, type: 'id', value: order.ref };
  const imported = importedAs({
    lines: lines.map(({ sku, quantity, price }) => ({ sku, quantity, unitPrice: price })),
    total: order.total,
  });
  return {
    name: order.number,
    currency,
    taxesIncluded,
    test: order.test,
    processedAt: order.occurredAt,
    sourceIdentifier: order.ref,
    ...(order.purchaseOrder !== undefined && { poNumber: order.purchaseOrder }),
    lineItems: lines.map(({ quantity, price, taxes, fields }) => ({
      quantity,
      priceSet: bag(price),
      taxLines: taxLines(taxes, multiply(price, String(quantity)), taxesIncluded),
      ...fields,
    })),
    shippingLines: shipping.map((it) => ({
      title: it.name ?? 'Shipping',
      ...(it.code !== undefined && { code: it.code }),
      priceSet: bag(netOf(it)),
      taxLines: taxLines(it.taxes, netOf(it), taxesIncluded),
    })),
    ...(isNegative(rounding) && {
      discountCode: { itemFixedDiscountCode: { code: 'CASH-ROUNDING', amountSet: bag(negate(rounding)) } },
    }),
    transactions: transactionsOf(order, settings),
    ...customerOf(order, settings.name),
    ...(order.buyer?.email !== undefined && { email: order.buyer.email }),
    ...(order.billingAddress && { billingAddress: addressOf(order.billingAddress) }),
    ...(order.shippingAddress && { shippingAddress: addressOf(order.shippingAddress) }),
    metafields: [reference, { key: metafieldKeys.imported, type: 'single_line_text_field', value: imported }],
  };
}

/** The SKUs that have to be looked up in the catalogue. */
export function skusToFind({ lines }: Order): readonly string[] {
  return lines.filter(({ kind }) => kind === 'goods' || kind === 'gift-card').map(({ sku }) => sku);
}

function linesOf(line: Line, index: number, order: Order, { name, variants }: ImportSettings): LineInput[] {
  const units = Number(line.quantity.amount);
  if (!Number.isInteger(units) || line.quantity.unit !== 'EA') {
    throw refused(
      `Line ${index + 1} is not sold by the piece, and Shopify knows only pieces`,
      `lines.${index}.quantity`,
    );
  }
  const own = line.refs[name];
  const variantId = own?.startsWith('gid://shopify/ProductVariant/') === true ? own : variants.get(line.sku);
  const isSold = line.kind === 'goods' || line.kind === 'gift-card';
  if (variantId === undefined && isSold) {
    throw refused(
      `Line ${index + 1} has the SKU '${line.sku}', and the shop has no variant with it`,
      `lines.${index}.sku`,
    );
  }
  const net = netOf(line);
  if (isNegative(net)) throw refused(`Line ${index + 1} has more discount than price`, `lines.${index}.discounts`);
  const fields = {
    ...(variantId === undefined ? { title: line.name ?? line.sku, sku: line.sku } : { variantId }),
    ...(line.kind === 'gift-card' && { giftCard: true }),
    requiresShipping: line.kind === 'goods',
    taxable: line.taxes.length > 0,
    ...(line.discounts.length > 0 && {
      properties: [{ name: 'Price before discount', value: `${line.unitPrice.amount} ${order.currency}` }],
    }),
  };
  const groups = unitPrices(net, units);
  const shares = groups.map(({ quantity }) => String(quantity));
  return groups.map(({ price, quantity }, part) => ({
    quantity,
    price,
    sku: line.sku,
    fields,
    taxes: line.taxes.map((tax) => ({ ...tax, amount: allocate(tax.amount, shares)[part] ?? tax.amount })),
  }));
}

/** Prices of units that sum to the whole: one price, or two that differ by the smallest unit of the currency. */
export function unitPrices(net: Money, units: number): readonly { readonly price: Money; readonly quantity: number }[] {
  const { currency } = net;
  const [whole = '', part = ''] = net.amount.split('.');
  const places = Math.max(part.length, (zero(currency).amount.split('.')[1] ?? '').length);
  // Counted and not handed out one by one: an order may have millions of units.
  const smallest = BigInt(whole + part.padEnd(places, '0'));
  const lower = smallest / BigInt(units);
  const dearer = Number(smallest % BigInt(units));
  const priceOf = (amount: bigint): Money => {
    const digits = amount.toString().padStart(places + 1, '0');
    return money(places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`, currency);
  };
  return [
    { price: priceOf(lower + 1n), quantity: dearer },
    { price: priceOf(lower), quantity: units - dearer },
  ].filter(({ quantity }) => quantity > 0);
}

function chargeLine(charge: Charge, index: number): LineInput {
  const price = netOf(charge);
  if (isNegative(price)) throw refused('Shopify takes no charge below zero', `charges.${index}`);
  const sku = skuOfCharge(charge.kind);
  const fields = { title: charge.name ?? charge.kind, sku, requiresShipping: false, taxable: charge.taxes.length > 0 };
  return { quantity: 1, price, taxes: charge.taxes, fields, sku };
}

function roundingLine(price: Money): LineInput {
  const sku = skuOfCharge('rounding');
  const fields = { title: 'Cash rounding', sku, requiresShipping: false, taxable: false };
  return { quantity: 1, price, taxes: [], fields, sku };
}

/** The platform wants a rate. It only informs: the amount is given beside it. */
function taxLines(taxes: readonly Tax[], net: Money, taxesIncluded: boolean): readonly unknown[] {
  return taxes.map((tax) => ({
    title: tax.name,
    rate: tax.rate ?? rateOf(tax.amount, net, taxesIncluded),
    priceSet: bag(tax.amount),
  }));
}

function rateOf(tax: Money, net: Money, taxesIncluded: boolean): string {
  const base = Number((taxesIncluded ? subtract(net, tax) : net).amount);
  const rate = base === 0 ? 0 : Number(tax.amount) / base;
  return rate.toFixed(6).replace(/\.?0+$/, '');
}

function transactionsOf(order: Order, { config }: ImportSettings): readonly unknown[] {
  const at = order.location === undefined ? {} : { locationId: locationsOf(config).gidOf(order.location, 'location') };
  return order.tenders.map((tender, index) => {
    if (isNegative(tender.amount))
      throw refused('Money that went back is a refund, and no payment of an import', `tenders.${index}`);
    return {
      kind: 'SALE',
      status: 'SUCCESS',
      gateway: gatewayOf(tender, config.gateways),
      amountSet: bag(tender.amount),
      processedAt: order.occurredAt,
      ...at,
    };
  });
}

function customerOf({ buyer }: Order, name: string): { customer?: unknown } {
  if (!buyer) return {};
  const { firstName, lastName, email, phone } = buyer;
  const known = buyer.refs[name];
  if (known !== undefined) return { customer: { toAssociate: { id: known } } };
  if (email === undefined && phone === undefined) return {};
  const fields = Object.entries({ firstName, lastName, email, phone }).filter(([, value]) => value !== undefined);
  return { customer: { toUpsert: Object.fromEntries(fields) } };
}

function addressOf(address: NonNullable<Order['billingAddress']>): unknown {
  const { name, company, line1, line2, city, region, postalCode, country, phone } = address;
  const [lastName, ...given] = (name ?? '').split(' ').toReversed();
  const fields = {
    firstName: given.toReversed().join(' '),
    lastName,
    company,
    address1: line1,
    address2: line2,
    city,
    provinceCode: region,
    zip: postalCode,
    countryCode: country,
    phone,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
}

function bag({ amount, currency }: Money): unknown {
  return { shopMoney: { amount, currencyCode: currency } };
}

function refused(message: string, path: string): IntegrationError {
  return new IntegrationError(message, { code: 'unmapped', path });
}

/** The shop would book another total than the order has. */
export function unbalanced(there: Money, wanted: Money): IntegrationError {
  const difference = subtract(there, wanted);
  return new IntegrationError(
    `The order comes to ${there.amount} ${there.currency} in Shopify, not ${wanted.amount}: a difference of ${difference.amount}`,
    { code: 'unbalanced', path: 'total' },
  );
}
