import { IntegrationError } from '../primitives/index.ts';

/** Largest encoded step result, in characters. */
export const maxResultLength = 1_048_576;

const tag = '$crossdock';

/** Levels of a value beyond which it may be one that contains itself. */
const deepest = 32;

/**
 * Encodes a step result as JSON text. Dates, bigints, maps, sets, bytes, `undefined` and non-finite numbers are
 * tagged, so that a result is the same value before and after a crash.
 *
 * @throws IntegrationError `step-result-unserializable` for functions, symbols, class instances and cycles,
 * `step-result-too-large` over 1 MiB.
 */
export function encodeResult(value: unknown, step: string): string {
  const text = JSON.stringify(isPlain(value) ? value : toTagged(value, step, []));
  if (text.length > maxResultLength) {
    throw new IntegrationError(`The result of step '${step}' is too large to journal`, {
      code: 'step-result-too-large',
      details: { step, characters: text.length, limit: maxResultLength },
    });
  }
  return text;
}

/** The value as it will be after a crash: what the text cannot tell apart is not told apart before either. */
export function asJournaled(value: unknown, text: string): unknown {
  return isPlain(value) ? value : decodeResult(text);
}

/** Reads what {@link encodeResult} wrote. */
export function decodeResult(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return text.includes(tag) ? fromTagged(value) : value;
}

function isPlainText(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

/** Whether JSON keeps all of a value, as it does of most results. One that nests deeply is looked at by {@link toTagged}. */
function isPlain(value: unknown, depth = 0): boolean {
  if (isPlainText(value)) return true;
  if (typeof value !== 'object' || value === null || depth > deepest) return false;
  if (Array.isArray(value)) return value.every((it) => isPlain(it, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return !(tag in value) && Object.values(value).every((it) => isPlain(it, depth + 1));
}

function toTagged(value: unknown, step: string, parents: readonly object[]): unknown {
  if (value === undefined) return { [tag]: 'undefined' };
  if (isPlainText(value)) return value;
  if (typeof value === 'number') return { [tag]: 'number', value: Object.is(value, -0) ? '-0' : String(value) };
  if (typeof value === 'bigint') return { [tag]: 'bigint', value: value.toString() };
  if (typeof value !== 'object') throw unserializable(step, typeof value);
  const object: object = value;
  if (parents.includes(object)) throw unserializable(step, 'a value that contains itself');
  const within = [...parents, object];
  if (object instanceof Date && Number.isNaN(object.getTime())) throw unserializable(step, 'an invalid date');
  if (object instanceof Date) return { [tag]: 'date', value: object.toISOString() };
  if (object instanceof Uint8Array) return { [tag]: 'bytes', value: Buffer.from(object).toString('base64') };
  if (object instanceof Map) {
    return { [tag]: 'map', value: [...object].map(([k, v]) => [toTagged(k, step, within), toTagged(v, step, within)]) };
  }
  if (object instanceof Set) return { [tag]: 'set', value: [...object].map((it) => toTagged(it, step, within)) };
  if (Array.isArray(object)) return object.map((it) => toTagged(it, step, within));
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) throw unserializable(step, object.constructor.name);
  const fields = Object.entries(object)
    .filter(([, it]) => it !== undefined)
    .map(([key, it]) => [key, toTagged(it, step, within)] as const);
  const plain = Object.fromEntries(fields);
  return tag in plain ? { [tag]: 'object', value: plain } : plain;
}

function fromTagged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromTagged);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  const content = fields['value'];
  switch (fields[tag]) {
    case undefined:
      return mapFields(fields);
    case 'undefined':
      return undefined;
    case 'number':
      return Number(content);
    case 'bigint':
      return BigInt(String(content));
    case 'date':
      return new Date(String(content));
    case 'bytes':
      return new Uint8Array(Buffer.from(String(content), 'base64'));
    case 'map':
      return new Map((content as [unknown, unknown][]).map(([k, v]) => [fromTagged(k), fromTagged(v)]));
    case 'set':
      return new Set((content as unknown[]).map(fromTagged));
    case 'object':
      return mapFields(content as Record<string, unknown>);
    default:
      // A user's own object that happens to carry the tag key with another value.
      return mapFields(fields);
  }
}

function mapFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, it]) => [key, fromTagged(it)]));
}

function unserializable(step: string, kind: string): IntegrationError {
  return new IntegrationError(
    `The result of step '${step}' holds ${kind}, which cannot be journaled; return plain data`,
    {
      code: 'step-result-unserializable',
      details: { step, kind },
    },
  );
}

/** Encodes a failure that a flow survived, so that it meets the same failure again on re-entry. */
export function encodeFailure(error: IntegrationError): string {
  const { code, disposition, message, path, system, retryAfterMs, details } = error;
  return JSON.stringify({ [tag]: 'failure', code, disposition, message, path, system, retryAfterMs, details });
}

/** The failure of an encoded result, or `undefined` when it is a value. */
export function decodeFailure(text: string): IntegrationError | undefined {
  if (!text.startsWith(`{"${tag}":"failure"`)) return undefined;
  const { message, ...rest } = JSON.parse(text) as IntegrationError;
  const { code, disposition, path, system, retryAfterMs, details } = rest;
  return new IntegrationError(message, { code, disposition, path, system, retryAfterMs, details });
}
