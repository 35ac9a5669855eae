import { type z } from 'zod';
import { type ErrorCode, errorCodes, IntegrationError } from '../primitives/index.ts';

/** How {@link parse} names what it parses. */
export interface ParseOptions {
  /** `the order`, `the input of 'createOrder'`. */
  readonly what: string;
  /**
   * The code of the error when an issue has none of its own.
   *
   * @default 'input-invalid'
   */
  readonly code?: ErrorCode;
}

/** Most issues that one message lists. */
const maxIssues = 5;

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: ErrorCode | undefined;
}

/**
 * Checks a value against a schema.
 *
 * @returns the value as the schema gives it out
 * @throws IntegrationError that names every offending path, the kind of value found there (never the value), and what was
 * expected. Issues that carry a code of ours (`unbalanced`, `currency-mismatch`) give it to the error.
 *
 * @example
 * ```ts
 * import { Order, parse } from '@crossdock/core';
 *
 * const readOrder = (body: unknown): Order => parse(Order, body, { what: 'the order', code: 'response-invalid' });
 * ```
 */
export function parse<S extends z.ZodType>(
  schema: S,
  value: unknown,
  { what, code = 'input-invalid' }: ParseOptions,
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.flatMap((issue) => flatten(issue, []));
  const listed = issues.slice(0, maxIssues).map((issue) => inWords(issue, value));
  const more = issues.length > maxIssues ? `; and ${issues.length - maxIssues} more` : '';
  const leading = issues.find((it) => it.code !== undefined) ?? issues[0];
  throw new IntegrationError(`${what} is not valid: ${listed.join('; ')}${more}`, {
    code: leading?.code ?? code,
    path: leading?.path.map(String).join('.') ?? '',
    details: { issues: issues.length },
  });
}

/** Of a value that fits none of several shapes, the issues with the shape that it comes closest to. */
function flatten(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly Issue[] {
  const path = [...above, ...issue.path];
  const shapes = issue.code === 'invalid_union' ? issue.errors : [];
  const [closest] = shapes.toSorted((a, b) => a.length - b.length);
  if (closest && closest.length > 0) return closest.flatMap((it) => flatten(it, path));
  return [{ path, message: issue.message, code: codeOf(issue) }];
}

function codeOf(issue: z.core.$ZodIssue): ErrorCode | undefined {
  const code: unknown = 'params' in issue ? issue.params?.['code'] : undefined;
  return typeof code === 'string' && Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : undefined;
}

function inWords({ path, message, code }: Issue, value: unknown): string {
  const place = path.length === 0 ? 'it' : path.map(String).join('.');
  // A proof of ours names its amounts already.
  return code === undefined ? `${place}: ${message}${foundAt(value, path)}` : `${place}: ${message}`;
}

function foundAt(value: unknown, path: readonly PropertyKey[]): string {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return '';
    found = (found as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return ` (found ${kindOf(found)})`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'a boolean',
  object: 'an object',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'an empty text';
  return kinds[typeof value] ?? typeof value;
}
