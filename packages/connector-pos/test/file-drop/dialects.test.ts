import { describe, expect, it } from 'vitest';
import { documentOf } from '../../src/file-drop/mapping/to-documents.ts';
import { posLogDialects } from '../../src/file-drop/poslog/dialects/index.ts';
import {
  goods,
  grand,
  lineItem,
  posLog,
  recordsIn,
  retail,
  tender,
  ticketIn,
  transaction,
  transaction6,
} from './poslog.ts';

const { decathlon, ikea, ncrAcs, ncrJapan, ncrR10, roqqio, visma, xstore } = posLogDialects;
const setting = { system: 'tills', returnedGoods: 'restock' } as const;
const change = (amount: string) => `<TenderChange><Amount>${amount}</Amount></TenderChange>`;
const tax = (amount: string, more = '') => `<Tax TaxType="VAT"><Amount>${amount}</Amount>${more}</Tax>`;
const lessEach = (...amounts: string[]) =>
  amounts.map((it) => `<RetailPriceModifier><Amount Action="Subtract">${it}</Amount></RetailPriceModifier>`).join('');

describe('NCR ACS', () => {
  it('sums void lines, which take back the line before them', async () => {
    const lines =
      goods({ amount: '1.47', quantity: '1.47', sku: 'A' }) +
      goods({ amount: '40.66', sku: 'B' }) +
      goods({ amount: '4.40', sku: 'C' }) +
      goods({ amount: '-1.47', quantity: '-1.47', sku: 'A', lineAttributes: 'VoidFlag="true"' }) +
      goods({ amount: '1.47', quantity: '1.47', sku: 'A' });
    const text = posLog(transaction(retail(lines + lineItem(tax('1.77')) + tender('48.30'), grand('48.30'))));
    const { data } = documentOf(await ticketIn(text, ncrAcs), setting);
    expect(data.lines.map((it) => it.sku)).toEqual(['B', 'C', 'A']);
    expect(data).toMatchObject({ taxIncluded: false, total: { amount: '48.30' } });
  });

  it('refuses a reversal of a line that is not there', async () => {
    const text = posLog(
      transaction(retail(goods({ amount: '-9', quantity: '-1', lineAttributes: 'VoidFlag="true"' }), grand('-9'))),
    );
    await expect(ticketIn(text, ncrAcs)).rejects.toMatchObject({
      code: 'body-invalid',
      path: 'Transaction.RetailTransaction.LineItem[1].Sale',
    });
  });

  it('reads tenders as net of change, whatever the change beside them says', async () => {
    const text = posLog(
      transaction(retail(goods({ amount: '17.38' }) + tender('17.38', change('-2.62')), grand('17.38'))),
    );
    expect((await ticketIn(text, ncrAcs)).tenders).toMatchObject([{ kind: 'cash', amount: '17.38' }]);
  });

  it('takes a reward line off, and gives a bottle deposit back as a charge', async () => {
    const bottle = goods({ amount: '-2.00', attributes: 'ItemType="NegativeItem"' });
    const reward = lineItem('<LoyaltyReward><Amount>-0.19</Amount></LoyaltyReward>');
    const text = posLog(
      transaction(retail(goods({ amount: '1.26' }) + reward + bottle + tender('-0.93'), grand('-0.93'))),
    );
    const { name, data } = documentOf(await ticketIn(text, ncrAcs), setting);
    expect(name).toBe('sale.recorded');
    expect(data.charges).toMatchObject([{ kind: 'deposit', gross: { amount: '-2.00' } }]);
    expect(data.lines[0]?.discounts).toMatchObject([{ amount: { amount: '0.19' }, scope: 'order' }]);
  });

  it('keeps the business date of a store whose day crosses midnight', async () => {
    const text = posLog(
      transaction(retail(goods({ amount: '1' }) + tender('1'), grand('1')), { end: '2026-11-28T02:02:54' }),
    );
    expect(await ticketIn(text, ncrAcs)).toMatchObject({
      key: { businessDate: '2026-11-27' },
      occurredAt: '2026-11-28T01:02:54.000Z',
    });
  });

  it('does not take a resume link for a return', async () => {
    const link =
      '<TransactionLink ReasonCode="Resume"><SequenceNumber>9</SequenceNumber><WorkstationID>3</WorkstationID><BusinessDayDate>2026-11-27</BusinessDayDate></TransactionLink>';
    const text = posLog(transaction(retail(goods({ amount: '1', more: link }) + tender('1'), grand('1'))));
    expect((await ticketIn(text, ncrAcs)).lines).toMatchObject([{ direction: 'out', soldOn: undefined }]);
  });
});

