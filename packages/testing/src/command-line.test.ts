import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readCommandLine, wholeNumber } from './command-line.ts';

const options = z.object({
  orders: wholeNumber(1, 1_000).default(50),
  faults: z.enum(['none', 'all'], 'must be none or all').default('all'),
  json: z.boolean().default(false),
});
const read = (...argv: string[]) => readCommandLine(argv, { options, usage: 'how to call it' });

describe('a command line', () => {
  test('that says nothing has the defaults', () => {
    expect(read()).toEqual({ orders: 50, faults: 'all', json: false });
  });

  test('says what it says', () => {
    expect(read('--orders', '7', '--json', '--faults=none')).toEqual({ orders: 7, faults: 'none', json: true });
  });

  test.each([['--help'], ['-h']])('may ask for help: %s', (asked) => {
    expect(read(asked, '--orders', 'x')).toBe('help');
  });

  test.each([
    [['--orders', '0'], '--orders: must be a whole number from 1 to 1000'],
    [['--orders', '1001'], '--orders: must be a whole number from 1 to 1000'],
    [['--orders', '1.5'], '--orders: must be a whole number from 1 to 1000'],
    [['--orders', ''], '--orders: must be a whole number from 1 to 1000'],
    [['--orders', '1e2'], '--orders: must be a whole number from 1 to 1000'],
    [['--faults', 'some'], '--faults: must be none or all'],
    [['--colour', 'red'], "Unknown option '--colour'"],
    [['--json=yes'], '--json'],
    [['seven'], 'seven'],
  ])('that is wrong is told what is: %j', (argv, says) => {
    expect(() => read(...argv)).toThrow(says);
    expect(() => read(...argv)).toThrow('how to call it');
  });
});
