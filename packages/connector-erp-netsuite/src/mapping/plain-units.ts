import { IntegrationError } from '@crossdock/core';

const parts = /^(-?)(\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** `1.5E+2` and `.5` are numbers, but no decimal texts: `150` and `0.5`. No digit is lost. */
export function plainUnits(text: string): string {
  const match = parts.exec(text);
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  const digits = `${whole}${fraction}`;
  const point = whole.length + Number(exponent);
  if (!match || digits === '' || point > 30 || point < -30) {
    throw new IntegrationError('NetSuite answered with a quantity that is none', {
      code: 'response-invalid',
      path: 'quantity',
    });
  }
  const padded = point <= 0 ? `${'0'.repeat(1 - point)}${digits}` : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const tail = padded.slice(at).replace(/0+$/, '');
  return `${sign}${head}${tail === '' ? '' : `.${tail}`}`;
}
