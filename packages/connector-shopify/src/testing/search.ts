import { compare, type Term, unsupported } from './search-term.ts';

/** What a row says about a key: texts to match, an instant in epoch milliseconds, or a number to compare. */
export type SearchKey<Row> =
  | { readonly text: (row: Row) => string | null }
  /** Matches as soon as one word of the value is the same: the platform's search for people works with tokens. */
  | { readonly words: (row: Row) => string | null }
  | { readonly instant: (row: Row) => number }
  /** Compares whole days, whatever the time of the value. */
  | { readonly day: (row: Row) => number }
  | { readonly number: (row: Row) => bigint };

/**
 * The part of the platform's search language that the simulator understands: `key:value`, comparisons, quoted values,
 * terms joined by a blank, `AND` or `OR` (which binds more loosely).
 *
 * A key it does not know is an error here. The real platform ignores it, which hides mistakes.
 */
export function searchFilter<Row>(
  query: string | null | undefined,
  keys: Readonly<Record<string, SearchKey<Row>>>,
): (row: Row) => boolean {
  const alternatives = parse(query ?? '');
  for (const { key } of alternatives.flat()) if (!Object.hasOwn(keys, key)) throw unsupported(`${key}:`);
  return (row) => alternatives.some((terms) => terms.every((term) => matches(row, term, keys[term.key])));
}

/** The values of a key of which every match has one: rows that have none of them need not be looked at. */
export function wantedValues(query: string | null | undefined, key: string): readonly string[] | undefined {
  const wanted = parse(query ?? '').map((terms) => terms.find((it) => it.key === key && it.comparator === '')?.value);
  return wanted.every((it) => it !== undefined) ? wanted : undefined;
}

function parse(query: string): Term[][] {
  const alternatives: Term[][] = [[]];
  const pattern =
    /\s*(?:(AND|OR)(?=\s)|([a-z_]+):(>=|<=|>|<)?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s'"]+)))\s*/y;
  while (pattern.lastIndex < query.length) {
    const match = pattern.exec(query);
    if (!match) throw unsupported(query);
    const [, joint, key = '', comparator, single, double, bare] = match;
    if (joint === 'OR') alternatives.push([]);
    if (joint !== undefined) continue;
    const value = (single ?? double ?? bare ?? '').replace(/\\(.)/g, '$1');
    alternatives.at(-1)?.push({ key, comparator: asComparator(comparator), value });
  }
  return alternatives;
}

function asComparator(text: string | undefined): Term['comparator'] {
  return text === '>' || text === '>=' || text === '<' || text === '<=' ? text : '';
}

function matches<Row>(row: Row, { comparator, value }: Term, key: SearchKey<Row> | undefined): boolean {
  if (!key) return false;
  if ('text' in key) return key.text(row) === value;
  if ('words' in key) return wordsOf(key.words(row) ?? '').some((word) => wordsOf(value).includes(word));
  if ('number' in key) return compare(key.number(row), BigInt(value), comparator);
  const instant = Date.parse(value);
  if (Number.isNaN(instant)) throw unsupported(value);
  if ('day' in key) return compare(dayOf(key.day(row)), dayOf(instant), comparator);
  return compare(key.instant(row), instant, comparator);
}

function dayOf(instant: number): number {
  return Math.floor(instant / 86_400_000);
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}
