import {
  allocate,
  type Discount,
  IntegrationError,
  isNegative,
  isZero,
  type Money,
  money,
  multiply,
  negate,
  round,
  subtract,
  sum,
  type TaxLine,
  toDecimal,
  zero,
} from '@crossdock/core';
import { unsigned } from '../../rules/index.ts';
import { type WireLine } from '../api/sales.ts';
import { countedLines, isBack, isDiscountLine, isNear, type ReadSale } from './sale-facts.ts';

/** A line with its amounts, unsigned, to the cent: which way it goes says `back`. */
export interface ReadLine {
  readonly wire: WireLine;
  readonly back: boolean;
  /** Before discounts. */
  readonly gross: Money;
  readonly discounts: readonly Discount[];
  readonly taxes: readonly TaxLine[];
}

/** Net and tax of a line with all their places, unsigned, and the discount that is in or beside the net. */
interface RawLine {
  readonly wire: WireLine;
  readonly back: boolean;
  readonly net: Money;
  readonly discount: Money;
  readonly tax: Money;
}

/**
 * The lines that count, in cents. The platform keeps five places and rounds its totals only, so lines are rounded by their running
 * sums: they come to the rounded total, and each is off by less than a cent.
 */
export function linesOf(read: ReadSale): readonly ReadLine[] {
  const { sale, store } = read;
  const { currency } = store;
  const counted = countedLines(sale);
  const discounted = counted.filter((it) => isDiscountLine(it, read));
  const raw = counted
    .filter((it) => !isDiscountLine(it, read))
    .map((wire) => rawLine(wire, currency, isNetOfDiscount(sale.total_price, counted, currency)));
  const whole = wholeDiscount(discounted, adjustedDiscount(read), currency);
  return [
    ...cents(
      raw.filter((it) => !it.back),
      whole,
      read,
    ),
    ...cents(
      raw.filter((it) => it.back),
      undefined,
      read,
    ),
  ];
}

interface WholeDiscount {
  /** Positive: taken off. */
  readonly net: Money;
  readonly tax: Money;
}

function rawLine(wire: WireLine, currency: string, isNet: boolean): RawLine {
  const back = isBack(wire);
  const signed = (text: string): Money => (back ? negate(money(text, currency)) : money(text, currency));
  const stated = signed(wire.price_total ?? productOf(wire.price ?? '0', wire.quantity, currency));
  const perUnit = wire.discount ?? '0';
  const given = unsigned(wire.discount_total ?? productOf(perUnit, wire.quantity, currency));
  // A price that was raised by hand is a discount below zero: the raised price is the price.
  const isRaised =
    perUnit.startsWith('-') ||
    (wire.discount === undefined && signed(wire.discount_total ?? '0').amount.startsWith('-'));
  const discount = isRaised ? zero(currency) : money(given, currency);
  return { wire, back, net: isNet ? stated : subtract(stated, discount), discount, tax: signed(wire.tax_total ?? '0') };
}

/** Whether line totals have their discount taken off, which is not documented: the head of the sale decides. */
function isNetOfDiscount(head: string, lines: readonly WireLine[], currency: string): boolean {
  const prices = sum(
    lines.map((it) => money(it.price_total ?? productOf(it.price ?? '0', it.quantity, currency), currency)),
    currency,
  );
  const discounts = sum(
    lines.map((it) => money(it.discount_total ?? '0', currency)),
    currency,
  );
  const distance = (from: Money): number => Math.abs(Number(subtract(from, money(head, currency)).amount));
  return distance(prices) <= distance(subtract(prices, discounts));
}

/** What is taken off the whole sale, which the platform tells as lines of a product of its own. */
function wholeDiscount(lines: readonly WireLine[], adjusted: Money, currency: string): WholeDiscount | undefined {
  if (lines.length === 0 && isZero(adjusted)) return undefined;
  const total = (of: (line: WireLine) => string): Money =>
    negate(
      sum(
        lines.map((it) => money(of(it), currency)),
        currency,
      ),
    );
  return {
    net: sum([total((it) => it.price_total ?? productOf(it.price ?? '0', it.quantity, currency)), adjusted], currency),
    tax: total((it) => it.tax_total ?? '0'),
  };
}

