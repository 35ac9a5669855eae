import { addQuantities, IntegrationError, negateQuantity, quantity, type Quantity } from '@crossdock/core';
import { z } from 'zod';
import type { Row } from './api/index-query.ts';

const term = /^(-?)(@?[A-Za-z]\w*)\.(@?[A-Za-z]\w*)$/;

/** A measure of a data source, `fno.physicalinvent`; with a minus it is taken off. */
const MeasureName = z.string().regex(term, "must be a data source and a measure, like 'pos.inbound'");

/** A sum of measures. */
export const Formula = z.array(MeasureName).min(1);
export type Formula = readonly string[];

/** Whether a row tells a measure at all. */
export function hasMeasure({ quantities }: Row, name: string): boolean {
  const { source, measure } = partsOf(name);
  return quantities[source]?.[measure] !== undefined;
}

/** The sum of measures in a row. One that the row does not tell counts nothing. */
export function sumOf({ quantities }: Row, formula: Formula, unit: string): Quantity {
  return formula.reduce(
    (sum, name) => {
      const { source, measure, isTakenOff } = partsOf(name);
      const amount = quantities[source]?.[measure];
      if (amount === undefined) return sum;
      const units = quantity(amount, unit);
      return addQuantities(sum, isTakenOff ? negateQuantity(units) : units);
    },
    quantity('0', unit),
  );
}

/** Names come back in lower case, however they are written in the configuration. */
function partsOf(name: string): { readonly source: string; readonly measure: string; readonly isTakenOff: boolean } {
  const [, minus, source = '', measure = ''] = term.exec(name) ?? [];
  return { source: source.toLowerCase(), measure: measure.toLowerCase(), isTakenOff: minus === '-' };
}

/** Units as the JSON number that the service takes. What a number cannot hold exactly is refused, never rounded. */
export function toWireUnits({ amount, unit }: Quantity, expectedUnit: string, path: string): number {
  if (unit !== expectedUnit) {
    throw new IntegrationError(`Inventory Visibility counts this product in ${expectedUnit}, not in ${unit}`, {
      code: 'quantity-invalid',
      path,
    });
  }
  const units = Number(amount);
  if (String(units) === amount) return units;
  throw new IntegrationError(`${amount} has more digits than a number of Inventory Visibility`, {
    code: 'quantity-invalid',
    path,
  });
}
