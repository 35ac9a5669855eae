import Big from 'big.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyCodes, exponentOf, isCurrency } from './currencies.ts';
import { isIntegrationError } from './errors.ts';
import { add, compare, equals, isNegative, isZero, money, multiply, negate, subtract, sum, zero } from './money.ts';
import { type Money } from './money-decimal.ts';

/** The code of what a function throws. */
function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return isIntegrationError(error) ? error.code : 'foreign';
  }
  return 'nothing';
}

const decimalText = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 6 }), fc.nat({ max: 999_999 }))
  .map(([minus, whole, places, fraction]) => {
    const tail = places === 0 ? '' : `.${String(fraction).padStart(6, '0').slice(0, places)}`;
    return `${minus ? '-' : ''}${whole}${tail}`;
  });
const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'CLF');
const amounts = (count: number) =>
  currency.chain((code) =>
    fc.array(
      decimalText.map((text) => money(text, code)),
      { minLength: count, maxLength: count },
    ),
  );
const two = amounts(2) as fc.Arbitrary<[Money, Money]>;
const three = amounts(3) as fc.Arbitrary<[Money, Money, Money]>;

describe('an amount', () => {
  it('has the places of its currency, or more when it is finer', () => {
    expect(money('19.9', 'USD').amount).toBe('19.90');
    expect(money('20.0', 'JPY').amount).toBe('20');
    expect(money('1.5', 'KWD').amount).toBe('1.500');
    expect(money('7', 'CLF').amount).toBe('7.0000');
    expect(money('13.956300', 'USD').amount).toBe('13.9563');
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '1,00',
    '1e3',
    '.5',
    '5.',
    '01',
    '--1',
    'NaN',
    'Infinity',
    '٣',
    '0x10',
    '1'.repeat(41),
  ])('is not read from %j', (text) => {
    expect(codeOf(() => money(text, 'USD'))).toBe('money-invalid');
  });

  it('is never read from a JSON number', () => {
    expect(codeOf(() => money(19.99 as unknown as string, 'USD'))).toBe('money-invalid');
  });

  it.each(['usd', 'EURO', 'XYZ', 'HRK', 'XAU', ''])('is not in %j', (code) => {
    expect(codeOf(() => money('1', code))).toBe('money-invalid');
  });

  it('of nothing has no sign', () => {
    expect(money('-0.00', 'USD')).toEqual(zero('USD'));
    expect(negate(zero('USD'))).toEqual({ amount: '0.00', currency: 'USD' });
    expect(multiply(money('-5', 'JPY'), '0').amount).toBe('0');
  });

  it('is canonical: equal amounts are equal texts', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        expect(equals(a, b)).toBe(a.amount === b.amount);
        expect(money(a.amount, a.currency)).toEqual(a);
      }),
    );
  });
});

describe('arithmetic', () => {
  it('is exact where floats are not', () => {
    expect(add(money('0.10', 'USD'), money('0.20', 'USD')).amount).toBe('0.30');
    expect(multiply(money('1.15', 'USD'), '100').amount).toBe('115.00');
    expect(subtract(money('9007199254740993', 'JPY'), money('1', 'JPY')).amount).toBe('9007199254740992');
  });

  it('keeps the laws of sums', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        expect(add(a, b)).toEqual(add(b, a));
        expect(add(add(a, b), c)).toEqual(add(a, add(b, c)));
        expect(subtract(add(a, b), b)).toEqual(a);
        expect(add(a, negate(a))).toEqual(zero(a.currency));
        expect(sum([a, b, c], a.currency)).toEqual(add(add(a, b), c));
        expect(compare(a, b)).toBe(compare(subtract(a, b), zero(a.currency)));
        expect(multiply(add(a, b), '0.0825')).toEqual(add(multiply(a, '0.0825'), multiply(b, '0.0825')));
      }),
    );
  });

  it('agrees with whole minor units', () => {
    const cents = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
    const toMoney = (minor: bigint) => money(new Big(String(minor)).times('0.01').toFixed(), 'EUR');
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(add(toMoney(a), toMoney(b))).toEqual(toMoney(a + b));
      }),
    );
  });

  it('of no amounts is nothing in the named currency', () => {
    expect(sum([], 'JPY')).toEqual({ amount: '0', currency: 'JPY' });
  });

  it('tells nothing, less and more apart', () => {
    expect([isZero(zero('KWD')), isZero(money('0.001', 'KWD'))]).toEqual([true, false]);
    expect([isNegative(money('-0.01', 'USD')), isNegative(zero('USD'))]).toEqual([true, false]);
    expect(compare(money('9', 'USD'), money('10', 'USD'))).toBe(-1);
  });

  it('never mixes currencies', () => {
    const [isk, gbp] = [money('1234', 'ISK'), money('8.90', 'GBP')];
    for (const run of [
      () => add(isk, gbp),
      () => subtract(isk, gbp),
      () => compare(isk, gbp),
      () => sum([isk], 'GBP'),
    ]) {
      expect(codeOf(run)).toBe('currency-mismatch');
    }
    expect(equals(money('1', 'USD'), money('1', 'CAD'))).toBe(false);
  });

  it('refuses an amount that was never checked, with an error of ours', () => {
    const broken = { amount: '1e5', currency: 'USD' };
    expect(codeOf(() => sum([broken], 'USD'))).toBe('money-invalid');
    expect(codeOf(() => add(broken, broken))).toBe('money-invalid');
    expect(codeOf(() => multiply(money('1', 'USD'), '1/3'))).toBe('money-invalid');
  });
});

describe('currencies', () => {
  it('have the minor units of ISO 4217', () => {
    const places = [
      'USD',
      'EUR',
      'JPY',
      'ISK',
      'KRW',
      'KWD',
      'BHD',
      'TND',
      'CLF',
      'UYW',
      'CLP',
      'UGX',
      'HUF',
      'IQD',
      'MGA',
    ];
    expect(places.map((code) => [code, exponentOf(code)])).toEqual([
      ['USD', 2],
      ['EUR', 2],
      ['JPY', 0],
      ['ISK', 0],
      ['KRW', 0],
      ['KWD', 3],
      ['BHD', 3],
      ['TND', 3],
      ['CLF', 4],
      ['UYW', 4],
      ['CLP', 0],
      ['UGX', 0],
      ['HUF', 2],
      ['IQD', 3],
      ['MGA', 2],
    ]);
  });

  it('are listed once each, in the form of ISO 4217', () => {
    expect(new Set(currencyCodes).size).toBe(currencyCodes.length);
    expect(currencyCodes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
    expect(currencyCodes.every(isCurrency)).toBe(true);
  });

  it('that came lately are among them, and those that ended long ago are not', () => {
    expect(['XCG', 'ZWG', 'SLE', 'VED', 'MRU', 'STN', 'BYN'].filter((code) => !isCurrency(code))).toEqual([]);
    expect(['HRK', 'ZWL', 'SLL', 'VEF', 'MRO', 'STD', 'BYR', 'CUC', 'DEM'].filter(isCurrency)).toEqual([]);
  });

  it('without a minor unit, such as metals and funds, are none to pay in', () => {
    expect(['XAU', 'XAG', 'XDR', 'XXX', 'XTS'].filter(isCurrency)).toEqual([]);
  });
});
