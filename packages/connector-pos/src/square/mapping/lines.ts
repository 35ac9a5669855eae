import {
  add,
  type Discount,
  equals,
  IntegrationError,
  isZero,
  type Money,
  multiply,
  subtract,
  sum,
  type TaxLine,
  toDecimal,
} from '@crossdock/core';
import { type WireDiscount, type WireLine, type WireServiceCharge, type WireTax } from '../api/orders.ts';
import { unmapped } from '../errors.ts';
import { type Variation } from '../variations.ts';
import { optional, required } from './amounts.ts';
import { unitOf } from './units.ts';

/** What the lines of one document are read with. */
export interface LineReading {
  readonly currency: string;
  /** Whether prices of the document contain tax: as soon as one line's do. */
  readonly taxIncluded: boolean;
  readonly taxes: ReadonlyMap<string, WireTax>;
  readonly discounts: ReadonlyMap<string, WireDiscount>;
  readonly variations: ReadonlyMap<string, Variation>;
  readonly giftCardSku: string | undefined;
  readonly customAmountSku: string | undefined;
}

/** Whether any price of the document contains its tax. */
export function isTaxIncluded(taxes: readonly WireTax[]): boolean {
  for (const { type } of taxes) {
    if (type !== 'ADDITIVE' && type !== 'INCLUSIVE') throw unmapped('tax type', type, 'taxes.type');
  }
  return taxes.some((it) => it.type === 'INCLUSIVE');
}

/** The amounts of a line, from its totals: `gross_sales_money` leaves out modifiers or tax, as the country has it. */
export function amountsOfLine(line: WireLine, reading: LineReading, path: string) {
  const { currency, taxIncluded } = reading;
  const total = required(line.total_money, currency, `${path}.total_money`);
  const discount = optional(line.total_discount_money, currency, `${path}.total_discount_money`);
  const taxes = taxesOf(line, reading, path);
  const tax = sum(
    taxes.map((it) => it.amount),
    currency,
  );
  const beforeDiscount = add(total, discount);
  return {
    gross: taxIncluded ? beforeDiscount : subtract(beforeDiscount, tax),
    discounts: discountsOf(line, discount, reading),
    taxes,
  };
}

/** What the order charges beside its lines. What is apportioned to lines is in their totals already. */
export function chargesOf(charges: readonly WireServiceCharge[], reading: LineReading, path: string) {
  return charges
    .filter((it) => it.treatment_type !== 'APPORTIONED_TREATMENT')
    .map((charge, index) => {
      const at = `${path}.${index}`;
      const total = required(charge.total_money, reading.currency, `${at}.total_money`);
      const taxes = taxesOf(charge, reading, at);
      const tax = sum(
        taxes.map((it) => it.amount),
        reading.currency,
      );
      return {
        ...(charge.uid !== undefined && { id: charge.uid }),
        kind: 'fee' as const,
        ...(charge.name !== undefined && { name: charge.name }),
        gross: reading.taxIncluded ? total : subtract(total, tax),
        taxes,
      };
    });
}

/** The SKU of a line, its kind, and its unit. */
export function articleOf(line: WireLine, reading: LineReading, path: string) {
  const unit = unitOf(line.quantity_unit?.measurement_unit, `${path}.quantity_unit`);
  const known = line.catalog_object_id === undefined ? undefined : reading.variations.get(line.catalog_object_id);
  if (line.item_type === 'GIFT_CARD') {
    return { kind: 'gift-card' as const, sku: skuOr(known?.sku ?? reading.giftCardSku, 'giftCardSku', path), unit };
  }
  if (line.item_type === 'CUSTOM_AMOUNT') {
    return { kind: 'service' as const, sku: skuOr(reading.customAmountSku, 'customAmountSku', path), unit };
  }
  if (line.item_type !== 'ITEM') throw unmapped('item type', line.item_type, `${path}.item_type`);
  if (line.catalog_object_id === undefined) {
    return { kind: 'goods' as const, sku: skuOr(reading.customAmountSku, 'customAmountSku', path), unit };
  }
  if (known?.sku !== undefined) return { kind: 'goods' as const, sku: known.sku, unit };
  throw new IntegrationError('A line names an article without SKU', {
    code: 'unmapped',
    path: `${path}.catalog_object_id`,
  });
}

/** What one unit costs before discounts. */
export function unitPriceOf(line: WireLine, gross: Money): Money {
  if (line.base_price_money?.amount !== undefined) {
    return required(line.base_price_money, gross.currency, 'base_price_money');
  }
  return Number(line.quantity) === 1 ? gross : multiply(gross, shareOf(line.quantity));
}

/** Quantity zero stands on orders whose articles were taken off: such a line sold nothing. */
export function isSold(line: WireLine): boolean {
  return /[1-9]/.test(line.quantity);
}

/** A decimal as the platform writes it, in plain form. */
export function plainQuantity(text: string): string {
  return toDecimal(text.replace(/^(-?)0+(?=\d)/, '$1'), 'quantity-invalid').toFixed();
}

function skuOr(sku: string | undefined, option: string, path: string): string {
  if (sku !== undefined) return sku;
  throw new IntegrationError(`A line has no article; name a SKU for it in the option '${option}'`, {
    code: 'unmapped',
    path: `${path}.catalog_object_id`,
  });
}

type Taxed = Pick<WireLine, 'applied_taxes' | 'total_tax_money'>;

/** Each tax by name. Where they do not sum to the line's own, which counts, the line's stands alone. */
function taxesOf(line: Taxed, { currency, taxes }: LineReading, path: string): TaxLine[] {
  const total = optional(line.total_tax_money, currency, `${path}.total_tax_money`);
  const applied = line.applied_taxes.map(({ tax_uid, applied_money }, index): TaxLine => {
    const tax = taxes.get(tax_uid);
    return {
      name: tax?.name ?? 'Tax',
      ...(tax?.percentage !== undefined && { rate: shareOfPercent(tax.percentage) }),
      amount: optional(applied_money, currency, `${path}.applied_taxes.${index}.applied_money`),
    };
  });
  const appliedTotal = sum(
    applied.map((it) => it.amount),
    currency,
  );
  if (applied.length > 0 && equals(appliedTotal, total)) return applied;
  return isZero(total) ? [] : [{ name: 'Tax', amount: total }];
}

function discountsOf(line: WireLine, total: Money, { currency, discounts }: LineReading): Discount[] {
  const applied = line.applied_discounts.map(({ discount_uid, applied_money }): Discount => {
    const discount = discounts.get(discount_uid);
    return {
      amount: optional(applied_money, currency, 'applied_discounts'),
      ...(discount?.name !== undefined && { reason: discount.name }),
      scope: discount?.scope === 'ORDER' ? 'order' : 'line',
    };
  });
  const appliedTotal = sum(
    applied.map((it) => it.amount),
    currency,
  );
  if (applied.length > 0 && equals(appliedTotal, total)) return applied;
  return isZero(total) ? [] : [{ amount: total }];
}

function shareOfPercent(percent: string): string {
  return toDecimal(percent, 'unmapped').div(100).toFixed();
}

function shareOf(quantity: string): string {
  return toDecimal('1', 'quantity-invalid').div(toDecimal(quantity, 'quantity-invalid')).toFixed();
}
