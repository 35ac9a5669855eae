import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readOptions } from '../src/demo/options.ts';
import { planSales } from '../src/demo/sales.ts';
import { settingsFrom } from '../src/settings.ts';

const example = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8');
const variables = [...example.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
  ([, name = '', value = '']) => [name, value] as const,
);

describe('the settings of the service', () => {
  test('name every variable that is missing, at once', () => {
    const failed = () => settingsFrom({});
    for (const [name] of variables.filter(([it]) => /SHOP$|CLIENT_ID$|ACCOUNT$|KEY_FILE$|TAX_/.test(it))) {
      expect(failed).toThrow(name);
    }
  });

  test('are all named in .env.example, and it names no others', () => {
    const source = readFileSync(join(import.meta.dirname, '../src/settings.ts'), 'utf8');
    const read = new Set([...source.matchAll(/^ {2}([A-Z_]+): /gm)].map(([, name]) => name));
    expect(new Set(variables.map(([name]) => name))).toEqual(read);
  });

  test('say which file cannot be read', () => {
    const complete = Object.fromEntries(variables.map(([name, value]) => [name, value === '' ? 'x' : value]));
    const lists = { SHOPIFY_LOCATIONS: '1=a', NETSUITE_CHARGE_ITEMS: 'shipping=1' };
    expect(() => settingsFrom({ ...complete, ...lists })).toThrow(/NETSUITE_PRIVATE_KEY_FILE: names a file/);
  });
});

describe('the options of the demo', () => {
  test('have defaults', () => {
    expect(readOptions([])).toEqual({ orders: 500, seed: 1129, faults: 'all', json: false });
  });

  test.for([
    [['--orders', 'many'], /--orders/],
    [['--faults', 'few'], /--faults/],
    [['--loud'], /--loud/],
  ] as const)('refuse %j and say how to call it', ([argv, says]) => {
    expect(() => readOptions(argv)).toThrow(says);
    expect(() => readOptions(argv)).toThrow(/npm run demo/);
  });

  test('the same seed plans the same sales, another one others', () => {
    const plan = (seed: number) => planSales({ seed, orders: 20, withinMs: 60_000, withNewProduct: true });
    expect(plan(7)).toEqual(plan(7));
    expect(plan(8)).not.toEqual(plan(7));
  });
});
