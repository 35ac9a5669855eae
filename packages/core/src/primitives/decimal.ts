import Big from 'big.js';
import { type ErrorCode } from './error-codes.ts';
import { IntegrationError } from './errors.ts';

/** A plain decimal: no exponent, no plus, no separators, no spaces. */
export const plainDecimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** Longest decimal that is read: more digits than any amount or quantity has. */
const maxDigits = 40;

/** Most places that a number is rounded or divided to. */
const maxPlaces = 40;

/** Reads a plain decimal text exactly. */
export function toDecimal(text: string, code: ErrorCode): Big {
  if (typeof text === 'string' && text.length <= maxDigits && plainDecimal.test(text)) return new Big(text);
  throw new IntegrationError("A decimal is a text like '19.99', without exponent, sign '+' or separators", {
    code,
    details: { kind: typeof text },
  });
}

/** 10 to a whole power, exactly: `-2` is 0.01. */
export function powerOfTen(power: number): Big {
  if (Number.isInteger(power) && Math.abs(power) <= maxPlaces) return new Big(`1e${power}`);
  throw new IntegrationError('Decimal places are a small whole number', { code: 'input-invalid', path: 'places' });
}
