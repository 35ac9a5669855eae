import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aReturn, anOrder, anOrderLine, refusal, usd } from '../../test/documents.ts';
import { add, allocate, money, multiply, round, subtract, sum, zero } from '../primitives/index.ts';
import { Order } from './order.ts';
import { netOf, taxOf, worthOf } from './priced.ts';
import { Return } from './return.ts';

const line = anOrderLine();

describe('an order', () => {
  it('that balances is taken, with what may be absent filled in', () => {
    const order = Order.parse(anOrder());
    expect(order).toMatchObject({
      test: false,
      lines: [{ kind: 'goods', quantity: { amount: '2', unit: 'EA' }, refs: {} }],
    });
    expect(order.lines.map(netOf)).toEqual([usd('19.00')]);
    expect(taxOf(order)).toEqual(usd('1.52'));
    expect(worthOf(order.lines, order)).toEqual(usd('20.52'));
  });

  it('whose parts do not come to the total is stopped, with both sums, the difference and the path named', () => {
    expect(
      refusal(Order, anOrder({ total: usd('25.50'), tenders: [{ kind: 'card', amount: usd('25.50') }] })),
    ).toMatchObject({
      code: 'unbalanced',
      path: 'total',
      message:
        'the document is not valid: total: the sum of lines, tax, charges and rounding is 25.52 USD, the total is 25.50 USD: a difference of 0.02 USD',
    });
  });

  it('whose tenders and outstanding amount do not come to the total is stopped', () => {
    const error = refusal(Order, anOrder({ outstanding: usd('0.01') }));
    expect(error).toMatchObject({ code: 'unbalanced', path: 'tenders' });
    expect(error?.message).toContain('a difference of 0.01 USD');
  });

  it.each([
    ['a line', { lines: [{ ...line, gross: money('20.00', 'GBP') }] }, 'lines.0.gross'],
    ['a unit price', { lines: [{ ...line, unitPrice: money('10', 'GBP') }] }, 'lines.0.unitPrice'],
    ['a discount', { lines: [{ ...line, discounts: [{ amount: money('1', 'GBP') }] }] }, 'lines.0.discounts.0.amount'],
    [
      'a tax',
      { lines: [{ ...line, taxes: [{ name: 'VAT', amount: money('1.52', 'GBP') }] }] },
      'lines.0.taxes.0.amount',
    ],
    ['a charge', { charges: [{ kind: 'shipping', gross: money('5', 'GBP') }] }, 'charges.0.gross'],
    ['a tender', { tenders: [{ kind: 'card', amount: money('25.52', 'GBP') }] }, 'tenders.0.amount'],
    ['the total', { total: money('25.52', 'GBP') }, 'total'],
    ['the rounding', { rounding: money('0', 'GBP') }, 'rounding'],
    ['the outstanding amount', { outstanding: money('0', 'GBP') }, 'outstanding'],
  ] as const)('with %s in another currency is stopped there', (_name, changes, path) => {
    const error = refusal(Order, anOrder(changes as never));
    expect(error).toMatchObject({ code: 'currency-mismatch', path });
    expect(error?.message).toContain('is in GBP, the document in USD');
  });

  it.each(['abc', '1e3', '', '1,00'])('with an amount like %j is an issue with a path, never a crash', (amount) => {
    const result = Order.safeParse(anOrder({ lines: [anOrderLine({ gross: usd(amount) })] }));
    expect(result.error?.issues.map((it) => it.path.join('.'))).toEqual(['lines.0.gross.amount']);
  });

  it('in an unknown currency is one issue per place, not a proof that fails', () => {
    expect(refusal(Order, anOrder({ currency: 'XYZ' }))).toMatchObject({ code: 'input-invalid', path: 'currency' });
  });

  it('whose amount came as a JSON number is stopped', () => {
    const error = refusal(Order, anOrder({ total: { amount: 25.52, currency: 'USD' } as never }));
    expect(error).toMatchObject({ code: 'input-invalid', path: 'total.amount' });
    expect(error?.message).toContain('(found a number)');
  });

  it('in which two lines have the same id is stopped, because nothing could refer to one of them', () => {
    const nothing = usd('0.00');
    const lines = [line, { ...line, gross: nothing, discounts: [], taxes: [] }];
    expect(refusal(Order, anOrder({ lines }))).toMatchObject({ code: 'input-invalid', path: 'lines.1.id' });
  });

  it('never takes a negative discount, which would be a surcharge in disguise', () => {
    const lines = [anOrderLine({ discounts: [{ amount: usd('-1.00') }] })];
    expect(refusal(Order, anOrder({ lines }))).toMatchObject({ path: 'lines.0.discounts.0.amount.amount' });
  });

  it('is a sale: what comes back is a return, never a line below zero', () => {
    for (const field of ['gross', 'unitPrice'] as const) {
      const lines = [anOrderLine({ [field]: usd('-20.00') })];
      expect(refusal(Order, anOrder({ lines }))).toMatchObject({ path: `lines.0.${field}.amount` });
    }
  });

  it('never has more units taken off and sent than were ordered', () => {
    const of = (removed?: string, fulfilled?: string) =>
      refusal(
        Order,
        anOrder({
          lines: [anOrderLine({ ...(removed && { removed }), ...(fulfilled && { fulfilled }) })],
        }),
      );
    expect([of('2'), of(undefined, '2'), of('1', '1'), of('0.5', '1.5')]).toEqual(Array.from({ length: 4 }));
    for (const error of [of('3'), of(undefined, '2.5'), of('1', '2'), of('0.5', '1.6')]) {
      expect(error).toMatchObject({ code: 'input-invalid', path: 'lines.0.quantity' });
    }
  });

  it('whose removed units are no number is one issue there, not a proof that fails', () => {
    const result = Order.safeParse(anOrder({ lines: [anOrderLine({ removed: 'two' })] }));
    expect(result.error?.issues.map((it) => it.path.join('.'))).toEqual(['lines.0.removed']);
  });

  it('with a broken reference is refused, because references are external ids in every system', () => {
    for (const ref of ['', '#1001', 'shop 1', '-1', 'a'.repeat(65), 'shop-ü']) {
      expect(refusal(Order, anOrder({ ref }))).toMatchObject({ code: 'input-invalid', path: 'ref' });
    }
    expect(refusal(Order, anOrder({ ref: `s${'1'.repeat(63)}` }))).toBeUndefined();
  });
});

