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

/**
 * Checks a value against a schema.
 *
 * @returns the value as the schema gives it out
 * @throws IntegrationError that names every offending path, the kind of value found there (never the value), and what was
 * expected. Issues that carry a code of ours (`unbalanced`, `currency-mismatch`) give it to the error.
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown, { what, code = 'input-invalid' }: ParseOptions): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const listed = issues.slice(0, maxIssues).map((issue) => {
    const path = issue.path.map(String).join('.');
    return `${path === '' ? 'it' : path}: ${issue.message}${foundAt(value, issue.path)}`;
  });
  const more = issues.length > maxIssues ? `; and ${issues.length - maxIssues} more` : '';
  const [first] = issues;
  const own = issues.map(codeOf).find((it) => it !== undefined);
  throw new IntegrationError(`${what} is not valid: ${listed.join('; ')}${more}`, {
    code: own ?? code,
    path: first?.path.map(String).join('.') ?? '',
    details: { issues: issues.length },
  });
}

function codeOf(issue: z.core.$ZodIssue): ErrorCode | undefined {
  const code: unknown = 'params' in issue ? issue.params?.['code'] : undefined;
  return typeof code === 'string' && code in errorCodes ? (code as ErrorCode) : undefined;
}

function foundAt(value: unknown, path: readonly PropertyKey[]): string {
  let found: unknown = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return '';
    found = (found as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return ` (found ${kindOf(found)})`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'an empty text';
  return { string: 'a text', number: 'a number', boolean: 'a boolean', object: 'an object' }[typeof value as string] ?? typeof value;
}
