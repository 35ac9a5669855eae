import { type ErrorCode, type IntegrationError } from '../primitives/index.ts';

/** Failures that a quick repetition cannot cure: somebody with more patience, or a person, goes on from here. */
const notHere: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'gate-closed',
  'maintenance',
  'circuit-open',
  'posting-pending',
  'outcome-unknown',
  'response-invalid',
  'response-too-large',
  'output-invalid',
  'internal',
  'cancelled',
]);

/** Whether the same call may succeed within seconds. Whether it may be repeated at all is the once-only strategy's question. */
export function isWorthRepeating(error: IntegrationError): boolean {
  return error.disposition !== 'reject' && !notHere.has(error.code);
}
