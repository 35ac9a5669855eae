import { expect, test } from 'vitest';
import { plainUnits } from './plain-units.ts';

test.each([
  ['12', '12'],
  ['.5', '0.5'],
  ['-.25', '-0.25'],
  ['1.50', '1.5'],
  ['1.5E+2', '150'],
  ['1.5e-3', '0.0015'],
  ['12.345e1', '123.45'],
  ['007', '7'],
  ['0', '0'],
  ['9007199254740993.1', '9007199254740993.1'],
])('%s is %s', (text, plain) => {
  expect(plainUnits(text)).toBe(plain);
});

test.each(['', '.', '1e999', '1,5', 'NaN', '-', '1e-99'])('%j is no quantity', (text) => {
  expect(() => plainUnits(text)).toThrow(expect.objectContaining({ code: 'response-invalid' }));
});
