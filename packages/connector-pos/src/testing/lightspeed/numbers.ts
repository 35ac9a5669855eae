/** What amounts and quantities are counted in: hundred-thousandths, the places that the platform keeps. */
export const one = 100_000;

/** Rounds half away from zero to whole steps. */
export function roundTo(parts: number, step: number): number {
  return Math.sign(parts) * Math.round(Math.abs(parts) / step) * step;
}

/** A share of an amount, rounded to the places that are kept. */
export function shareOf(parts: number, share: number, whole: number): number {
  return Math.sign(parts) * Math.round((Math.abs(parts) * share) / whole);
}

/** As most endpoints write it: a number. */
export const numberOf = (parts: number): number => parts / one;

/** As some endpoints write it: a text with five places. */
export const textOf = (parts: number): string => (parts / one).toFixed(5);

/** What a body said, in parts. */
export const partsOf = (value: number): number => Math.round(value * one);

/** A quantity that was given as text, in parts. */
export function partsOfText(text: string): number {
  if (!/^-?\d+(?:\.\d{1,5})?$/.test(text)) throw new RangeError(`'${text}' is no quantity`);
  return Math.round(Number(text) * one);
}

/** Parts in one minor unit of a currency. */
export function minorUnit(currency: string): number {
  const whole = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK']);
  return whole.has(currency) ? one : one / 100;
}