describe('the amounts that the buyer saw', () => {
  const yen = (amount: string) => money(amount, 'JPY');
  const presentment = {
    currency: 'JPY',
    taxIncluded: false,
    lines: [
      anOrderLine({
        unitPrice: yen('1500'),
        gross: yen('3000'),
        discounts: [{ amount: yen('150') }],
        taxes: [{ name: 'Tax', amount: yen('228') }],
      }),
    ],
    charges: [{ kind: 'shipping' as const, gross: yen('750') }],
    total: yen('3828'),
    tenders: [{ kind: 'card' as const, amount: yen('3828') }],
    outstanding: yen('0'),
  };

  it('balance on their own, beside those of the shop', () => {
    expect(refusal(Order, anOrder({ presentment }))).toBeUndefined();
  });

  it('are stopped when they do not, with the path inside them', () => {
    const error = refusal(Order, anOrder({ presentment: { ...presentment, total: yen('3829') } }));
    expect(error).toMatchObject({ code: 'unbalanced', path: 'presentment.total' });
  });

  it('never contain an amount of the shop', () => {
    const mixed = { ...presentment, charges: [{ kind: 'shipping' as const, gross: usd('5.00') }] };
    expect(refusal(Order, anOrder({ presentment: mixed }))).toMatchObject({
      code: 'currency-mismatch',
      path: 'presentment.charges.0.gross',
    });
  });
});

describe('any order', () => {
  const cents = (most: number) => fc.nat({ max: most }).map((units) => multiply(usd(String(units)), '0.01'));
  const lines = fc.array(fc.record({ gross: cents(100_000), off: fc.nat({ max: 100 }), tax: cents(9_999) }), {
    minLength: 1,
    maxLength: 8,
  });
  const orders = fc.record({
    lines,
    shipping: cents(2_000),
    taxIncluded: fc.boolean(),
    weights: fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 })),
  });

  it('that is built from its parts balances, and moving any amount by a cent is found', () => {
    fc.assert(
      fc.property(
        orders,
        fc.constantFrom('total', 'outstanding', 'tender', 'line', 'charge', 'rounding'),
        (plan, moved) => {
          const items = plan.lines.map(({ gross, off, tax }, index) =>
            anOrderLine({
              id: String(index),
              gross,
              discounts: [{ amount: allocate(gross, [String(off), String(100 - off)])[0] ?? zero('USD') }],
              taxes: [{ name: 'Tax', amount: tax }],
            }),
          );
          const net = sum(
            items.map((it) => subtract(it.gross, it.discounts?.[0]?.amount ?? zero('USD'))),
            'USD',
          );
          const tax = plan.taxIncluded
            ? zero('USD')
            : sum(
                plan.lines.map((it) => it.tax),
                'USD',
              );
          const total = add(add(net, tax), plan.shipping);
          const [cash = total, card = total, outstanding = total] = allocate(total, plan.weights.map(String));
          const order = anOrder({
            taxIncluded: plan.taxIncluded,
            lines: items,
            charges: [{ kind: 'shipping', gross: plan.shipping }],
            total,
            tenders: [
              { kind: 'cash', amount: cash },
              { kind: 'card', amount: card },
            ],
            outstanding,
          });
          expect(refusal(Order, order)).toBeUndefined();
          const cent = usd('0.01');
          const [first = anOrderLine(), ...others] = items;
          const broken = {
            total: { total: add(total, cent) },
            outstanding: { outstanding: add(outstanding, cent) },
            tender: {
              tenders: [
                { kind: 'cash' as const, amount: add(cash, cent) },
                { kind: 'card' as const, amount: card },
              ],
            },
            line: { lines: [{ ...first, gross: add(first.gross, cent) }, ...others] },
            charge: { charges: [{ kind: 'shipping' as const, gross: add(plan.shipping, cent) }] },
            rounding: { rounding: cent },
          }[moved];
          const error = refusal(Order, { ...order, ...broken });
          expect(error?.code).toBe('unbalanced');
          expect(error?.message).toMatch(/a difference of -?0\.01 USD/);
        },
      ),
    );
  });
});

