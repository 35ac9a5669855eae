import { type Json } from './answers.ts';
import { type SoldLineInput, type TaxInput } from './sale-input.ts';

/** A line with its amounts, as the platform computes them. */
export interface PricedLine {
  readonly wire: Json;
  readonly total: number;
  readonly tax: number;
  readonly discount: number;
}

/** What lines are priced with. */
export interface PricingRules {
  readonly currency: string;
  readonly taxes: readonly TaxInput[];
  /** Square's id of a SKU. */
  idOf(sku: string): string | undefined;
}

/** Prices a line: quantity × price + modifiers − discount, with tax on top or inside. */
export function priceLine(input: SoldLineInput, index: number, rules: PricingRules): PricedLine {
  const { sku, quantity = '1', price, modifiers = 0, discount = 0 } = input;
  const kind = input.kind ?? (sku === undefined ? 'CUSTOM_AMOUNT' : 'ITEM');
  const money = (amount: number) => ({ amount, currency: rules.currency });
  const base = Math.round(price * Number(quantity));
  const gross = base + modifiers;
  const net = gross - discount;
  const taxed = kind === 'GIFT_CARD' ? [] : rules.taxes.map((tax, at) => ({ uid: taxUid(at), ...taxOn(net, tax) }));
  const tax = taxed.reduce((sum, it) => sum + it.amount, 0);
  const total = net + taxed.reduce((sum, it) => sum + (it.inclusive ? 0 : it.amount), 0);
  const id = sku === undefined ? undefined : rules.idOf(sku);
  return {
    total,
    tax,
    discount,
    wire: {
      uid: `line-${index + 1}`,
      name: input.name ?? sku ?? kind,
      quantity,
      item_type: kind,
      ...(id !== undefined && { catalog_object_id: id }),
      applied_taxes: taxed.map((it) => ({
        uid: `${it.uid}-${index}`,
        tax_uid: it.uid,
        applied_money: money(it.amount),
      })),
      ...(discount > 0 && {
        applied_discounts: [{ uid: `d-${index}`, discount_uid: 'discount', applied_money: money(discount) }],
      }),
      base_price_money: money(price),
      variation_total_price_money: money(base),
      gross_sales_money: money(gross),
      total_tax_money: money(tax),
      total_discount_money: money(discount),
      total_money: money(total),
    },
  };
}

/** Taxes of an order in the platform's shape. */
export function wireTaxes(taxes: readonly TaxInput[]): readonly Json[] {
  return taxes.map(({ name, percentage, inclusive = false }, at) => ({
    uid: taxUid(at),
    name,
    percentage,
    type: inclusive ? 'INCLUSIVE' : 'ADDITIVE',
    scope: 'ORDER',
  }));
}

/** Units of a line that come back, where some may have come back before. */
export interface UnitsBack {
  readonly quantity: string;
  /** Units that came back before. */
  readonly before: number;
  /** Uids of taxes that are inside the prices. */
  readonly inclusive: ReadonlySet<string>;
}

/** A share of a line that comes back: in proportion, so that all shares of a line sum to it. The last one takes what rounding left. */
export function lineBack(line: Json, { quantity, before, inclusive }: UnitsBack): PricedLine {
  const [sold, after] = [Number(line['quantity']), before + Number(quantity)];
  const share = (amount: number): number => Math.round((amount * after) / sold) - Math.round((amount * before) / sold);
  const part = (key: string): number => share((line[key] as { amount: number } | undefined)?.amount ?? 0);
  const { currency } = line['total_money'] as { currency: string };
  const money = (amount: number) => ({ amount, currency });
  const applied = (key: string) =>
    ((line[key] ?? []) as readonly Json[]).map((it) => ({
      ...it,
      applied_money: money(share((it['applied_money'] as { amount: number }).amount)),
    }));
  const { gross_sales_money: _, ...same } = line;
  const taxes = applied('applied_taxes');
  const taxOf = (some: readonly Json[]): number =>
    some.reduce((sum, it) => sum + (it['applied_money'] as { amount: number }).amount, 0);
  const onTop = taxOf(taxes.filter((it) => !inclusive.has(String((it as Json)['tax_uid']))));
  const discount = part('total_discount_money');
  const total = part('gross_sales_money') - discount + onTop;
  return {
    total,
    tax: taxOf(taxes),
    discount,
    wire: {
      ...same,
      source_line_item_uid: line['uid'],
      quantity,
      applied_taxes: taxes,
      applied_discounts: applied('applied_discounts'),
      gross_return_money: money(part('gross_sales_money')),
      total_tax_money: money(taxOf(taxes)),
      total_discount_money: money(discount),
      total_money: money(total),
    },
  };
}

const taxUid = (at: number): string => `tax-${at + 1}`;

function taxOn(net: number, { percentage, inclusive = false }: TaxInput) {
  const rate = Number(percentage);
  return { amount: Math.round((net * rate) / (inclusive ? 100 + rate : 100)), inclusive };
}
