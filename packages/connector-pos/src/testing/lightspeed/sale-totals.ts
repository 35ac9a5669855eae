import { type BookedLine, type BookedSale, type SaleStatus } from './entries.ts';
import { minorUnit, roundTo } from './numbers.ts';

/** What a sale comes to: the header is rounded to the currency, the lines are not. */
export interface SaleTotals {
  /** Without tax; fees beside the lines are part of it. */
  readonly price: number;
  readonly tax: number;
  readonly due: number;
  readonly paid: number;
}

/** Adds a sale up. Lines that were voided do not count. */
export function totalsOf(
  { lines, adjustments, payments }: Pick<BookedSale, 'lines' | 'adjustments' | 'payments'>,
  currency: string,
): SaleTotals {
  const counted = lines.filter((it) => it.status !== 'VOIDED');
  const step = minorUnit(currency);
  const fees = adjustments.reduce((sum, it) => sum + it.value, 0);
  const price = roundTo(
    counted.reduce((sum, it) => sum + it.priceTotal, fees),
    step,
  );
  const tax = roundTo(
    counted.reduce((sum, it) => sum + it.taxTotal, 0),
    step,
  );
  const paid = payments.reduce((sum, it) => sum + it.amount, 0);
  return { price, tax, due: price + tax, paid };
}

const keptOnShelf: ReadonlySet<SaleStatus> = new Set(['SAVED', 'OPEN', 'VOIDED']);

/** Units that a sale has taken off the shelf, by product; negative came back. */
export function takenBy(sale: Pick<BookedSale, 'status' | 'lines'> | undefined): ReadonlyMap<string, number> {
  const taken = new Map<string, number>();
  if (!sale || keptOnShelf.has(sale.status)) return taken;
  for (const line of sale.lines) {
    if (line.status !== 'VOIDED') taken.set(line.productId, (taken.get(line.productId) ?? 0) + line.quantity);
  }
  return taken;
}

/** What a status becomes when the sale is paid. */
export const paidStatus: Readonly<Partial<Record<SaleStatus, SaleStatus>>> = {
  SAVED: 'CLOSED',
  OPEN: 'CLOSED',
  ONACCOUNT: 'ONACCOUNT_CLOSED',
  LAYBY: 'LAYBY_CLOSED',
  AWAITING_DISPATCH: 'DISPATCHED_CLOSED',
  AWAITING_PICKUP: 'PICKED_UP_CLOSED',
  SERVICE: 'SERVICE_CLOSED',
};

/** Lines of a sale that is paid for are confirmed. */
export function confirmed(lines: readonly BookedLine[]): readonly BookedLine[] {
  return lines.map((it) => (it.status === 'SAVED' ? { ...it, status: 'CONFIRMED' } : it));
}
