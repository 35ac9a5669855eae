import {
  businessDateOf,
  IntegrationError,
  isZero,
  type Money,
  Order,
  parse,
  pieces,
  Presentment,
  subtract,
  sum,
  add,
  type Tender,
} from '@crossdock/core';
import type { z } from 'zod';
import { unmapped } from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';
import { gidOf } from './ids.ts';
import { splitImported } from './imported.ts';
import type { AddressFacts, LineFacts, OrderFacts, PaymentFacts, TaxFacts } from './order-facts.ts';
import type { OrderReading } from './order-reading.ts';
import { tenderKinds } from './tender-kinds.ts';

/** What the mapping needs to know beside the facts. */
export interface MappingSettings {
  /** The system's name in the wiring. */
  readonly name: string;
  readonly config: Pick<ResolvedOptions, 'gateways' | 'giftCardSku' | 'locations' | 'timeZone'>;
}

/**
 * The canonical order: as it was sold, so lines, discounts, taxes and total cover the full quantities, also of units
 * that were taken off since. It proves its own balance or is refused.
 *
 * @throws IntegrationError `unmapped` naming the line, `unbalanced` naming the difference.
 */
export function toOrder({ facts, buyers }: OrderReading, settings: MappingSettings): Order {
  const { name, config } = settings;
  const buyersAmounts = buyers && Presentment.safeParse(amountsOf(buyers, settings));
  return parse(
    Order,
    {
      ref: orderRefOf(facts, settings),
      number: facts.name,
      refs: { [name]: facts.gid },
      channel: channelOf(facts.source),
      source: facts.source,
      test: facts.test,
      occurredAt: facts.processedAt,
      ...(config.timeZone !== undefined && {
        businessDate: businessDateOf(facts.processedAt, { timeZone: config.timeZone }),
      }),
      updatedAt: facts.updatedAt,
      location: locationCode(facts.locationId, settings, 'location'),
      ...amountsOf(facts, settings),
      // Converted amounts need not add up on the platform; then there is nothing true to say about them.
      presentment: buyersAmounts?.success === true ? buyersAmounts.data : undefined,
      buyer: buyerOf(facts, name),
      billingAddress: facts.billingAddress && toAddress(facts.billingAddress),
      shippingAddress: facts.shippingAddress && toAddress(facts.shippingAddress),
      purchaseOrder: facts.poNumber,
      ...(facts.cancelledAt !== undefined && {
        cancelled: { at: facts.cancelledAt, reason: facts.cancelReason ?? 'other' },
      }),
    } satisfies z.input<typeof Order>,
    { what: `Order ${facts.name}`, code: 'response-invalid' },
  );
}

/** The business reference of an order that was sold in the shop. */
export function orderRef(name: string, id: string): string {
  return `${name}-${id}`;
}

/** The business reference of an order: the one that it was imported with, or the shop's own. */
export function orderRefOf(
  { id, reference }: Pick<OrderFacts, 'id' | 'reference'>,
  { name }: Pick<MappingSettings, 'name'>,
): string {
  return reference ?? orderRef(name, id);
}

/** Our code of a location. */
export function locationCode(id: string | undefined, { config }: MappingSettings, path: string): string | undefined {
  if (id === undefined || !config.locations) return id;
  const code = Object.hasOwn(config.locations, id) ? config.locations[id] : undefined;
  if (code === undefined) throw unmapped('location', id, path);
  return code;
}

function amountsOf(facts: OrderFacts, settings: MappingSettings): z.input<typeof Presentment> {
  const total = totalOf(facts);
  const tenders = tendersOf(facts.payments, settings);
  const paid = sum(
    tenders.map(({ amount }) => amount),
    facts.currency,
  );
  const { sold, charged, rounding: rounded } = splitImported(facts);
  const rounding = sum([facts.cashRounding, ...rounded.map(({ original }) => original)], facts.currency);
  return {
    currency: facts.currency,
    taxIncluded: facts.taxesIncluded,
    lines: linesOf({ ...facts, lines: sold }, settings),
    charges: [
      ...chargesOf(facts),
      ...charged.map(({ kind, title, original, taxes }) => ({
        kind,
        name: title,
        gross: original,
        taxes: taxesOf(taxes),
      })),
    ],
    ...(!isZero(rounding) && { rounding }),
    total,
    tenders,
    outstanding: subtract(total, paid),
  };
}

/** What the buyer owes in all: the total with the till's rounding. */
export function totalOf({ total, cashRounding }: Pick<OrderFacts, 'total' | 'cashRounding'>): Money {
  return add(total, cashRounding);
}

/** What came or went, by kind of payment. */
export function tendersOf(
  payments: readonly PaymentFacts[],
  settings: MappingSettings,
): { kind: Tender['kind']; name?: string; amount: Money }[] {
  return payments.map(({ gateway, amount, path }) => ({
    kind: tenderKind(gateway, settings, path),
    ...(gateway !== '' && { name: gateway }),
    amount,
  }));
}

