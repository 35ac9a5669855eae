import { IntegrationError, isZero, type Money } from '@crossdock/core';
import { proveTransaction } from '../../rules/index.ts';
import { type TillTicket } from '../till-record.ts';
import { negated, plus } from '../values.ts';
import { netOfLine } from '../worth.ts';

/**
 * Proves that a ticket adds up and is paid: lines + tax + charges + rounding = total = tenders. One that does not is refused
 * with the difference; nothing is put right.
 */
export function proveTicket(ticket: TillTicket): void {
  const { currency, lines, charges, taxIncluded, rounding, total, tenders } = ticket;
  const money = (amount: string): Money => ({ amount, currency });
  const out = (amount: string, direction: 'out' | 'back') => money(direction === 'out' ? amount : negated(amount));
  const taxes = [
    ...lines.flatMap((line) => line.taxes.map((tax) => out(tax.amount, line.direction).amount)),
    ...charges.flatMap((charge) => charge.taxes.map((tax) => tax.amount)),
  ];
  const { balanced, ofTotal, ofTenders } = proveTransaction({
    currency,
    lines: lines.map((line) => out(netOfLine(line), line.direction)),
    tax: money(taxIncluded ? '0' : plus('0', ...taxes)),
    charges: charges.map((it) => money(it.gross)),
    rounding: money(rounding ?? '0'),
    total: money(total),
    tenders: tenders.map((it) => money(it.amount)),
  });
  if (balanced) return;
  const [what, difference] = isZero(ofTotal)
    ? ['The total of a ticket and its tenders', ofTenders]
    : ['The lines of a ticket and its total', ofTotal];
  throw new IntegrationError(`${what} differ by ${difference.amount} ${difference.currency}`, {
    code: 'unbalanced',
    path: isZero(ofTotal) ? 'tenders' : 'total',
  });
}
