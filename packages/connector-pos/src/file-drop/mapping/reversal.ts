import { type RecordHead, type TillTicket } from '../till-record.ts';
import { negated } from '../values.ts';

/** The ticket that takes another one back as a whole, under the number of the record that says so. */
export function reversalOf(original: TillTicket, { key, number, occurredAt }: RecordHead): TillTicket {
  return {
    ...original,
    key,
    number,
    occurredAt,
    lines: original.lines.map((line) =>
      line.direction === 'out'
        ? { ...line, direction: 'back' as const, soldOn: original.key, soldLine: line.id }
        : { ...line, direction: 'out' as const, soldOn: undefined, soldLine: undefined },
    ),
    charges: original.charges.map((it) => ({
      ...it,
      gross: negated(it.gross),
      taxes: it.taxes.map((tax) => ({ ...tax, amount: negated(tax.amount) })),
    })),
    rounding: original.rounding === undefined ? undefined : negated(original.rounding),
    total: negated(original.total),
    tenders: original.tenders.map((it) => ({ ...it, amount: negated(it.amount) })),
    voids: original.key,
  };
}