describe('what teams got wrong', () => {
  it('cash that is rounded at the till is a part of the total, and the tenders are what was kept', () => {
    const francs = (amount: string) => money(amount, 'CHF');
    const till = anOrder({
      channel: 'store',
      currency: 'CHF',
      taxIncluded: true,
      lines: [
        anOrderLine({
          unitPrice: francs('9.985'),
          gross: francs('19.97'),
          discounts: [],
          taxes: [{ name: 'MWST', amount: francs('1.50') }],
        }),
      ],
      charges: [],
      rounding: francs('-0.02'),
      total: francs('19.95'),
      tenders: [{ kind: 'cash', amount: francs('19.95') }],
      outstanding: francs('0'),
    });
    expect(refusal(Order, till)).toBeUndefined();
    const { rounding: _, ...unrounded } = till;
    expect(refusal(Order, unrounded)?.message).toContain('a difference of 0.02 CHF');
  });

  it('tax that the prices contain is not added to the total again', () => {
    const included = anOrder({
      taxIncluded: true,
      lines: [anOrderLine({ gross: usd('20.00'), discounts: [], taxes: [{ name: 'VAT 9 %', amount: usd('1.65') }] })],
      charges: [],
      total: usd('20.00'),
      tenders: [{ kind: 'card', amount: usd('20.00') }],
    });
    expect(refusal(Order, included)).toBeUndefined();
    expect(refusal(Order, { ...included, taxIncluded: false })?.message).toContain('a difference of 1.65 USD');
  });

  it('a header tax of 163.73 over lines that sum to 163.72 is stopped with the cent named', () => {
    const lines = [
      anOrderLine({
        gross: usd('1091.50'),
        discounts: [],
        taxes: [{ name: 'VAT', rate: '0.15', amount: usd('163.72') }],
      }),
    ];
    const total = add(usd('1091.50'), round(multiply(usd('1091.50'), '0.15'), { mode: 'half-up' }));
    const error = refusal(Order, anOrder({ lines, charges: [], total, tenders: [{ kind: 'card', amount: total }] }));
    expect(error?.message).toContain('the total is 1255.23 USD: a difference of -0.01 USD');
  });

  it('nine units at 13.956300 come to 125.61 by their gross, whatever the unit price says', () => {
    const lines = [
      anOrderLine({
        quantity: { amount: '9' },
        unitPrice: usd('13.956300'),
        gross: usd('125.61'),
        discounts: [],
        taxes: [],
      }),
    ];
    const sold = anOrder({
      lines,
      charges: [],
      total: usd('125.61'),
      tenders: [{ kind: 'card', amount: usd('125.61') }],
    });
    expect(Order.parse(sold).lines[0]?.unitPrice.amount).toBe('13.9563');
    const back = aReturn({
      lines: [{ id: 'R1', sku: 'SHOE-42', quantity: { amount: '9' }, disposition: 'restock', gross: usd('125.61') }],
      total: usd('125.61'),
      tenders: [{ kind: 'card', amount: usd('125.61') }],
    });
    expect(refusal(Return, back)).toBeUndefined();
  });

  it('a gift card that is sold is a line of its own kind, and one that is redeemed is a tender beside others', () => {
    const lines = [
      anOrderLine(),
      anOrderLine({ id: '2', kind: 'gift-card', sku: 'GIFT-50', gross: usd('50.00'), discounts: [], taxes: [] }),
    ];
    const tenders = [
      { kind: 'gift-card' as const, amount: usd('30.00'), reference: 'gc-1' },
      { kind: 'store-credit' as const, amount: usd('5.52') },
      { kind: 'card' as const, amount: usd('40.00') },
    ];
    const order = Order.parse(anOrder({ lines, total: usd('75.52'), tenders }));
    expect(order.lines.map((it) => it.kind)).toEqual(['goods', 'gift-card']);
  });

  it('an order that is paid later or in part says what is outstanding', () => {
    expect(refusal(Order, anOrder({ tenders: [], outstanding: usd('25.52') }))).toBeUndefined();
    expect(
      refusal(Order, anOrder({ tenders: [{ kind: 'card', amount: usd('30.00') }], outstanding: usd('-4.48') })),
    ).toBeUndefined();
    expect(refusal(Order, anOrder({ tenders: [], outstanding: usd('0.00') }))).toMatchObject({
      code: 'unbalanced',
      path: 'tenders',
    });
  });
});
