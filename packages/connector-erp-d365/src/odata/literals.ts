import { IntegrationError } from '@crossdock/core';

/** A value as it stands in a key or filter. Whole numbers and enums have no quotes around them. */
export type Literal =
  | string
  | number
  | bigint
  | { readonly enum: string; readonly value: string }
  | { readonly date: string }
  | { readonly instant: string };

/** Writes a literal: texts in quotes with theirs doubled, enums with their type, days as noon in UTC, instants in UTC. */
export function literal(value: Literal): string {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if ('date' in value) return noonOf(value.date);
  if ('instant' in value) return new Date(value.instant).toISOString();
  return `Microsoft.Dynamics.DataEntities.${value.enum}'${value.value}'`;
}

/** A business date as the platform keeps it: noon in UTC, so that no time zone moves it to another day. */
export function noonOf(businessDate: string): string {
  return `${businessDate}T12:00:00Z`;
}

/** What "no date" looks like. */
const nullDates: ReadonlySet<string> = new Set(['1900-01-01', '0001-01-01']);

/** The business date in a date field, or `undefined` when it says that there is none. Throws `response-invalid` for anything else. */
export function dateOf(value: string | null | undefined): string | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const day = value.slice(0, 10);
  if (nullDates.has(day)) return undefined;
  const at = Date.parse(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  if (isDay && /^.{10}(?:T|$)/.test(value)) return day;
  throw new IntegrationError('Dynamics 365 answers with a date that is none', { code: 'response-invalid' });
}

/** Comparisons that a filter may make. Every field of it must hold. */
export type Filter = Readonly<Record<string, Literal | Span>>;

/** A part of an order: from a value on or after it, before a value or up to it. */
export interface Span {
  readonly from?: Literal;
  readonly after?: Literal;
  readonly before?: Literal;
  readonly upTo?: Literal;
}

/**
 * A filter as text. A `*` in a text would make the platform look for a part instead of the whole, so such a value is refused;
 * ask for more and compare what comes.
 */
export function filterOf(filter: Filter): string {
  return Object.entries(filter)
    .flatMap(([field, condition]) => {
      if (typeof condition === 'object' && !isLiteral(condition)) {
        const { from, after, before, upTo } = condition;
        return [
          ...(from === undefined ? [] : [`${field} ge ${literal(from)}`]),
          ...(after === undefined ? [] : [`${field} gt ${literal(after)}`]),
          ...(before === undefined ? [] : [`${field} lt ${literal(before)}`]),
          ...(upTo === undefined ? [] : [`${field} le ${literal(upTo)}`]),
        ];
      }
      if (typeof condition === 'string' && condition.includes('*')) {
        throw new IntegrationError("Dynamics 365 reads '*' in a filter as a part of a text", {
          code: 'input-invalid',
          path: field,
        });
      }
      return [`${field} eq ${literal(condition)}`];
    })
    .join(' and ');
}

const isLiteral = (
  condition: Exclude<Literal, string | number | bigint> | Span,
): condition is Exclude<Literal, string | number | bigint> =>
  'enum' in condition || 'date' in condition || 'instant' in condition;

/** Where one row is: every part of its key, in the order given. */
export function keyPath(set: string, key: Readonly<Record<string, Literal>>) {
  const names = Object.keys(key);
  return {
    path: `/data/${set}(${names.map((name) => `${name}={${name}}`).join(',')})`,
    params: Object.fromEntries(names.map((name) => [name, literal(key[name] ?? '')])),
  };
}