/** What kind of payment a gateway is. One without a name says nothing; one with a name that nobody knows is refused. */
export function tenderKind(gateway: string, { config }: Pick<MappingSettings, 'config'>, path: string): Tender['kind'] {
  if (gateway === '') return 'other';
  if (Object.hasOwn(config.gateways, gateway)) return config.gateways[gateway] ?? 'other';
  const kind = Object.hasOwn(tenderKinds, gateway) ? tenderKinds[gateway] : undefined;
  if (kind === undefined) throw unmapped('payment gateway', gateway, path);
  return kind;
}

/** The lines of an order, each with a SKU that says what it is. */
export function linesOf(facts: OrderFacts, settings: MappingSettings): z.input<typeof Order>['lines'] {
  const { name } = settings;
  const variants = new Map<string, { readonly variant: string; readonly at: number }>();
  return facts.lines.map((line, index) => {
    const sku = skuOf(line, index, facts, settings);
    const known = variants.get(sku);
    if (line.variantId !== undefined) {
      if (known && known.variant !== line.variantId) {
        throw refusedLine(facts, index, `is of another variant than line ${known.at + 1}, under the same SKU`);
      }
      variants.set(sku, known ?? { variant: line.variantId, at: index });
    }
    const removed = line.quantity - line.currentQuantity;
    return {
      id: line.id,
      kind: line.giftCard ? 'gift-card' : 'goods',
      sku,
      name: line.title,
      quantity: pieces(line.quantity),
      // Once something was sent, the platform does not tell units taken off from units sent back.
      ...(removed > 0 && !facts.hasFulfillments && { removed: String(removed) }),
      unitPrice: line.unitPrice,
      gross: line.original,
      discounts: discountsOf(line.discounts),
      taxes: taxesOf(line.taxes),
      ...(line.variantId !== undefined && { refs: { [name]: gidOf('ProductVariant', line.variantId) } }),
    };
  });
}

/** The SKU of a line; one without is refused, unless it is a gift card and the options name theirs. */
export function skuOf(
  line: Pick<LineFacts, 'sku' | 'giftCard'>,
  index: number,
  facts: Pick<OrderFacts, 'name'>,
  { config: { giftCardSku } }: Pick<MappingSettings, 'config'>,
): string {
  if (line.sku !== undefined && line.sku.trim() !== '') return line.sku;
  if (line.giftCard && giftCardSku !== undefined) return giftCardSku;
  throw refusedLine(facts, index, 'has no SKU');
}

function refusedLine(facts: Pick<OrderFacts, 'name'>, index: number, why: string): IntegrationError {
  return new IntegrationError(`Line ${index + 1} of order ${facts.name} ${why}`, {
    code: 'unmapped',
    path: `lines.${index}.sku`,
  });
}

function chargesOf({ shipping, tip, duties, fees }: OrderFacts): NonNullable<z.input<typeof Order>['charges']> {
  return [
    ...shipping.map((line) => ({
      kind: 'shipping' as const,
      name: line.title,
      ...(line.code !== undefined && { code: line.code }),
      gross: line.original,
      discounts: discountsOf(line.discounts),
      taxes: taxesOf(line.taxes),
    })),
    ...chargeOf('tip', tip),
    ...chargeOf('duty', duties),
    ...chargeOf('fee', fees),
  ];
}

function chargeOf<Kind extends 'tip' | 'duty' | 'fee'>(kind: Kind, gross: Money): { kind: Kind; gross: Money }[] {
  return isZero(gross) ? [] : [{ kind, gross }];
}

/** Discounts that take something off. */
export function discountsOf(amounts: readonly Money[]): { amount: Money }[] {
  return amounts.filter((amount) => !isZero(amount)).map((amount) => ({ amount }));
}

/** Taxes under their names. */
export function taxesOf(taxes: readonly TaxFacts[]): { name: string; rate?: string; amount: Money }[] {
  return taxes.map(({ title, rate, amount }) => ({
    name: title === '' ? 'Tax' : title,
    ...(rate !== undefined && { rate }),
    amount,
  }));
}

/** Where it was sold. Apps call their sources what they like; those are `other`, with the name kept. */
export function channelOf(source: string | undefined): Order['channel'] {
  if (source === 'web') return 'web';
  return source === 'pos' ? 'store' : 'other';
}

function buyerOf({ customer, email, phone }: OrderFacts, name: string): z.input<typeof Order>['buyer'] {
  const reached = { email: email ?? customer?.email, phone: phone ?? customer?.phone };
  if (!customer && reached.email === undefined && reached.phone === undefined) return undefined;
  return {
    ...(customer && {
      refs: { [name]: gidOf('Customer', customer.id) },
      firstName: customer.firstName,
      lastName: customer.lastName,
    }),
    ...reached,
  };
}

function toAddress(facts: AddressFacts): z.input<typeof Order>['billingAddress'] {
  const name = [facts.firstName, facts.lastName].filter((part) => part !== undefined).join(' ');
  return {
    ...(name !== '' && { name }),
    company: facts.company,
    line1: facts.address1,
    line2: facts.address2,
    city: facts.city,
    region: facts.provinceCode,
    postalCode: facts.zip,
    country: facts.countryCode,
    phone: facts.phone,
  };
}
