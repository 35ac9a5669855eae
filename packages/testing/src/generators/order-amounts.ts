import {
  add,
  allocate,
  type Charge,
  exponentOf,
  type Money,
  money,
  multiply,
  netOf,
  type Order,
  type OrderLine,
  round,
  subtract,
  sum,
  type TaxLine,
  taxOf,
  type Tender,
  zero,
} from '@crossdock/core';

/** What is sold, before it is priced in a currency. */
export interface OrderPlan {
  readonly taxIncluded: boolean;
  readonly lines: readonly LinePlan[];
  readonly charges: readonly ChargePlan[];
  /** Cash is paid in steps of so much, `0.05`. */
  readonly cashIncrement?: string;
  /** Means with the weight of their part. Nothing: it is not paid yet. */
  readonly tenders: readonly { readonly kind: Tender['kind']; readonly weight: number }[];
  /** Weight of what is not paid yet, against the tenders' weights. */
  readonly outstandingWeight: number;
}

export interface LinePlan {
  readonly kind: OrderLine['kind'];
  readonly sku: string;
  readonly quantity: string;
  readonly unit: string;
  /** Price of one unit as a decimal in a currency of two places. */
  readonly unitPrice: string;
  /** Share of the gross that is taken off, `0.15`. */
  readonly discount?: string;
  /** `0.19`; absent: not taxed. */
  readonly taxRate?: string;
  readonly location?: string;
  readonly method?: OrderLine['method'];
}

export interface ChargePlan {
  readonly kind: Charge['kind'];
  readonly amount: string;
  readonly taxRate?: string;
}

type Amounts = Pick<
  Order,
  'currency' | 'taxIncluded' | 'lines' | 'charges' | 'rounding' | 'total' | 'tenders' | 'outstanding'
>;

const halfUp = { mode: 'half-up' } as const;

/**
 * Prices a plan in a currency, balanced by construction.
 *
 * @param factor - units of `currency` for one unit of the plan
 */
export function priceOrder(plan: OrderPlan, currency: string, factor = '1'): Amounts {
  const { taxIncluded } = plan;
  const price = (amount: string): Money => {
    const priced = multiply(money(amount, currency), factor);
    // Prices that are finer than a cent stay so, but no finer than four places.
    return round(priced, { ...halfUp, places: amount.includes('.') && exponentOf(currency) > 0 ? 4 : 0 });
  };
  const taxed = (net: Money, rate: string | undefined): TaxLine[] =>
    rate === undefined ? [] : [{ name: 'VAT', rate, amount: taxIn(net, rate, taxIncluded) }];

  const lines = plan.lines.map((line, index): OrderLine => {
    const unitPrice = price(line.unitPrice);
    const gross = round(multiply(unitPrice, line.quantity), halfUp);
    const discounts =
      line.discount === undefined
        ? []
        : [{ amount: round(multiply(gross, line.discount), halfUp), code: 'BLACKFRIDAY', reason: 'Black Friday' }];
    return {
      id: String(index + 1),
      kind: line.kind,
      sku: line.sku,
      quantity: { amount: line.quantity, unit: line.unit },
      unitPrice,
      gross,
      discounts,
      taxes: taxed(netOf({ gross, discounts }), line.taxRate),
      ...(line.location !== undefined && { location: line.location }),
      ...(line.method !== undefined && { method: line.method }),
      refs: {},
    };
  });
  const charges = plan.charges.map((charge, index): Charge => {
    const gross = round(price(charge.amount), halfUp);
    const { kind, taxRate } = charge;
    return { id: `charge-${index + 1}`, kind, gross, discounts: [], taxes: taxed(gross, taxRate) };
  });

  const goods = sum([...lines, ...charges].map(netOf), currency);
  const due = taxIncluded ? goods : add(goods, taxOf({ currency, lines, charges }));
  const total = plan.cashIncrement ? round(due, { ...halfUp, increment: plan.cashIncrement }) : due;
  const isRounded = total.amount !== due.amount;
  return {
    currency,
    taxIncluded,
    lines,
    charges,
    ...(isRounded && { rounding: subtract(total, due) }),
    total,
    ...payment(plan, total),
  };
}

/** The tax on a net amount, or the tax inside an amount that contains it. */
function taxIn(amount: Money, rate: string, included: boolean): Money {
  if (!included) return round(multiply(amount, rate), halfUp);
  return allocate(amount, ['1', rate])[1] ?? zero(amount.currency);
}

function payment(plan: OrderPlan, total: Money): Pick<Order, 'tenders' | 'outstanding'> {
  const { tenders, outstandingWeight } = plan;
  const weights = [...tenders.map((it) => it.weight), outstandingWeight];
  const parts = weights.some((it) => it > 0) ? allocate(total, weights.map(String)) : [total];
  const outstanding = parts.at(-1) ?? zero(total.currency);
  const paid = tenders.flatMap(({ kind }, index): Tender[] => {
    const amount = parts[index];
    return amount === undefined || /^[0.]+$/.test(amount.amount) ? [] : [{ id: `tender-${index + 1}`, kind, amount }];
  });
  return { tenders: paid, outstanding };
}
