import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonExactly } from './json-text.ts';

describe('JSON that is read exactly', () => {
  test.for([
    ['19.90', '19.90'],
    ['{"id":820982911946154508,"total":19.90}', { id: '820982911946154508', total: '19.90' }],
    ['[-0,1e3,-1.5E-7,0.0]', ['-0', '1e3', '-1.5E-7', '0.0']],
    ['{"a":"1","b":"-2.0, 3","c":[4 ,5\n]}', { a: '1', b: '-2.0, 3', c: ['4', '5'] }],
    ['{"text":"a \\" 12, \\\\","n":1}', { text: 'a " 12, \\', n: '1' }],
    ['{"1":2}', { 1: '2' }],
    ['[true,null,false,{}]', [true, null, false, {}]],
  ] as const)('keeps the digits of %s', ([text, value]) => {
    expect(parseJsonExactly(text)).toEqual(value);
  });

  test.for(['01', '1.', '.5', '+1', '-', '1e', '--1', '1 2', '[1,]', '{"a":1', '"open', '12a', '[1 2]', 'NaN', ''])(
    'refuses %j',
    (text) => {
      expect(() => parseJsonExactly(text)).toThrow(SyntaxError);
    },
  );

  test('reads whatever JSON.parse reads, with numbers as they were written, and nothing else', () => {
    const texts = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (_, it: unknown) => (typeof it === 'number' ? JSON.stringify(it) : it));
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat({ max: 2 }), (value, indent) => {
        expect(parseJsonExactly(JSON.stringify(value, undefined, indent))).toEqual(texts(value));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0123456789-+.eE,:[]{}" \\n')) }), (text) => {
        const reads = (parse: (it: string) => unknown): boolean => {
          try {
            parse(text);
            return true;
          } catch {
            return false;
          }
        };
        expect(reads(parseJsonExactly), text).toBe(reads(JSON.parse));
      }),
      { numRuns: 5_000 },
    );
  });
});
