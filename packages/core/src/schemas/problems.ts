import { type z } from 'zod';
import { type ErrorCode, errorCodes } from '../primitives/index.ts';

/** One place of a value that its schema refuses. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  /** What was expected, and the kind of value that is there. Never the value. */
  readonly message: string;
  /** The code that the refusal has of its own: a proof of ours gives one. */
  readonly code?: ErrorCode | undefined;
}

/**
 * What is wrong with a value, in words for the person who has to mend it.
 *
 * A value that fits none of several shapes is held against the one that it comes closest to.
 */
export function problemsOf(error: z.ZodError, value: unknown): readonly Problem[] {
  return error.issues.flatMap((issue) => flatten(issue, [])).map((issue) => toProblem(issue, value));
}

/** A kind of value in words: `a text`, `a list`, `nothing`. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'an empty text';
  return kinds[typeof value] ?? `a ${typeof value}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

type Issue = z.core.$ZodIssue;

function flatten(issue: Issue, above: readonly PropertyKey[]): readonly Issue[] {
  const here = { ...issue, path: [...above, ...issue.path] };
  // What the schema says itself is said better than by one of its shapes.
  if (issue.code !== 'invalid_union' || issue.message !== 'Invalid input') return [here];
  const [closest] = issue.errors.toSorted((a, b) => distance(a) - distance(b));
  if (!closest || closest.length === 0) return [here];
  return closest.flatMap((it) => flatten(it, here.path));
}

/** Another kind of value is further away than any number of wrong fields. */
function distance(shape: readonly Issue[]): number {
  const another = shape.some(({ path, code }) => path.length === 0 && (code === 'invalid_type' || code === 'custom'));
  return another ? Number.MAX_SAFE_INTEGER : shape.length;
}

function toProblem(issue: Issue, value: unknown): Problem {
  const { path } = issue;
  const code = codeOf(issue);
  // A proof of ours names its amounts already.
  if (code !== undefined) return { path, message: issue.message, code };
  if (issue.code === 'unrecognized_keys') return { path, message: inWords(issue, value) };
  const message = inWords(issue, value);
  return { path, message: message === empty ? message : `${message}${foundAt(value, path)}` };
}

function codeOf(issue: Issue): ErrorCode | undefined {
  const code: unknown = 'params' in issue ? issue.params?.['code'] : undefined;
  return typeof code === 'string' && Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : undefined;
}

const empty = 'must not be empty';

/** Our words for what zod would say in its own; a message that somebody wrote is left as it is. */
function inWords(issue: Issue, value: unknown): string {
  const { message } = issue;
  if (message.startsWith('Invalid input: expected') && issue.code === 'invalid_type') {
    return `must be ${kinds[issue.expected] ?? `a ${issue.expected}`}`;
  }
  if (message.startsWith('Too small') && isEmpty(valueAt(value, issue.path))) return empty;
  if (/^Invalid (option|input): expected/.test(message) && issue.code === 'invalid_value') {
    return `must be ${issue.values.map((it) => (typeof it === 'string' ? `'${it}'` : String(it))).join(' or ')}`;
  }
  if (message.startsWith('Invalid discriminator value') && issue.code === 'invalid_union') {
    return `must be ${(issue as { readonly options?: readonly unknown[] }).options?.map((it) => `'${String(it)}'`).join(' or ')}`;
  }
  if (message.startsWith('Unrecognized key') && issue.code === 'unrecognized_keys') {
    return `must not have ${issue.keys.map((it) => `'${it}'`).join(', ')}`;
  }
  return formats[message] ?? message;
}

const isEmpty = (it: unknown): boolean => it === '' || (Array.isArray(it) && it.length === 0);

const formats: Readonly<Record<string, string>> = {
  'Invalid ISO datetime': 'must be an instant like 2026-11-27T10:00:00Z',
  'Invalid ISO date': 'must be a date like 2026-11-27',
  'Invalid URL': 'must be an address like https://acme.example',
};

function foundAt(value: unknown, path: readonly PropertyKey[]): string {
  const found = valueAt(value, path);
  return found === nowhere ? '' : ` (found ${kindOf(found)})`;
}

const nowhere = Symbol('nowhere');

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return nowhere;
    found = (found as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return found;
}
