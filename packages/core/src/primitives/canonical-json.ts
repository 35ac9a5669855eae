import { createHash } from 'node:crypto';
import { IntegrationError } from './errors.ts';

/**
 * JSON text that is the same for equal values: keys sorted, absent members left out, no white space.
 *
 * @throws IntegrationError `input-invalid` for what JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((it) => canonicalJson(it === undefined ? null : it)).join(',')}]`;
  if (typeof value === 'object') {
    if (hasToJson(value)) return canonicalJson(value.toJSON());
    const members = Object.entries(value)
      .filter(([, it]) => it !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => `${JSON.stringify(key)}:${canonicalJson(it)}`);
    return `{${members.join(',')}}`;
  }
  throw new IntegrationError(`A ${typeof value} has no place in JSON`, {
    code: 'input-invalid',
    details: { kind: typeof value },
  });
}

/** Dates, secrets and other values that say themselves how they are written. */
function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** SHA-256 of the canonical JSON, in hex: equal values, equal hash. For echo suppression, never for idempotency keys. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
