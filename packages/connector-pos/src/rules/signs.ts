import { isNegative, type Money, negate } from '@crossdock/core';

/** What a platform says about the direction of one line or tender. */
export interface SaidDirection {
  /** It stands where things come back: a return, a refund. */
  readonly back?: boolean | undefined;
  /** Its quantity, as a decimal text. */
  readonly quantity?: string | undefined;
}

/** Whether a line or tender goes from the store to the buyer (`out`) or comes back. */
export function directionOf({ back = false, quantity = '0' }: SaidDirection): 'out' | 'back' {
  return back || isBelowZero(quantity) ? 'back' : 'out';
}

/** A decimal without its sign. */
export function unsigned(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : decimal;
}

/** An amount without its sign. */
export function unsignedMoney(amount: Money): Money {
  return isNegative(amount) ? negate(amount) : amount;
}

/**
 * An amount with our sign: positive out, negative back. Platforms write what comes back as positive, as negative, or as
 * a negative quantity with a positive amount; only its direction counts. One that already has our sign is left alone.
 */
export function signedMoney(amount: Money, said: SaidDirection & { readonly alreadySigned?: boolean }): Money {
  if (said.alreadySigned === true) return amount;
  const plain = unsignedMoney(amount);
  return directionOf(said) === 'back' ? negate(plain) : plain;
}

function isBelowZero(decimal: string): boolean {
  return decimal.startsWith('-') && /[1-9]/.test(decimal);
}