/**
 * What adjustments take off the whole sale. Whether lines contain it is not documented: it is taken off where the head is lower than the
 * lines by so much.
 */
function adjustedDiscount({ sale, store: { currency } }: ReadSale): Money {
  const valueOf = (isDiscount: boolean): Money =>
    sum(
      sale.adjustments
        .filter((it) => (it.adjustment_type === 'DISCOUNT') === isDiscount)
        .map((it) => money(it.value, currency)),
      currency,
    );
  const stated = valueOf(true);
  if (isZero(stated)) return stated;
  const discount = isNegative(stated) ? negate(stated) : stated;
  const lines = sum(
    countedLines(sale).map((it) =>
      money(it.price_total ?? productOf(it.price ?? '0', it.quantity, currency), currency),
    ),
    currency,
  );
  const missing = subtract(lines, money(sale.total_price, currency));
  const isTakenOff = isNear(missing, discount) || isNear(sum([missing, valueOf(false)], currency), discount);
  return isTakenOff ? discount : zero(currency);
}

function cents(raw: readonly RawLine[], whole: WholeDiscount | undefined, read: ReadSale): readonly ReadLine[] {
  const { currency } = read.store;
  if (whole && !isZero(whole.net) && raw.length === 0) {
    throw new IntegrationError('A discount on a whole sale that sells nothing cannot be shared out', {
      code: 'unsupported-document',
      path: 'line_items',
    });
  }
  const nets = inCents(raw.map((it) => it.net));
  const shares = sharesOf(whole && round(whole.net, { mode: 'half-up' }), nets);
  const taxShares = sharesOf(whole?.tax, nets);
  const taxes = inCents(raw.map((it, index) => subtract(it.tax, taxShares[index] ?? zero(currency))));
  return raw.map(({ wire, back, discount }, index) => {
    const own = round(discount, { mode: 'half-up' });
    const net = nets[index] ?? zero(currency);
    const share = shares[index] ?? zero(currency);
    return {
      wire,
      back,
      gross: sum([net, own], currency),
      discounts: [
        ...(isZero(own) ? [] : [{ amount: own, scope: 'line' as const }]),
        ...(isZero(share) ? [] : [{ amount: share, scope: 'order' as const }]),
      ],
      taxes: taxesOf(wire, taxes[index] ?? zero(currency), read),
    };
  });
}

/** Amounts rounded so that they come to their rounded sum. */
function inCents(amounts: readonly Money[]): readonly Money[] {
  const [first] = amounts;
  if (!first) return [];
  let exact = zero(first.currency);
  let told = zero(first.currency);
  return amounts.map((amount) => {
    exact = sum([exact, amount], first.currency);
    const upTo = round(exact, { mode: 'half-up' });
    const cent = subtract(upTo, told);
    told = upTo;
    return cent;
  });
}

function sharesOf(whole: Money | undefined, nets: readonly Money[]): readonly Money[] {
  if (!whole || isZero(whole)) return [];
  const weights = nets.map((it) => (it.amount.startsWith('-') ? '0' : it.amount));
  const even = weights.every((it) => !/[1-9]/.test(it));
  return allocate(whole, even ? nets.map(() => '1') : weights);
}

/** The taxes of a line by name, as shares of its whole tax. */
function taxesOf({ tax_components: components }: WireLine, total: Money, { rates }: ReadSale): readonly TaxLine[] {
  if (isZero(total)) return [];
  const weights = components.map((it) => unsigned(it.total_tax));
  if (components.length === 0 || weights.every((it) => !/[1-9]/.test(it))) return [{ name: 'Tax', amount: total }];
  const parts = allocate(total, weights);
  return components.flatMap(({ rate_id }, index) => {
    const amount = parts[index] ?? zero(total.currency);
    if (isZero(amount)) return [];
    const { name = 'Tax', rate } = rates.get(rate_id) ?? {};
    return [{ name, ...(rate !== undefined && /^\d+(?:\.\d+)?$/.test(rate) && { rate }), amount }];
  });
}

/** A product of two decimals, as text. */
function productOf(price: string, quantity: string, currency: string): string {
  return multiply(money(price, currency), toDecimal(quantity, 'quantity-invalid').toFixed()).amount;
}
