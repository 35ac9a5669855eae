import type Big from 'big.js';
import { powerOfTen, toDecimal } from './decimal.ts';
import { IntegrationError } from './errors.ts';

/** Which way a value goes that lies between two steps. `up` and `down` mean away from and towards zero. */
export const roundingModes = ['half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor'] as const;

export type RoundingMode = (typeof roundingModes)[number];

/** How to round. */
export interface Rounding {
  readonly mode: RoundingMode;
  /** Decimal places. */
  readonly places?: number;
  /** Step to round to instead of places: `'0.05'`, `'0.10'`, `'1'`. */
  readonly increment?: string;
}

/**
 * Rounds a decimal to places or to a step.
 *
 * @throws IntegrationError `input-invalid` for places that are no whole number, or a step that is not above zero.
 */
export function roundDecimal(value: Big, { mode, places = 0, increment }: Rounding): Big {
  const step = increment === undefined ? powerOfTen(-places) : stepOf(increment);
  const below = floorTo(value.abs(), step);
  const rest = value.abs().minus(below);
  if (rest.eq(0)) return value;
  const rounded = goesAway(mode, { value, below, rest, step }) ? below.plus(step) : below;
  return value.lt(0) ? rounded.times(-1) : rounded;
}

function stepOf(increment: string): Big {
  const step = toDecimal(increment, 'input-invalid');
  if (step.gt(0)) return step;
  throw new IntegrationError("An increment is a step above zero, such as '0.05'", {
    code: 'input-invalid',
    path: 'increment',
  });
}

function floorTo(value: Big, step: Big): Big {
  return value.minus(value.mod(step));
}

interface Between {
  readonly value: Big;
  readonly below: Big;
  readonly rest: Big;
  readonly step: Big;
}

function goesAway(mode: RoundingMode, { value, below, rest, step }: Between): boolean {
  const half = rest.times(2).cmp(step);
  switch (mode) {
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceiling':
      return value.gt(0);
    case 'floor':
      return value.lt(0);
    case 'half-up':
      return half >= 0;
    case 'half-down':
      return half > 0;
    case 'half-even':
      return half > 0 || (half === 0 && !below.mod(step.times(2)).eq(0));
  }
}
