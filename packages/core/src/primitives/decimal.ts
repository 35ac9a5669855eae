import Big from 'big.js';
import { type ErrorCode } from './error-codes.ts';
import { IntegrationError } from './errors.ts';

/** A plain decimal: no exponent, no plus, no separators, no spaces. */
export const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Longest decimal that is read: more digits than any amount or quantity has. */
const maxDigits = 40;

/** Reads a plain decimal text exactly. */
export function toDecimal(text: string, code: ErrorCode): Big {
  if (typeof text === 'string' && text.length <= maxDigits && plainDecimal.test(text)) return new Big(text);
  throw new IntegrationError("A decimal is a text like '19.99', without exponent, sign '+' or separators", {
    code,
    details: { kind: typeof text },
  });
}