describe('Xstore', () => {
  it('leaves void lines out, which are dead originals', async () => {
    const lines =
      goods({ amount: '9.00', sku: 'A', lineAttributes: 'VoidFlag="true"' }) + goods({ amount: '5.00', sku: 'B' });
    const ticket = await ticketIn(posLog(transaction(retail(lines + tender('5.00'), grand('5.00')))), xstore);
    expect(ticket.lines.map((it) => it.sku)).toEqual(['B']);
  });
});

describe('NCR in Japan', () => {
  it("takes the ticket's discount once and its taxes once, though both are repeated", async () => {
    const yen = { currency: 'JPY' };
    const lines =
      goods({ amount: '500', more: lessEach('50') + tax('33') + tax('1') }) +
      goods({ amount: '490', more: lessEach('49') + tax('33') }) +
      goods({ amount: '1551', more: lessEach('73', '821') + tax('47') });
    const repeated = lineItem('<Discount><Amount>172</Amount></Discount>') + lineItem(tax('114'));
    const totals = `<Total TotalType="TransactionSubtotal">1720</Total>${grand('1548')}`;
    const text = posLog(transaction(retail(lines + repeated + tender('2000', change('452')), totals), yen));
    const ticket = await ticketIn(text, ncrJapan);
    const { data } = documentOf(ticket, setting);
    expect(ticket.tenders).toMatchObject([{ amount: '1548' }]);
    expect(data.lines.flatMap((it) => it.taxes.map((one) => one.amount.amount))).toEqual(['33', '1', '33', '47']);
  });
});

describe('roqqio', () => {
  it('refuses a transaction with two sales in it, of which one would be lost, and reads one beside an empty one', async () => {
    const one = retail(goods({ amount: '1.00' }) + tender('1.00'), grand('1.00'));
    await expect(ticketIn(posLog(transaction(one + one)), roqqio)).rejects.toMatchObject({
      code: 'body-invalid',
      path: 'Transaction.RetailTransaction',
    });
    const empty = '<RetailTransaction></RetailTransaction>';
    expect(await ticketIn(posLog(transaction(empty + one)), roqqio)).toMatchObject({ total: '1.00' });
  });

  it('reads a ticket of 2,000 lines that say much of themselves', async () => {
    const more = '<MerchandiseHierarchy Level="A">1</MerchandiseHierarchy>'.repeat(30);
    const lines = goods({ amount: '1.00', more }).repeat(2_000) + tender('2000.00');
    const { lines: read, total } = await ticketIn(posLog(transaction(retail(lines, grand('2000.00')))), roqqio);
    expect([read.length, total]).toEqual([2_000, '2000.00']);
  });

  it('reads change as a line of its own, and a negative quantity with a positive amount as a return', async () => {
    const line = lineItem('<TenderChange TenderType="Cash"><Amount>0.01</Amount></TenderChange>');
    const totals = `<Total TotalType="TransactionNetAmount">22.68</Total><Total TotalType="TransactionTaxAmount">4.31</Total>`;
    const sale = await ticketIn(
      posLog(transaction(retail(goods({ amount: '26.99', more: tax('4.31') }) + tender('27.00') + line, totals))),
      roqqio,
    );
    expect(sale).toMatchObject({ total: '26.99', tenders: [{ amount: '26.99' }] });
    const back = await ticketIn(
      posLog(
        transaction(
          retail(
            goods({ quantity: '-1', amount: '26.99' }) + tender('26.99', '', 'TenderType="Cash" TypeCode="Refund"'),
            grand('26.99'),
          ),
        ),
      ),
      roqqio,
    );
    expect(documentOf(back, setting)).toMatchObject({
      name: 'return.processed',
      data: { total: { amount: '26.99' }, lines: [{ quantity: { amount: '1' } }] },
    });
  });

  it('reads a time without offset at the store, and one of UTC as it is', async () => {
    const at = async (end: string) =>
      (await ticketIn(posLog(transaction(retail(goods({ amount: '1' }) + tender('1'), grand('1')), { end })), roqqio))
        .occurredAt;
    expect(await at('2026-07-01T11:27:00')).toBe('2026-07-01T09:27:00.000Z');
    expect(await at('2026-07-01T09:27:00Z')).toBe('2026-07-01T09:27:00.000Z');
  });

  it('takes XXX for no currency', async () => {
    const text = posLog(
      transaction(
        retail(
          goods({ amount: '1' }).replace('<ExtendedAmount>', '<ExtendedAmount Currency="XXX">') + tender('1'),
          grand('1'),
        ),
      ),
    );
    expect(await ticketIn(text, roqqio)).toMatchObject({ currency: 'CHF' });
  });
});

