import { unsigned } from '../rules/index.ts';
import { allocate, IntegrationError, money } from '@crossdock/core';
import { type TicketDiscount, type TicketLine, type TicketTax } from './till-record.ts';
import { isNegative, isSame, isZero, malformed } from './values.ts';
import { netOfLine } from './worth.ts';

/** Ends the last line that a reversal is the mirror of. */
export function takeBack(lines: TicketLine[], reversal: TicketLine, path: string): void {
  const index = lines.findLastIndex((it) => isMirror(it, reversal));
  if (index < 0) throw malformed(`a line ${reversal.id} that takes back a line which is not there`, path);
  lines.splice(index, 1);
}

function isMirror(line: TicketLine, reversal: TicketLine): boolean {
  return (
    line.sku === reversal.sku &&
    line.direction !== reversal.direction &&
    line.quantity.unit === reversal.quantity.unit &&
    isSame(line.quantity.amount, reversal.quantity.amount) &&
    isSame(line.gross, reversal.gross)
  );
}

/** A discount on the ticket, and the line it is for, if it names one. */
interface TicketWideDiscount {
  readonly discount: TicketDiscount;
  readonly lineId: string | undefined;
}

/** Puts discounts of the whole ticket on its lines: each on the line it names, or on all by what they cost. */
export function shareDiscounts(
  lines: readonly TicketLine[],
  discounts: readonly TicketWideDiscount[],
  currency: string,
  path: string,
): readonly TicketLine[] {
  let shared = lines;
  for (const { discount, lineId } of discounts) {
    if (isZero(discount.amount)) continue;
    const named = shared.filter((it) => it.id === lineId);
    const bearing = named.length > 0 ? named : mainSide(shared);
    const parts = sharesOf(discount.amount, bearing, currency, path);
    shared = shared.map((line) => {
      const amount = parts.get(line);
      return amount === undefined ? line : { ...line, discounts: [...line.discounts, { ...discount, amount }] };
    });
  }
  return shared;
}

/** Puts taxes of the whole ticket on its lines. What a tax takes is on what was sold, what it gives back on what came back. */
export function shareTaxes(
  lines: readonly TicketLine[],
  taxes: readonly TicketTax[],
  currency: string,
  path: string,
): readonly TicketLine[] {
  let shared = lines;
  for (const tax of taxes) {
    if (isZero(tax.amount)) continue;
    const sold = shared.filter((it) => it.direction === 'out');
    const back = shared.filter((it) => it.direction === 'back');
    const isOnSold = back.length === 0 || (sold.length > 0 && !isNegative(tax.amount));
    const parts = sharesOf(unsigned(tax.amount), isOnSold ? sold : back, currency, path);
    shared = shared.map((line) => {
      const amount = parts.get(line);
      return amount === undefined ? line : { ...line, taxes: [...line.taxes, { ...tax, amount }] };
    });
  }
  return shared;
}

/** What was sold bears a ticket's discount; on a ticket of returns only, what came back. */
function mainSide(lines: readonly TicketLine[]): readonly TicketLine[] {
  const sold = lines.filter((it) => it.direction === 'out');
  return sold.length > 0 ? sold : lines;
}

function sharesOf(
  amount: string,
  lines: readonly TicketLine[],
  currency: string,
  path: string,
): ReadonlyMap<TicketLine, string> {
  const weights = lines.map((it) => unsigned(netOfLine(it)));
  if (!weights.some((it) => !isZero(it))) {
    throw new IntegrationError('A transaction has a discount or tax and no line to bear it', {
      code: 'unbalanced',
      path,
    });
  }
  const parts = allocate(money(amount, currency), weights);
  return new Map(
    lines.flatMap((line, index) => {
      const part = parts[index];
      return part && !isZero(part.amount) ? [[line, part.amount] as const] : [];
    }),
  );
}
