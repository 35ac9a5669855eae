import {
  addBags,
  allocate,
  type Bag,
  type CurrencyPair,
  exchange,
  nothing,
  type Ratio,
  ratio,
  subtractBags,
  times,
  toMinorUnits,
} from './minor-units.ts';
import type { PlaceOrderInput, PlaceOrderLine, TaxRate } from './order-input.ts';

/** One tax of a line or of shipping. */
export interface PricedTax {
  readonly title: string;
  readonly rate: string;
  readonly price: Bag;
}

/** What a discount took off one line; the index points into the order's list of discounts. */
export interface PricedAllocation {
  readonly application: number;
  readonly amount: Bag;
}

/** A line with its money. */
export interface PricedLine {
  readonly unitPrice: Bag;
  readonly original: Bag;
  readonly allocations: readonly PricedAllocation[];
  readonly net: Bag;
  readonly taxes: readonly PricedTax[];
}

/** One discount of the order, as its list of applications names it. */
export interface DiscountApplicationRecord {
  readonly kind: 'code' | 'manual';
  readonly label: string;
  readonly target: 'line' | 'shipping';
  readonly amount: Bag;
  readonly across: boolean;
}

/** An order with all its money, exact in both currencies. */
export interface PricedOrder {
  readonly lines: readonly PricedLine[];
  readonly applications: readonly DiscountApplicationRecord[];
  readonly shipping?: {
    readonly original: Bag;
    readonly net: Bag;
    readonly allocations: readonly PricedAllocation[];
    readonly taxes: readonly PricedTax[];
  };
  readonly tip: Bag;
  readonly cashRounding: Bag;
  readonly duty: Bag;
  readonly additionalFee: Bag;
}

/** The two currencies of an order and the rate between them. */
export interface Currencies extends CurrencyPair {
  readonly rate: Ratio;
}

/** Reads the currencies of an order to place. */
export function currenciesOf(input: PlaceOrderInput, shopCurrency: string): Currencies {
  return {
    shop: shopCurrency,
    presentment: input.presentment?.currency ?? shopCurrency,
    rate: ratio(input.presentment?.rate ?? '1'),
  };
}

/** A decimal text of the shop's currency in both currencies. */
export function bagOf(amount: string, currencies: Currencies): Bag {
  const shop = toMinorUnits(amount, currencies.shop);
  return { shop, presentment: exchange(shop, currencies.shop, currencies.presentment, currencies.rate) };
}

/** Prices a whole order: discounts are spread, taxes computed per line, in each currency on its own. */
export function priceOrder(input: PlaceOrderInput, currencies: Currencies): PricedOrder {
  const applications: DiscountApplicationRecord[] = [];
  const originals = input.lines.map((line) => originalOf(line, currencies));
  const allocations: PricedAllocation[][] = input.lines.map(() => []);

  for (const [index, line] of input.lines.entries()) {
    if (line.discount === undefined) continue;
    const amount = bagOf(line.discount, currencies);
    allocations[index]?.push({ application: applications.length, amount });
    applications.push({ kind: 'manual', label: 'Line discount', target: 'line', amount, across: false });
  }
  for (const discount of input.discounts ?? []) {
    const amount = bagOf(discount.amount, currencies);
    const open = originals.map((original, index) => subtractBags(original.total, totalOf(allocations[index] ?? [])));
    const shares = spread(amount, open);
    for (const [index, share] of shares.entries()) {
      if (share.shop === 0n && share.presentment === 0n) continue;
      allocations[index]?.push({ application: applications.length, amount: share });
    }
    applications.push({
      kind: discount.code === undefined ? 'manual' : 'code',
      label: discount.code ?? 'Order discount',
      target: 'line',
      amount,
      across: true,
    });
  }

  const lines = input.lines.map((line, index): PricedLine => {
    const { unit, total } = originals[index] ?? { unit: nothing, total: nothing };
    const ours = allocations[index] ?? [];
    const net = subtractBags(total, totalOf(ours));
    const taxes =
      line.taxable === false || line.giftCard === true
        ? []
        : taxesOn(net, input.taxes ?? [], input.taxesIncluded === true);
    return { unitPrice: unit, original: total, allocations: ours, net, taxes };
  });

  return {
    lines,
    applications,
    ...(input.shipping && { shipping: priceShipping(input, input.shipping, currencies, applications) }),
    tip: bagOf(input.tip ?? '0', currencies),
    cashRounding: bagOf(input.cashRounding ?? '0', currencies),
    duty: bagOf(input.duty ?? '0', currencies),
    additionalFee: bagOf(input.additionalFee ?? '0', currencies),
  };
}

function originalOf(line: PlaceOrderLine, currencies: Currencies): { unit: Bag; total: Bag } {
  const unit = bagOf(line.unitPrice, currencies);
  const quantity = BigInt(line.quantity);
  return { unit, total: { shop: unit.shop * quantity, presentment: unit.presentment * quantity } };
}

function totalOf(allocations: readonly PricedAllocation[]): Bag {
  return addBags(...allocations.map(({ amount }) => amount));
}

function spread(amount: Bag, open: readonly Bag[]): Bag[] {
  const shop = allocate(
    amount.shop,
    open.map((bag) => bag.shop),
  );
  const presentment = allocate(
    amount.presentment,
    open.map((bag) => bag.presentment),
  );
  return open.map((_, index) => ({ shop: shop[index] ?? 0n, presentment: presentment[index] ?? 0n }));
}

function priceShipping(
  input: PlaceOrderInput,
  shipping: NonNullable<PlaceOrderInput['shipping']>,
  currencies: Currencies,
  applications: DiscountApplicationRecord[],
): NonNullable<PricedOrder['shipping']> {
  const original = bagOf(shipping.price, currencies);
  const allocations: PricedAllocation[] = [];
  if (shipping.discount !== undefined) {
    const amount = bagOf(shipping.discount, currencies);
    allocations.push({ application: applications.length, amount });
    applications.push({ kind: 'manual', label: 'Shipping discount', target: 'shipping', amount, across: false });
  }
  const net = subtractBags(original, totalOf(allocations));
  const taxes = input.taxShipping === false ? [] : taxesOn(net, input.taxes ?? [], input.taxesIncluded === true);
  return { original, net, allocations, taxes };
}

/** Taxes on a price; with prices that contain them they are taken out of it, else they come on top. */
function taxesOn(net: Bag, rates: readonly TaxRate[], included: boolean): PricedTax[] {
  return rates.map(({ title, rate }) => {
    const own = ratio(rate);
    const all = included ? sumOf(rates) : { numerator: 0n, denominator: 1n };
    // Included: net * r / (1 + sum of rates). On top: net * r.
    const part: Ratio = {
      numerator: own.numerator * all.denominator,
      denominator: own.denominator * (all.denominator + all.numerator),
    };
    return { title, rate, price: { shop: times(net.shop, part), presentment: times(net.presentment, part) } };
  });
}

function sumOf(rates: readonly TaxRate[]): Ratio {
  return rates
    .map(({ rate }) => ratio(rate))
    .reduce(
      (sum, next) => ({
        numerator: sum.numerator * next.denominator + next.numerator * sum.denominator,
        denominator: sum.denominator * next.denominator,
      }),
      { numerator: 0n, denominator: 1n },
    );
}
