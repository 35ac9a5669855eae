import { add, IntegrationError, isZero, type Money, subtract, sum, zero } from '@crossdock/core';
import type { Agreement, Sale } from '../api/aftermath-data.ts';
import { type AmountReader, amountReader, type CurrencySide } from './amounts.ts';
import { numberOf, rateText } from './ids.ts';
import type { LineFacts, OrderFacts, TaxFacts } from './order-facts.ts';
import { lineWorth } from './shares.ts';
import { agreementReason } from './words.ts';

/**
 * An order as it was agreed after its edits: every line with the units that are still wanted, and with the amounts that
 * the platform's own journal has for them. Units that an edit took off are not in it; units that were refunded or
 * returned are, because those are documents of their own. What was taken in exchange belongs to its return.
 *
 * An order of which nothing is left is told as it was sold, with all units removed.
 */
export function agreedFacts(facts: OrderFacts, agreements: readonly Agreement[], side: CurrencySide): OrderFacts {
  if (agreements.length === 0) return facts;
  const amounts = amountReader(side, facts.currency);
  const sales = salesByLine(agreements);
  const lines = facts.lines.flatMap((line) => agreedLine(line, sales.get(line.id) ?? [], facts, amounts) ?? []);
  if (lines.length === 0) return facts;
  const worth = (of: readonly LineFacts[]): Money =>
    sum(
      of.map((line) => lineWorth(line, facts.taxesIncluded)),
      facts.currency,
    );
  return { ...facts, lines, total: add(subtract(facts.total, worth(facts.lines)), worth(lines)) };
}

/** What sold the line: placing the order, and editing it. */
function salesByLine(agreements: readonly Agreement[]): ReadonlyMap<string, readonly Sale[]> {
  const byLine = new Map<string, Sale[]>();
  for (const [index, { reason, sales }] of agreements.entries()) {
    if (agreementReason(reason, `agreements.${index}.reason`) !== 'sale') continue;
    for (const sale of sales) {
      if (!sale.lineItem) continue;
      const id = numberOf(sale.lineItem.id, `agreements.${index}.sales.lineItem.id`);
      byLine.set(id, [...(byLine.get(id) ?? []), sale]);
    }
  }
  return byLine;
}

function agreedLine(
  line: LineFacts,
  sales: readonly Sale[],
  { taxesIncluded, name }: OrderFacts,
  amounts: AmountReader,
): LineFacts | undefined {
  const quantity = sales.reduce((units, sale) => units + (sale.quantity ?? 0), 0);
  if (quantity === line.quantity) return line;
  // Amounts taken off carry a minus, so a quantity that is out of range means that we read them wrongly.
  if (quantity < 0 || quantity > line.quantity || line.currentQuantity > quantity + exchanged(line, sales)) {
    throw new IntegrationError(`The journal of order ${name} does not agree with its lines`, {
      code: 'response-invalid',
      disposition: 'reject',
      path: 'agreements.sales.quantity',
    });
  }
  if (quantity === 0) return undefined;
  const total = totalOf(sales, 'totalAmount', amounts);
  const discount = add(
    totalOf(sales, 'totalDiscountAmountBeforeTaxes', amounts),
    totalOf(sales, 'totalDiscountAmountAfterTaxes', amounts),
  );
  const tax = totalOf(sales, 'totalTaxAmount', amounts);
  return {
    ...line,
    quantity,
    original: add(taxesIncluded ? total : subtract(total, tax), discount),
    discounts: isZero(discount) ? [] : [discount],
    taxes: taxesOf(sales, amounts),
  };
}

/** A line that nothing but a return sold is no part of the order. */
function exchanged(line: LineFacts, sales: readonly Sale[]): number {
  return sales.length === 0 ? line.quantity : 0;
}

function totalOf(
  sales: readonly Sale[],
  field: 'totalAmount' | 'totalDiscountAmountBeforeTaxes' | 'totalDiscountAmountAfterTaxes' | 'totalTaxAmount',
  amounts: AmountReader,
): Money {
  return sum(
    sales.map((sale) => amounts.bag(sale[field], `agreements.sales.${field}`)),
    amounts.currency,
  );
}

/** Each tax by its name and rate. */
function taxesOf(sales: readonly Sale[], amounts: AmountReader): TaxFacts[] {
  const taxes = new Map<string, TaxFacts>();
  for (const { amount, taxLine } of sales.flatMap((sale) => sale.taxes)) {
    const rate = taxLine.rate === null ? undefined : rateText(taxLine.rate);
    const key = `${taxLine.title} ${rate ?? ''}`;
    const before = taxes.get(key) ?? { title: taxLine.title, rate, amount: zero(amounts.currency) };
    taxes.set(key, { ...before, amount: add(before.amount, amounts.bag(amount, 'agreements.sales.taxes.amount')) });
  }
  return [...taxes.values()];
}
