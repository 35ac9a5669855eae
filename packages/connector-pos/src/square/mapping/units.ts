import { type MeasurementUnit } from '../api/orders.ts';
import { unmapped } from '../errors.ts';

/** Square's units by their UN/ECE recommendation 20 codes. Of areas and others no store sells; they are refused. */
const codes: Readonly<Record<string, string>> = {
  UNIT: 'EA',
  METRIC_MILLIGRAM: 'MGM',
  METRIC_GRAM: 'GRM',
  METRIC_KILOGRAM: 'KGM',
  IMPERIAL_WEIGHT_OUNCE: 'ONZ',
  IMPERIAL_POUND: 'LBR',
  IMPERIAL_STONE: 'STI',
  METRIC_MILLIMETER: 'MMT',
  METRIC_CENTIMETER: 'CMT',
  METRIC_METER: 'MTR',
  METRIC_KILOMETER: 'KMT',
  IMPERIAL_INCH: 'INH',
  IMPERIAL_FOOT: 'FOT',
  IMPERIAL_YARD: 'YRD',
  IMPERIAL_MILE: 'SMI',
  METRIC_MILLILITER: 'MLT',
  METRIC_LITER: 'LTR',
  GENERIC_FLUID_OUNCE: 'OZA',
  GENERIC_PINT: 'PTL',
  GENERIC_QUART: 'QTL',
  GENERIC_GALLON: 'GLL',
};

/** The code of a unit; each where none is told. A unit that is not known is refused with the path. */
export function unitOf(unit: MeasurementUnit | undefined, path: string): string {
  const { weight_unit, length_unit, volume_unit, area_unit, generic_unit, time_unit } = unit ?? {};
  const word = weight_unit ?? length_unit ?? volume_unit ?? area_unit ?? time_unit ?? generic_unit;
  if (unit?.custom_unit !== undefined) return 'EA';
  if (word === undefined) return 'EA';
  const code = codes[word];
  if (code === undefined) throw unmapped('unit', word, path);
  return code;
}
