import { isZero, type Money, money, negate, round, subtract, sum, type TaxLine, worthOf, zero } from '@crossdock/core';
import { type WireAdjustment } from '../api/sales.ts';
import { linesOf, type ReadLine } from './lines.ts';
import { isNear, type MappingSettings, paymentKind, type ReadSale, totalOf } from './sale-facts.ts';

/** Something that is charged beside the goods, with its sign: negative goes back to the buyer. */
export interface ReadCharge {
  readonly kind: 'tip' | 'fee';
  readonly name?: string;
  readonly gross: Money;
  readonly taxes: readonly TaxLine[];
}

/** How something was paid, with its sign: negative goes back to the buyer. */
export interface ReadTender {
  readonly kind: Exclude<ReturnType<typeof paymentKind>, 'rounding'>;
  readonly name?: string;
  readonly amount: Money;
  readonly reference?: string;
}

/** A sale taken apart, seen from the store: positive comes in. */
export interface Basket {
  readonly lines: readonly ReadLine[];
  readonly charges: readonly ReadCharge[];
  /** Of cash, and what rounded totals and lines differ by. */
  readonly rounding: Money;
  readonly total: Money;
  readonly tenders: readonly ReadTender[];
  readonly outstanding: Money;
}

/**
 * Takes a sale apart, so that it adds up: lines + charges + rounding = total = tenders + outstanding. A difference of more than
 * rounding is left in, for the document to be refused with it.
 */
export function basketOf(read: ReadSale, settings: MappingSettings): Basket {
  const { sale, store } = read;
  const { currency } = store;
  const total = (amounts: readonly Money[]): Money => sum(amounts, currency);
  const lines = linesOf(read);
  const goods = worthOfLines(lines, currency);
  const head = round(totalOf(sale, currency), { mode: 'half-up' });
  const charges = chargesOf(read, goods, head);
  const payments = sale.payments.map((it, index) => ({
    it,
    kind: paymentKind(it, settings, `payments.${index}.retailer_payment_type_id`),
    amount: money(it.amount, currency),
  }));
  const roundedOff = total(payments.filter((it) => it.kind === 'rounding').map((it) => it.amount));
  const paid = total(payments.filter((it) => it.kind !== 'rounding').map((it) => it.amount));
  const tips = tipsOnTop(sale.adjustments, charges, subtract(paid, subtract(head, roundedOff)), currency);
  const all = [...charges, ...tips];
  const parts = total([goods, ...all.map(worthOfCharge)]);
  const due = subtract(total([head, ...tips.map(worthOfCharge)]), roundedOff);
  const settled = isNear(due, paid) ? paid : due;
  const rest = subtract(settled, parts);
  const rounding =
    isNear(total([rest, roundedOff]), zero(currency)) || isNear(rest, zero(currency)) ? rest : zero(currency);
  return {
    lines,
    charges: all,
    rounding,
    total: settled,
    tenders: payments.flatMap(({ it, kind, amount }) =>
      kind === 'rounding' || isZero(amount)
        ? []
        : [
            {
              kind,
              ...(it.name !== undefined && { name: it.name }),
              amount,
              ...(it.id !== undefined && { reference: it.id }),
            },
          ],
    ),
    outstanding: subtract(settled, paid),
  };
}

/** What goes out less what comes back, with tax. */
function worthOfLines(lines: readonly ReadLine[], currency: string): Money {
  const worth = (some: readonly ReadLine[]): Money => worthOf(some, { currency, taxIncluded: false });
  return subtract(worth(lines.filter((it) => !it.back)), worth(lines.filter((it) => it.back)));
}

const worthOfCharge = ({ gross, taxes }: ReadCharge): Money =>
  sum([gross, ...taxes.map((it) => it.amount)], gross.currency);

/**
 * What is charged beside the lines. Whether the head contains an adjustment, or the lines do, is not documented: the difference
 * between them says so.
 */
function chargesOf({ sale, rates, store: { currency } }: ReadSale, goods: Money, head: Money): readonly ReadCharge[] {
  const missing = subtract(head, goods);
  if (isNear(missing, zero(currency))) return [];
  const charges = sale.adjustments
    .filter((it) => it.adjustment_type !== 'DISCOUNT')
    .map((it): ReadCharge => {
      const taxes = it.tax_components.map(({ rate_id, total_tax }): TaxLine => {
        const amount = round(money(total_tax, currency), { mode: 'half-up' });
        return { name: rates.get(rate_id)?.name ?? 'Tax', amount };
      });
      return { ...chargeHead(it), gross: round(money(it.value, currency), { mode: 'half-up' }), taxes };
    })
    .filter((it) => !isZero(worthOfCharge(it)));
  const explained = sum(charges.map(worthOfCharge), currency);
  return isNear(missing, explained) ? charges : [];
}

/** Tips that were paid beyond the total of the head. */
function tipsOnTop(
  adjustments: readonly WireAdjustment[],
  charges: readonly ReadCharge[],
  beyond: Money,
  currency: string,
): readonly ReadCharge[] {
  if (charges.some((it) => it.kind === 'tip') || isNear(beyond, zero(currency))) return [];
  const tips = adjustments
    .filter((it) => it.adjustment_type === 'TIP')
    .map((it): ReadCharge => ({ ...chargeHead(it), gross: money(it.value, currency), taxes: [] }));
  const isWhole = isNear(
    sum(
      tips.map((it) => it.gross),
      currency,
    ),
    beyond,
  );
  return isWhole ? tips : [];
}

const chargeHead = ({ adjustment_type: type, name }: WireAdjustment) => ({
  kind: type === 'TIP' ? ('tip' as const) : ('fee' as const),
  ...(name !== undefined && { name }),
});

/** The same seen from the buyer: positive goes back to him. */
export function turned({ lines, charges, rounding, total, tenders, outstanding }: Basket): Basket {
  return {
    lines,
    charges: charges.map((it) => ({
      ...it,
      gross: negate(it.gross),
      taxes: it.taxes.map((tax) => ({ ...tax, amount: negate(tax.amount) })),
    })),
    rounding: negate(rounding),
    total: negate(total),
    tenders: tenders.map((it) => ({ ...it, amount: negate(it.amount) })),
    outstanding: negate(outstanding),
  };
}
