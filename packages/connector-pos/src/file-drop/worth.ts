import { type TillTicket, type TicketCharge, type TicketLine } from './till-record.ts';
import { isZero, minus, negated, plus } from './values.ts';

/** A line without its discounts; contains tax if the ticket's prices do. */
export function netOfLine({ gross, discounts }: Pick<TicketLine, 'gross' | 'discounts'>): string {
  return minus(gross, plus('0', ...discounts.map((it) => it.amount)));
}

type Goods = Pick<TillTicket, 'lines' | 'charges' | 'taxIncluded'>;

/** What goods and charges come to, with tax: positive when the buyer owes it. */
export function worthOfGoods({ lines, charges, taxIncluded }: Goods): string {
  return plus(
    '0',
    ...lines.map((it) =>
      it.direction === 'out'
        ? withTax(netOfLine(it), it, taxIncluded)
        : negated(withTax(netOfLine(it), it, taxIncluded)),
    ),
    ...charges.map((it) => withTax(it.gross, it, taxIncluded)),
  );
}

function withTax(net: string, { taxes }: Pick<TicketCharge, 'taxes'>, taxIncluded: boolean): string {
  return taxIncluded ? net : plus(net, ...taxes.map((it) => it.amount));
}

/** All money over the counter, less what went back. */
export function tendered(tenders: TillTicket['tenders']): string {
  return plus('0', ...tenders.map((it) => it.amount));
}

/** Rounding, or none where it is nothing. */
export function someRounding(rounding: string | undefined): { readonly rounding?: string } {
  return rounding === undefined || isZero(rounding) ? {} : { rounding };
}