describe('NCR R10', () => {
  it('is found in its answer, gives change on a tender of nothing, and rounds by a tender', async () => {
    const rounding = tender('0.03', '', 'TenderType="X:Rounding"');
    const lines =
      goods({ amount: '789.97', more: lessEach('90.00') }) + tender('1000') + tender('0', change('300')) + rounding;
    const payload = transaction6(retail(lines, '<Total>699.97</Total>'), { end: '2026-11-27T18:04:05' });
    const text = `<a:TransactionLogLookupResponse xmlns:a="http://retalix.com/R10/services"><a:Log>${payload}</a:Log></a:TransactionLogLookupResponse>`;
    const { data } = documentOf(await ticketIn(text, ncrR10), setting);
    expect(data).toMatchObject({
      total: { amount: '700.00' },
      rounding: { amount: '0.03' },
      tenders: [{ amount: { amount: '700.00' } }],
    });
  });
});

describe('Visma', () => {
  it('derives the business date, and rounds in the tender, down from its net total', async () => {
    const rounded = tender('384.00', '<Rounding RoundingDirection="Down">0.15</Rounding>');
    const totals = '<Total TotalType="TransactionNetAmount">384.15</Total>';
    const text = posLog(
      transaction6(retail(goods({ amount: '384.15' }) + rounded, totals), { end: '2026-11-28T02:30:00+01:00' }),
    );
    const { data } = documentOf(await ticketIn(text, visma), setting);
    expect(data).toMatchObject({
      businessDate: '2026-11-27',
      total: { amount: '384.00' },
      rounding: { amount: '-0.15' },
    });
  });

  it('takes the state of a transaction before that of its lines', async () => {
    const text = posLog(
      transaction6(
        retail(goods({ amount: '9', lineAttributes: 'CancelFlag="false"' }), '', 'TransactionStatus="Canceled"'),
      ),
    );
    expect(await recordsIn(text, visma)).toMatchObject([{ kind: 'void' }]);
  });

  it('reads the sale of a transaction that has a control beside it', async () => {
    const both = `<ControlTransaction><NoSale/></ControlTransaction>${retail(goods({ amount: '1' }) + tender('1'), grand('1'))}`;
    const text = posLog(transaction6(both)).replace('Grand', 'Net').replace('Grand', 'Net');
    expect(await recordsIn(text, visma)).toMatchObject([{ kind: 'ticket' }]);
  });
});

describe('Decathlon', () => {
  it('has a namespace of its own, totals without tax and times with their offset', async () => {
    const totals =
      '<Total TotalType="TransactionNetAmount">108.73</Total><Total TotalType="TransactionTaxAmount">21.74</Total>';
    const payload = retail(
      goods({ amount: '130.47', more: tax('21.74') }) + tender('130.47', '', 'TenderType="CreditDebit"'),
      totals,
    );
    const text = `<POSLog xmlns="http://www.nrf-arts.org/IXRetail/v6.0.0/poslog">${transaction6(payload, { end: '2026-07-01T11:27:00+02:00' })}</POSLog>`;
    expect(await ticketIn(text, decathlon)).toMatchObject({
      total: '130.47',
      occurredAt: '2026-07-01T09:27:00.000Z',
      tenders: [{ kind: 'card' }],
    });
    const bare = text.replace('+02:00', '');
    await expect(ticketIn(bare, decathlon)).rejects.toMatchObject({
      code: 'body-invalid',
      path: 'Transaction.EndDateTime',
    });
  });
});

describe('IKEA', () => {
  it('takes net amounts with taxes of four decimals, and an empty sale beside a control', async () => {
    const less = '<ExtendedDiscountAmount>1.00</ExtendedDiscountAmount>';
    const text = posLog(
      transaction(retail(goods({ amount: '9.00', more: less + tax('1.4370') }) + tender('9.00'), grand('9.00'))),
      transaction('<RetailTransaction/><ControlTransaction><NoSale/></ControlTransaction>', { sequence: '116' }),
    );
    const [ticket, noSale] = await recordsIn(text, ikea);
    expect(ticket).toMatchObject({
      lines: [{ gross: '10', discounts: [{ amount: '1.00' }], taxes: [{ amount: '1.4370' }] }],
    });
    expect(noSale).toMatchObject({ kind: 'no-sale' });
  });
});
