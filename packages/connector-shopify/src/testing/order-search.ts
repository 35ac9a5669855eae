import type { BookedOrder } from './book-entries.ts';
import { financialStatusOf, fulfillmentStatusOf } from './order-totals.ts';
import { compare, type Term, unsupported } from './search-term.ts';

/**
 * The part of the platform's search language for orders that the simulator understands:
 * `key:value`, comparisons, quoted values, terms joined by a blank or `AND`.
 *
 * A key it does not know is an error here. The real platform ignores it, which hides mistakes.
 */
export function orderFilter(query: string | null | undefined): (order: BookedOrder) => boolean {
  const terms = parse(query ?? '');
  return (order) => terms.every((term) => matches(order, term));
}

function parse(query: string): Term[] {
  const terms: Term[] = [];
  const pattern = /\s*(?:(AND)(?=\s)|([a-z_]+):(>=|<=|>|<)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s'"]+)))\s*/y;
  while (pattern.lastIndex < query.length) {
    const match = pattern.exec(query);
    if (!match) throw unsupported(query);
    if (match[1] !== undefined) continue;
    const value = (match[4] ?? match[5] ?? match[6] ?? '').replace(/\\(.)/g, '$1');
    terms.push({ key: match[2] ?? '', comparator: asComparator(match[3]), value });
  }
  return terms;
}

function asComparator(text: string | undefined): Term['comparator'] {
  return text === '>' || text === '>=' || text === '<' || text === '<=' ? text : '';
}

function matches(order: BookedOrder, term: Term): boolean {
  switch (term.key) {
    case 'updated_at':
      return compare(order.updatedAt, instant(term), term.comparator);
    case 'created_at':
      return compare(order.createdAt, instant(term), term.comparator);
    case 'processed_at':
      return compare(order.processedAt, instant(term), term.comparator);
    case 'id':
      return compare(order.id, BigInt(term.value), term.comparator);
    case 'name':
      return order.name === term.value || order.name === `#${term.value}`;
    case 'test':
      return order.test === (term.value === 'true');
    case 'source_name':
      return order.sourceName === term.value;
    case 'financial_status':
      return financialStatusOf(order).toLowerCase() === term.value;
    case 'fulfillment_status':
      return fulfillmentStatusOf(order).toLowerCase() === term.value;
    case 'status':
      return inStatus(order, term.value);
    default:
      throw unsupported(`${term.key}:`);
  }
}

function inStatus(order: BookedOrder, status: string): boolean {
  if (status === 'cancelled') return order.cancelledAt !== undefined;
  if (status === 'open' || status === 'not_closed') return order.cancelledAt === undefined;
  if (status === 'closed') return false;
  throw unsupported(`status:${status}`);
}

function instant(term: Term): number {
  const value = Date.parse(term.value);
  if (Number.isNaN(value)) throw unsupported(`${term.key}:${term.value}`);
  return value;
}
