import { isNegative, negate, type Return } from '@crossdock/core';
import { externalNumberOf } from '../references.ts';
import { adjustmentEntry, chargeEntries, goodsEntry, returnedEntry, roundingEntry, type Sellables } from './entries.ts';
import { type LineBody, type LineEntry, linesOf } from './lines.ts';
import { unsuitable } from './refusals.ts';

/** A document that closes a return, as it is sent. */
export interface CreditBody {
  /** A return that costs the buyer more than it brings (an exchange) is an invoice. */
  readonly kind: 'salesCreditMemo' | 'salesInvoice';
  readonly externalDocumentNumber: string;
  readonly lines: readonly LineBody[];
}

/**
 * A return as a credit memo: what comes back is positive, fees that are kept and exchanged goods go against it. Goods that do not go back to
 * stock are money only, on the line of `returns.line`.
 */
export function toCredit(back: Return, sellables: Sellables): CreditBody {
  const { config, byOption } = sellables;
  const place = back.location ?? config.defaultLocation;
  const against = (entries: readonly LineEntry[]): readonly LineEntry[] =>
    entries.map((entry) => ({ ...entry, against: entry.against !== true }));
  const credited = [
    ...back.lines.map((line, index) => returnedEntry(line, { index, place }, sellables)),
    ...chargeEntries(back.charges, { letter: 'C', path: 'charges' }, sellables),
    ...against(chargeEntries(back.fees, { letter: 'F', path: 'fees' }, sellables)),
    ...against(
      back.exchange.map((line, index) =>
        goodsEntry(line, { name: `X-${line.id}`, path: `exchange.${index}`, place }, sellables),
      ),
    ),
    ...adjustmentEntry(back, sellables),
    ...roundingEntry(back.rounding, sellables),
  ];
  if (credited.length === 0) throw unsuitable('A return without goods and without money has nothing to book', 'lines');
  const costs = isNegative(back.total);
  const tax = byOption.get('tax.line');
  const total = costs ? negate(back.total) : back.total;
  const entries = costs ? against(credited) : credited;
  return {
    kind: costs ? 'salesInvoice' : 'salesCreditMemo',
    externalDocumentNumber: externalNumberOf(back.ref),
    lines: linesOf(entries, back, tax && { sold: tax }, { total, config }),
  };
}
