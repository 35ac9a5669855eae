import { IntegrationError } from '@crossdock/core';

/** A value in a filter. Texts stand in quotes with theirs doubled; ids, dates, instants and numbers stand bare. */
export type Value = string | number | boolean | { readonly bare: string };

/** A comparison: equality, one of several texts, a beginning, or a span. */
export type Condition =
  | Value
  | { readonly anyOf: readonly string[] }
  | { readonly startsWith: string }
  | { readonly from?: Value; readonly before?: Value };

/** What rows have to be. Every field of it must hold; the platform knows no `or` over two fields. */
export type Filter = Readonly<Record<string, Condition>>;

/** A day or instant as a filter writes it. */
export function bare(value: string): Value {
  if (!/^[0-9A-Za-z:.+-]{1,40}$/.test(value)) {
    throw new IntegrationError('This is no id, day or instant', { code: 'input-invalid' });
  }
  return { bare: value };
}

/** A filter as text; nothing for one that every row fits. */
export function filterOf(filter: Filter): string | undefined {
  const text = Object.entries(filter)
    .flatMap(([field, condition]) => {
      if (typeof condition !== 'object' || 'bare' in condition) return [`${field} eq ${valueOf(condition)}`];
      if ('anyOf' in condition) {
        const each = condition.anyOf.map((it) => `${field} eq ${valueOf(it)}`).join(' or ');
        return [Object.keys(filter).length > 1 ? `(${each})` : each];
      }
      if ('startsWith' in condition) return [`startswith(${field},${valueOf(condition.startsWith)})`];
      const { from, before } = condition;
      return [
        ...(from === undefined ? [] : [`${field} ge ${valueOf(from)}`]),
        ...(before === undefined ? [] : [`${field} lt ${valueOf(before)}`]),
      ];
    })
    .join(' and ');
  return text === '' ? undefined : text;
}

function valueOf(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  return typeof value === 'object' ? value.bare : String(value);
}

/** What "no id" looks like. */
export const noId = '00000000-0000-0000-0000-000000000000';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Ids are GUIDs; anything else would be another path. */
export function requireId(id: string, path: string): string {
  if (guid.test(id)) return id.toLowerCase();
  throw new IntegrationError('This is no id of Business Central', { code: 'not-found', path });
}
