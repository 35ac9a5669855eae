import { type z } from 'zod';
import { type ErrorCode, IntegrationError } from '../primitives/index.ts';
import { type Problem, problemsOf } from './problems.ts';

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
  const problems = problemsOf(parsed.error, value);
  const listed = problems.slice(0, maxIssues).map(inWords);
  const more = problems.length > maxIssues ? `; and ${problems.length - maxIssues} more` : '';
  const leading = problems.find((it) => it.code !== undefined) ?? problems[0];
  throw new IntegrationError(`${what} is not valid: ${listed.join('; ')}${more}`, {
    code: leading?.code ?? code,
    path: leading?.path.map(String).join('.') ?? '',
    details: { issues: problems.length },
  });
}

function inWords({ path, message }: Problem): string {
  return `${path.length === 0 ? 'it' : path.map(String).join('.')}: ${message}`;
}
