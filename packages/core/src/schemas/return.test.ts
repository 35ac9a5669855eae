import { describe, expect, it } from 'vitest';
import { aRefund, aReturn, aReturnLine, anOrderLine, refusal, usd } from '../../test/documents.ts';
import { money } from '../primitives/index.ts';
import { Refund } from './refund.ts';
import { Return } from './return.ts';

const pounds = (amount: string) => money(amount, 'GBP');

describe('a return', () => {
  it('that balances is taken', () => {
    expect(refusal(Return, aReturn())).toBeUndefined();
  });

  it('whose money is still on its way says so in the outstanding amount, not in a tender', () => {
    expect(refusal(Return, aReturn({ tenders: [], outstanding: usd('10.26') }))).toBeUndefined();
    expect(refusal(Return, aReturn({ tenders: [] }))).toMatchObject({ code: 'unbalanced', path: 'tenders' });
  });

  it('takes a restocking fee off what goes back', () => {
    const fees = [{ kind: 'fee' as const, gross: usd('2.00') }];
    expect(
      refusal(Return, aReturn({ fees, total: usd('8.26'), tenders: [{ kind: 'card', amount: usd('8.26') }] })),
    ).toBeUndefined();
    expect(refusal(Return, aReturn({ fees }))).toMatchObject({ code: 'unbalanced', path: 'total' });
  });

  it('without goods back, or without money back, is a fact of its own', () => {
    const goodwill = aReturn({ lines: [], adjustment: usd('10.26') });
    const goodsOnly = aReturn({
      lines: [aReturnLine({ gross: usd('0'), discounts: [], taxes: [] })],
      total: usd('0'),
      tenders: [],
    });
    expect([refusal(Return, goodwill), refusal(Return, goodsOnly)]).toEqual([undefined, undefined]);
  });

  it('with an amount in another currency is stopped where it stands', () => {
    const lines = [aReturnLine({ taxes: [{ name: 'VAT', amount: pounds('0.76') }] })];
    expect(refusal(Return, aReturn({ lines }))).toMatchObject({
      code: 'currency-mismatch',
      path: 'lines.0.taxes.0.amount',
    });
  });
});

describe('an exchange', () => {
  const even = aReturn({
    taxIncluded: true,
    lines: [aReturnLine({ gross: usd('365.00'), discounts: [], taxes: [] })],
    exchange: [anOrderLine({ quantity: { amount: '1' }, gross: usd('365.00'), discounts: [], taxes: [] })],
    total: usd('0.00'),
    tenders: [],
  });

  it('of an item of 365 of an invoice of 2258 for another of 365 leaves the customer 0, never 730', () => {
    expect(refusal(Return, even)).toBeUndefined();
    const twice = refusal(Return, { ...even, total: usd('730.00'), outstanding: usd('730.00') });
    expect(twice).toMatchObject({ code: 'unbalanced', path: 'total' });
    expect(twice?.message).toContain('a difference of -730.00 USD');
  });

  it('for something dearer is paid by the buyer: the total and the tender are negative', () => {
    const exchange = [anOrderLine({ gross: usd('400.00'), discounts: [], taxes: [] })];
    const dearer = {
      ...even,
      exchange,
      total: usd('-35.00'),
      tenders: [{ kind: 'card' as const, amount: usd('-35.00') }],
    };
    expect(refusal(Return, dearer)).toBeUndefined();
  });
});

describe('a refund', () => {
  it('that balances is taken', () => {
    expect(refusal(Refund, aRefund())).toBeUndefined();
  });

  it('that is pending is told apart from one that happened', () => {
    expect(Refund.parse(aRefund({ state: 'pending' })).state).toBe('pending');
  });

  it('whose tenders do not sum to its total is stopped', () => {
    const tenders = [{ kind: 'card' as const, amount: usd('10.00') }];
    expect(refusal(Refund, aRefund({ tenders }))).toMatchObject({ code: 'unbalanced', path: 'tenders' });
  });

  it('whose lines do not explain its total is stopped, unless an adjustment does', () => {
    const change = { total: usd('12.00'), tenders: [{ kind: 'card' as const, amount: usd('12.00') }] };
    expect(refusal(Refund, aRefund(change))).toMatchObject({ code: 'unbalanced', path: 'total' });
    expect(refusal(Refund, aRefund({ ...change, adjustment: usd('1.74') }))).toBeUndefined();
  });

  it('is positive, because the document itself means back: a minus is never taken for a sale', () => {
    const minus = aRefund({ lines: [], total: usd('-5.00'), tenders: [{ kind: 'card', amount: usd('-5.00') }] });
    expect(refusal(Refund, minus)).toMatchObject({ code: 'input-invalid', path: 'total.amount' });
    const lines = [aReturnLine({ gross: usd('-9.50') })];
    expect(refusal(Return, aReturn({ lines }))).toMatchObject({ path: 'lines.0.gross.amount' });
  });

  it('of an amount without lines needs no explanation', () => {
    expect(refusal(Refund, aRefund({ lines: [] }))).toBeUndefined();
  });

  it('of 20.00 gross that contain 9 % tax is 20.00, never 21.80', () => {
    const lines = [
      aReturnLine({ gross: usd('20.00'), discounts: [], taxes: [{ name: 'VAT', rate: '0.09', amount: usd('1.65') }] }),
    ];
    const gross = aRefund({
      taxIncluded: true,
      lines,
      total: usd('20.00'),
      tenders: [{ kind: 'card', amount: usd('20.00') }],
    });
    expect(refusal(Refund, gross)).toBeUndefined();
    expect(
      refusal(Refund, { ...gross, total: usd('21.80'), tenders: [{ kind: 'card', amount: usd('21.80') }] }),
    ).toMatchObject({
      code: 'unbalanced',
      path: 'total',
    });
  });

  it('of shipping paid in ISK by a shop in GBP never has the ISK number labelled GBP', () => {
    const shipping = (gross: ReturnType<typeof money>) => [{ kind: 'shipping' as const, gross }];
    const base = { lines: [], total: pounds('8.90'), tenders: [{ kind: 'card' as const, amount: pounds('8.90') }] };
    expect(refusal(Refund, aRefund({ ...base, charges: shipping(pounds('8.90')) }))).toBeUndefined();
    expect(refusal(Refund, aRefund({ ...base, charges: shipping(pounds('1550')) }))).toMatchObject({
      code: 'unbalanced',
      path: 'total',
    });
    expect(refusal(Refund, aRefund({ ...base, charges: shipping(money('1550', 'ISK')) }))).toMatchObject({
      code: 'currency-mismatch',
      path: 'charges.0.gross',
    });
  });
});
