import { unsigned } from '../../rules/index.ts';
import { type XmlElement } from '../reading/xml-element.ts';
import { type TillTicket } from '../till-record.ts';
import { decimalOf, isNegative, isSame, isZero, missing, negated, plus } from '../values.ts';
import { someRounding, tendered, worthOfGoods } from '../worth.ts';
import { type TransactionContext } from './context.ts';

type Written = Pick<TillTicket, 'lines' | 'charges' | 'tenders' | 'taxIncluded'> & {
  readonly rounding: string | undefined;
};

/**
 * The total of a ticket as it is written, with cash rounding in it, which feeds write beside it or in it. Which of the two,
 * and which way the rounding goes where its direction does not say it for money that goes back, is told by what balances;
 * where nothing does, the written total stands and the ticket is refused by its difference.
 */
export function totalOf(
  written: Written,
  totals: readonly XmlElement[],
  context: TransactionContext,
  path: string,
): Pick<TillTicket, 'total' | 'rounding'> {
  const worth = worthOfGoods(written);
  const paid = tendered(written.tenders);
  const stated = statedTotal(totals, worth, context, path);
  const { rounding } = written;
  if (rounding === undefined || isZero(rounding)) return { total: stated };
  for (const way of [rounding, negated(rounding)]) {
    const total = plus(worth, way);
    const isStated = isSame(stated, worth) || isSame(stated, total);
    if (isStated && isSame(total, paid)) return { total, ...someRounding(way) };
  }
  return { total: isSame(stated, worth) ? plus(worth, rounding) : stated, ...someRounding(rounding) };
}

function statedTotal(totals: readonly XmlElement[], worth: string, context: TransactionContext, path: string): string {
  const { dialect } = context;
  for (const type of dialect.totals ?? ['TransactionGrandAmount']) {
    const found = amountOfType(totals, type, path);
    if (found !== undefined) return signed(found, worth, context);
  }
  const net = dialect.netTotal === 'ignore' ? undefined : amountOfType(totals, 'TransactionNetAmount', path);
  if (net === undefined) throw missing('total of a type that is agreed', `${path}.Total`);
  if (dialect.netTotal === 'with-tax') return signed(net, worth, context);
  const tax = amountOfType(totals, 'TransactionTaxAmount', path);
  if (tax === undefined) throw missing('total of taxes beside the one without', `${path}.Total`);
  return plus(signed(net, worth, context), signed(tax, worth, context));
}

function amountOfType(totals: readonly XmlElement[], type: string, path: string): string | undefined {
  const index = totals.findIndex((it) => (it.attributes['TotalType'] ?? '') === type);
  const text = totals[index]?.text.trim() ?? '';
  return text === '' ? undefined : decimalOf(text, `${path}.Total[${index + 1}]`);
}

/** A total without sign is that of the goods. */
function signed(total: string, worth: string, { dialect }: TransactionContext): string {
  if (dialect.amounts === 'signed' || isNegative(total)) return total;
  return isNegative(worth) && !isZero(total) ? negated(unsigned(total)) : total;
}
