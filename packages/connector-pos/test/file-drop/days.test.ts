import { storeDayEntry } from '@crossdock/core';
import { manualClock } from '@crossdock/testing';
import { describe, expect, it, vi } from 'vitest';
import { posLogDialects } from '../../src/file-drop/index.ts';
import { Books } from '../../src/file-drop/books/books.ts';
import { drop, type DropOptions, eventsOf, refusalsOf, storeOptions, type Told } from './drop.ts';
import { goods, grand, posLog, retail, tender, transaction } from './poslog.ts';

const config: DropOptions['config'] = {
  feeds: [{ files: /\.xml$/, dialect: posLogDialects.xstore }],
  complete: { marker: '.done' },
  storeDay: { closeAfter: '6h', reviseEvery: '1h' },
};

const minute = 60_000;
const hour = 60 * minute;
const dayEnd = '<ControlTransaction><BusinessEOD/></ControlTransaction>';
const sale = (sequence: string, amount = '5.00') =>
  transaction(retail(goods({ amount }) + tender(amount), grand(amount)), { sequence });
const cashUp = (word: string, amount: string, sequence: string) =>
  transaction(`<TenderControlTransaction><${word}><Amount>${amount}</Amount></${word}></TenderControlTransaction>`, {
    sequence,
  });

let files = 0;
function put(it: ReturnType<typeof drop>, ...transactions: readonly string[]): void {
  const name = `${String(++files)}.xml`;
  it.put(name, posLog(...transactions));
  it.put(`${name}.done`, '');
}

const daysOf = (told: readonly Told[]) =>
  eventsOf(told).flatMap((it) => (it.name === 'storeday.closed' ? [it.data] : []));

describe('the day of a store', () => {
  it('is closed once the store says that it is over and no number is missing', async () => {
    const it = drop({ config });
    put(it, sale('1'), sale('2', '7.50'), transaction(dayEnd, { sequence: '3' }));
    const told = await it.look();
    expect(daysOf(told)).toMatchObject([
      { revision: 1, tickets: 2, total: { amount: '12.50' }, businessDate: '2026-11-27', location: 'store-17' },
    ]);
    expect(told.at(-1)).toMatchObject({ id: 'tills-day-20261127-store-17-1', key: 'tills-day-20261127-store-17' });
    expect(await it.look()).toEqual([]);
  });

  it('waits for numbers that are missing until its time is over', async () => {
    const it = drop({ config });
    put(it, sale('1'), transaction(dayEnd, { sequence: '3' }));
    expect(daysOf(await it.look())).toEqual([]);
    put(it, sale('2'));
    expect(daysOf(await it.look())).toMatchObject([{ revision: 1, tickets: 2 }]);
  });

  it('whose last file comes before the others waits for them, though no gap shows', async () => {
    const it = drop({ config });
    const report = `<TenderControlTransaction><TillSettle><TransactionCount>2</TransactionCount><TotalNetSalesAmount>12.50</TotalNetSalesAmount><TotalTaxAmount>0</TotalTaxAmount></TillSettle></TenderControlTransaction>`;
    put(it, sale('2'), transaction(report, { sequence: '3' }));
    expect(daysOf(await it.look())).toEqual([]);
    put(it, sale('1', '7.50'));
    const told = await it.look();
    expect(daysOf(told)).toMatchObject([{ revision: 1, tickets: 2, total: { amount: '12.50' } }]);
    expect(refusalsOf(told)).toEqual([]);
  });

  it('waits for the reports of all registers that sold, unless the store itself says that it is over', async () => {
    const it = drop({ config });
    const report = `<TenderControlTransaction><TillSettle><TransactionCount>1</TransactionCount><TotalNetSalesAmount>5.00</TotalNetSalesAmount><TotalTaxAmount>0</TotalTaxAmount></TillSettle></TenderControlTransaction>`;
    put(it, sale('1'), sale('7').replace('<WorkstationID>3', '<WorkstationID>4'));
    put(it, transaction(report, { sequence: '2' }));
    expect(daysOf(await it.look())).toEqual([]);
    put(it, transaction(report, { sequence: '8' }).replace('<WorkstationID>3', '<WorkstationID>4'));
    expect(daysOf(await it.look())).toMatchObject([{ revision: 1, tickets: 2 }]);
  });

  it('is not closed while tickets of it may be in a file that is not read yet', async () => {
    const it = drop({ config: { ...config, recordsPerLook: 1 } });
    put(it, sale('1'), transaction(dayEnd, { sequence: '2' }));
    put(it, sale('3', '2.00'));
    // The second file is begun in the second look, and its end is seen in the third.
    expect(daysOf(await it.look())).toEqual([]);
    expect(daysOf(await it.look())).toEqual([]);
    expect(daysOf(await it.look())).toMatchObject([{ revision: 1, tickets: 2 }]);
  });

  it('is closed some hours after its end, at the day cut of the store', async () => {
    const it = drop({ config });
    put(it, sale('1'), sale('3'));
    expect(daysOf(await it.look())).toEqual([]);
    // Its end is at 04:00 in Zurich, 03:00 in UTC; six hours later it is 09:00.
    expect(daysOf(await it.look({ after: 12 * hour + 50 * minute }))).toEqual([]);
    expect(daysOf(await it.look({ after: 10 * minute }))).toMatchObject([{ revision: 1, tickets: 2 }]);
    expect(it.logs).toContain('a store day is closed with numbers missing');
  });

  it('that a clock a day ahead closed has a revision for what came once the clock was put right', async () => {
    const begun = '2026-11-28T20:00:00Z';
    const fast = manualClock({ now: begun });
    let ahead = 0;
    const clock = Object.assign(Object.create(fast) as typeof fast, { now: () => fast.now() - ahead });
    const state = { cursor: begun };
    const it = drop({ config, now: begun }, state, clock);
    put(it, sale('1'));
    expect(daysOf(await it.look())).toMatchObject([{ revision: 1, tickets: 1 }]);
    await it.look();
    ahead = 24 * hour;
    state.cursor = new Date(clock.now() - 24 * hour).toISOString();
    put(it, sale('2', '2.00'));
    expect(eventsOf(await it.look()).map((event) => event.id)).toContain('tills-3-20261127-2-store-17');
    expect(await it.look()).toEqual([]);
    expect(daysOf(await it.look({ after: 26 * hour }))).toMatchObject([{ revision: 2, total: { amount: '7.00' } }]);
  });

  it('is told without a ticket in another currency, which is refused by itself', async () => {
    const it = drop({ config });
    const foreign = retail(goods({ amount: '3.00' }) + tender('3.00'), grand('3.00'));
    put(it, sale('1'), transaction(foreign, { sequence: '2', currency: 'EUR' }));
    expect(await it.look()).toMatchObject([
      { name: 'sale.recorded' },
      { id: 'tills-3-20261127-2-store-17', refused: { code: 'currency-mismatch', path: 'currency' } },
    ]);
    expect(await it.look({ after: 14 * hour })).toMatchObject([{ name: 'storeday.closed', data: { tickets: 1 } }]);
  });

  it('that is told is not worked out again at every look when what came late changes nothing', async () => {
    const it = drop({ config });
    put(it, sale('1'), transaction(dayEnd, { sequence: '2' }));
    expect(daysOf(await it.look())).toHaveLength(1);
    // The report of another register: no ticket, so no edition.
    put(it, transaction(dayEnd, { sequence: '3' }));
    const readings = vi.spyOn(Books.prototype, 'recordsOfDay');
    for (let look = 0; look < 30; look++) expect(await it.look({ after: minute })).toEqual([]);
    expect(readings.mock.calls.length).toBeLessThanOrEqual(2);
    readings.mockRestore();
    // A ticket does.
    put(it, sale('4', '2.00'));
    await it.look({ after: minute });
    expect(daysOf(await it.look({ after: 1.5 * hour }))).toMatchObject([{ revision: 2, tickets: 2 }]);
  });

  it('has a revision for late tickets, with the difference named, and never a silent change', async () => {
    const it = drop({ config });
    put(it, sale('1'), transaction(dayEnd, { sequence: '2' }));
    await it.look();
    put(it, sale('3', '2.00'));
    expect(daysOf(await it.look())).toEqual([]);
    put(it, sale('4', '3.00'));
    expect(daysOf(await it.look({ after: 2 * hour }))).toMatchObject([
      {
        revision: 2,
        tickets: 2,
        total: { amount: '7.00' },
        difference: { total: { amount: '2.00' }, tickets: ['tills-3-20261127-3-store-17'] },
      },
    ]);
    expect(daysOf(await it.look({ after: 2 * hour }))).toMatchObject([
      { revision: 3, tickets: 3, total: { amount: '10.00' } },
    ]);
    expect(await it.look({ after: 24 * hour })).toEqual([]);
  });

  it('tells an edition that was not kept again as it was, though tickets came since', async () => {
    const it = drop({ config });
    put(it, sale('1'), transaction(dayEnd, { sequence: '2' }));
    const [first] = daysOf(await it.look({ lost: true }));
    put(it, sale('3', '2.00'));
    const [again] = daysOf(await it.look());
    expect(again).toEqual(first);
    expect(daysOf(await it.look({ after: 2 * hour }))).toMatchObject([{ revision: 2 }]);
  });

  it('counts drawers, deposits and what was called off, and finds what is over or short', async () => {
    const it = drop({ config });
    put(
      it,
      cashUp('TenderLoan', '100.00', '1'),
      sale('2', '20.00'),
      transaction(retail('', '', 'TransactionStatus="Voided"'), { sequence: '3' }),
      transaction(retail(goods({ amount: '1' }), ''), { sequence: '4', attributes: 'TrainingModeFlag="true"' }),
      cashUp('PaidOut', '5.00', '5'),
      cashUp('Deposit', '50.00', '6'),
      cashUp('TillDeclaration', '114.50', '7'),
      transaction('<ControlTransaction><NoSale/></ControlTransaction>', { sequence: '8' }),
      transaction(dayEnd, { sequence: '9' }),
    );
    expect(daysOf(await it.look())).toMatchObject([
      {
        tickets: 1,
        voids: 1,
        drawers: [
          {
            opening: { amount: '100.00' },
            paidOut: { amount: '5.00' },
            expected: { amount: '115.00' },
            counted: { amount: '114.50' },
          },
        ],
        deposits: [{ amount: { amount: '50.00' } }],
      },
    ]);
  });

  it('has what a drawer was counted last, by the number of the till', async () => {
    const it = drop({ config });
    put(it, cashUp('TenderLoan', '100.00', '8'), cashUp('TillDeclaration', '1.00', '9'), sale('10', '5.00'));
    put(it, cashUp('TillDeclaration', '105.00', '11'), transaction(dayEnd, { sequence: '12' }));
    expect(daysOf(await it.look())).toMatchObject([{ drawers: [{ counted: { amount: '105.00' } }] }]);
    const turned = drop({ config });
    put(turned, sale('10', '5.00'), cashUp('TillDeclaration', '105.00', '11'));
    await turned.look();
    put(turned, cashUp('TenderLoan', '100.00', '8'), cashUp('TillDeclaration', '1.00', '9'));
    put(turned, transaction(dayEnd, { sequence: '12' }));
    expect(daysOf(await turned.look())).toMatchObject([{ drawers: [{ counted: { amount: '105.00' } }] }]);
  });

  it('is held against the reports of its tills, and a difference is told beside it', async () => {
    const it = drop({ config });
    const settle = (cash: string) =>
      `<TenderControlTransaction><TillSettle><TransactionCount>1</TransactionCount><TotalNetSalesAmount>5.00</TotalNetSalesAmount><TotalTaxAmount>0</TotalTaxAmount>
        <TenderSummary TenderType="Cash"><Sales><Amount>${cash}</Amount></Sales></TenderSummary></TillSettle></TenderControlTransaction>`;
    put(it, sale('1'), transaction(settle('6.00'), { sequence: '2' }));
    // What explains it may come yet, so it is closed when its time is over.
    expect(await it.look()).toMatchObject([{ name: 'sale.recorded' }]);
    const told = await it.look({ after: 13 * hour });
    expect(daysOf(told)).toMatchObject([{ total: { amount: '5.00' } }]);
    expect(refusalsOf(told)).toMatchObject([
      {
        name: 'storeday.closed',
        refused: { code: 'unbalanced', message: expect.stringContaining('cash 6.00 and 5.00, by 1.00 CHF') as string },
      },
    ]);
  });
});

describe('what comes after the day was closed', () => {
  const hourLater = { after: 1.5 * hour };
  const report = (total: string, sequence: string, register = '4') =>
    transaction(
      `<TenderControlTransaction><TillSettle><TotalNetSalesAmount>${total}</TotalNetSalesAmount><TotalTaxAmount>0</TotalTaxAmount></TillSettle></TenderControlTransaction>`,
      { sequence },
    ).replace('<WorkstationID>3', `<WorkstationID>${register}`);
  const onFour = (it: string) => it.replace('<WorkstationID>3', '<WorkstationID>4');
  const closed = async () => {
    const it = drop({ config });
    put(it, sale('1'), report('5.00', '2', '3'));
    expect(daysOf(await it.look())).toMatchObject([{ revision: 1, tickets: 1, drawers: [] }]);
    return it;
  };

  it('makes a revision: the drawer of another register that is counted late, and what was brought to the bank', async () => {
    const it = await closed();
    put(it, onFour(cashUp('TenderLoan', '50.00', '6')), onFour(cashUp('TillDeclaration', '49.00', '7')));
    expect(await it.look()).toEqual([]);
    const [second] = daysOf(await it.look(hourLater));
    expect(second).toMatchObject({
      revision: 2,
      total: { amount: '5.00' },
      difference: { total: { amount: '0.00' }, tickets: [] },
      drawers: [{ register: '4', expected: { amount: '50.00' }, counted: { amount: '49.00' } }],
    });
    put(it, cashUp('Deposit', '20.00', '3'));
    expect(daysOf(await it.look(hourLater))).toEqual([]);
    const [third] = daysOf(await it.look(hourLater));
    expect(third).toMatchObject({ revision: 3, deposits: [{ amount: { amount: '20.00' } }] });
    expect(await it.look({ after: 24 * hour })).toEqual([]);
  });

  it('is booked as a correction: what the late drawer lacks, and no more', async () => {
    const it = drop({ config });
    put(it, sale('1'), report('5.00', '2', '3'));
    const [first] = daysOf(await it.look());
    put(it, onFour(cashUp('TenderLoan', '50.00', '6')), onFour(cashUp('TillDeclaration', '49.00', '7')));
    await it.look();
    const [second] = daysOf(await it.look(hourLater));
    if (!first || !second) throw new Error('Two editions are told');
    expect(storeDayEntry(second, { corrects: first })).toMatchObject({
      ref: 'tills-day-20261127-store-17-r2',
      lines: [
        { account: 'over-short', debit: { amount: '1.00' } },
        { account: 'cash', credit: { amount: '1.00' } },
      ],
    });
  });

  it('is held against the tickets, though it is a report alone, and a revision says that it has come', async () => {
    const it = await closed();
    put(it, report('7.00', '9'));
    await it.look();
    const told = await it.look(hourLater);
    expect(daysOf(told)).toMatchObject([{ revision: 2, tickets: 1 }]);
    expect(refusalsOf(told)).toMatchObject([
      {
        id: 'tills-day-20261127-store-17-z-4-4-9-2',
        refused: { code: 'unbalanced', message: expect.stringContaining('register 4') as string },
      },
    ]);
    // A part of what lacks: it still differs, which is known.
    put(it, onFour(sale('7', '3.00')));
    await it.look();
    const nearer = await it.look(hourLater);
    expect(daysOf(nearer)).toMatchObject([{ revision: 3, tickets: 2 }]);
    expect(refusalsOf(nearer)).toEqual([]);
    put(it, onFour(sale('8', '4.00')));
    await it.look();
    const mended = await it.look(hourLater);
    expect(daysOf(mended)).toMatchObject([{ revision: 4, tickets: 3, total: { amount: '12.00' } }]);
    expect(refusalsOf(mended)).toEqual([]);
  });

  it('is told when it makes a report differ that agreed before', async () => {
    const it = await closed();
    put(it, sale('3', '2.00'));
    await it.look();
    const told = await it.look(hourLater);
    expect(daysOf(told)).toMatchObject([{ revision: 2 }]);
    expect(refusalsOf(told)).toMatchObject([
      { refused: { code: 'unbalanced', message: expect.stringContaining('total 5.00 and 7.00') as string } },
    ]);
  });

  it('changes no edition that was told: asked again, they are the same', async () => {
    const it = await closed();
    const since = new Date(it.clock.now() - hour).toISOString();
    const first = (await it.since(since)).filter(({ name }) => name === 'storeday.closed');
    put(it, onFour(cashUp('TenderLoan', '50.00', '6')), onFour(cashUp('TillDeclaration', '49.00', '7')));
    await it.look();
    await it.look(hourLater);
    await it.look();
    const again = (await it.since(since)).filter(({ name }) => name === 'storeday.closed');
    expect(again.slice(0, 1)).toEqual(first);
    expect(again).toHaveLength(2);
  });

  it('is told to a person when it takes back a ticket that never came', async () => {
    const it = await closed();
    const link = (of: string) =>
      `<TransactionLink><WorkstationID>3</WorkstationID><BusinessDayDate>2026-11-27</BusinessDayDate><SequenceNumber>${of}</SequenceNumber></TransactionLink>`;
    put(
      it,
      transaction(`<ControlTransaction><PostVoid>${link('99')}</PostVoid></ControlTransaction>`, { sequence: '3' }),
    );
    expect(await it.look()).toEqual([]);
    expect(await it.look({ ...hourLater, lost: true })).toMatchObject([{ refused: { code: 'not-found' } }]);
    expect(await it.look()).toMatchObject([{ name: 'return.processed', refused: { code: 'not-found' } }]);
    expect(await it.look(hourLater)).toEqual([]);
    // Behind an edition that was told it is not told again.
    put(it, onFour(sale('5', '1.00')));
    await it.look();
    expect(daysOf(await it.look(hourLater))).toMatchObject([{ revision: 2 }]);
    put(it, onFour(sale('6', '1.00')));
    await it.look();
    const later = await it.look(hourLater);
    expect([daysOf(later).length, refusalsOf(later)]).toEqual([1, []]);
    // The ticket comes after all: both are in one revision.
    put(it, sale('99', '4.00'));
    expect(await it.look()).toMatchObject([{ name: 'sale.recorded' }, { name: 'return.processed' }]);
    expect(daysOf(await it.look(hourLater))).toMatchObject([{ revision: 4, tickets: 4, returns: 1 }]);
  });

  it('makes the first edition where the only thing that came was a report, which lacks its tickets', async () => {
    const it = drop({ config });
    put(it, report('7.00', '9'));
    const told = await it.look({ after: 14 * hour });
    expect(daysOf(told)).toMatchObject([{ revision: 1, tickets: 0, total: { amount: '0.00' } }]);
    expect(refusalsOf(told)).toMatchObject([{ refused: { code: 'unbalanced' } }]);
  });

  it('tells the reports of two registers that have one number apart', async () => {
    const it = drop({ config });
    put(it, report('7.00', '9', '3'), report('8.00', '9', '4'));
    const told = refusalsOf(await it.look({ after: 14 * hour }));
    expect(new Set(told.map(({ id }) => id)).size).toBe(2);
  });
});

it('the day of a store that no option names any more waits for it, and a person is told', async () => {
  const folder = drop({ config });
  put(folder, sale('1'));
  await folder.look();
  await folder.look();
  const stores = { '18': { code: 'store-18', timeZone: 'Europe/Zurich', currency: 'CHF' } };
  const renamed = await folder.restart({ stores });
  const refusal = { name: 'storeday.closed', refused: { code: 'config-invalid', path: 'stores' } };
  expect(await renamed.look({ after: 14 * hour, lost: true })).toMatchObject([refusal]);
  expect(await renamed.look()).toMatchObject([refusal]);
  expect(await renamed.look()).toEqual([]);
  const mended = await renamed.restart({ stores: storeOptions });
  expect(daysOf(await mended.look())).toMatchObject([{ revision: 1, tickets: 1 }]);
});

describe('a ticket that takes back another one', () => {
  const postVoid = (sequence: string, of: string) =>
    transaction(
      `<ControlTransaction><PostVoid><TransactionLink><WorkstationID>3</WorkstationID><BusinessDayDate>2026-11-27</BusinessDayDate><SequenceNumber>${of}</SequenceNumber></TransactionLink></PostVoid></ControlTransaction>`,
      { sequence },
    );
  const reversal = {
    name: 'return.processed',
    id: 'tills-3-20261127-2-store-17',
    data: { orderRef: 'tills-3-20261127-1-store-17', total: { amount: '5.00' } },
  };

  it('becomes the return of all of it, from its file', async () => {
    const it = drop({ config });
    put(it, sale('1'), sale('7'));
    await it.look();
    await it.look();
    put(it, postVoid('2', '1'));
    expect(await it.look()).toMatchObject([reversal]);
  });

  it('waits for the ticket when it comes first, also over a look that was lost', async () => {
    const it = drop({ config });
    put(it, postVoid('2', '1'));
    expect(await it.look()).toEqual([]);
    put(it, sale('1'));
    expect(await it.look({ lost: true })).toMatchObject([{ name: 'sale.recorded' }, reversal]);
    expect(await it.look()).toMatchObject([{ name: 'sale.recorded' }, reversal]);
    expect(await it.look()).toEqual([]);
    put(it, transaction(dayEnd, { sequence: '3' }));
    expect(daysOf(await it.look())).toMatchObject([{ tickets: 1, returns: 1, total: { amount: '0.00' } }]);
  });

  it('takes a gift card back that was sold, and no revenue', async () => {
    const it = drop({ config });
    const card = goods({ amount: '50.00', attributes: 'ItemType="GiftCard"' });
    put(it, transaction(retail(card + tender('50.00'), grand('50.00')), { sequence: '1' }), postVoid('2', '1'));
    put(it, transaction(dayEnd, { sequence: '3' }));
    const told = await it.look();
    expect(told[1]).toMatchObject({ name: 'return.processed', data: { lines: [{ kind: 'gift-card' }] } });
    expect(daysOf(told)).toMatchObject([{ giftCardsSold: { amount: '0.00' }, refunds: { amount: '0.00' } }]);
  });

  it('is refused when another one took the ticket back before', async () => {
    const it = drop({ config });
    put(it, sale('1'), postVoid('2', '1'), postVoid('3', '1'));
    const told = await it.look();
    expect(told).toMatchObject([{ name: 'sale.recorded' }, reversal, { refused: { code: 'conflict', path: 'voids' } }]);
  });

  it('is told to a person when its ticket never came', async () => {
    const it = drop({ config });
    put(it, sale('1'), postVoid('2', '99'), transaction(dayEnd, { sequence: '3' }));
    expect(refusalsOf(await it.look())).toMatchObject([{ name: 'return.processed', refused: { code: 'not-found' } }]);
  });
});

it('a record that takes back a ticket which never came is told where the day has nothing else, and again to whoever asks', async () => {
  const folder = drop({ config });
  const since = new Date(folder.clock.now()).toISOString();
  const link =
    '<TransactionLink><WorkstationID>3</WorkstationID><BusinessDayDate>2026-11-27</BusinessDayDate><SequenceNumber>9</SequenceNumber></TransactionLink>';
  put(folder, transaction(`<ControlTransaction><PostVoid>${link}</PostVoid></ControlTransaction>`, { sequence: '3' }));
  expect(await folder.look()).toEqual([]);
  const refusal = { name: 'return.processed', refused: { code: 'not-found' } };
  expect(await folder.look({ after: 14 * hour })).toMatchObject([refusal]);
  expect(await folder.look()).toEqual([]);
  expect(await folder.since(since)).toMatchObject([refusal]);
});

describe('returns and stock', () => {
  it('link a return to its sale, and put an exchange into one document', async () => {
    const it = drop({ config });
    const link =
      '<TransactionLink ReasonCode="Return"><RetailStoreID>17</RetailStoreID><WorkstationID>4</WorkstationID><BusinessDayDate>2026-11-20</BusinessDayDate><SequenceNumber>0009</SequenceNumber><LineItemSequenceNumber>2</LineItemSequenceNumber></TransactionLink>';
    const lines =
      goods({ element: 'Return', amount: '20.00', more: link, sku: 'A' }) +
      goods({ amount: '25.00', sku: 'B' }) +
      tender('5.00');
    put(it, transaction(retail(lines, grand('5.00'))));
    expect(await it.look()).toMatchObject([
      {
        name: 'return.processed',
        data: {
          orderRef: 'tills-4-20261120-9-store-17',
          lines: [{ sku: 'A', orderLineId: '2', disposition: 'restock', gross: { amount: '20.00' } }],
          exchange: [{ sku: 'B' }],
          total: { amount: '-5.00' },
          tenders: [{ amount: { amount: '-5.00' } }],
        },
      },
    ]);
  });

  it('tell counts as levels and movements as changes, signed by their way', async () => {
    const it = drop({ config });
    const item = (quantity: string) =>
      `<InventoryItem><ItemID>67591</ItemID><Quantity>${quantity}</Quantity></InventoryItem>`;
    const stock = (word: string, quantity: string, sequence: string, attributes = '') =>
      transaction(
        `<InventoryControlTransaction><${word} ${attributes}>${item(quantity)}</${word}></InventoryControlTransaction>`,
        { sequence },
      );
    put(
      it,
      stock('InventoryCount', '12', '1'),
      stock('ReceiveInventory', '5', '2'),
      stock('InventoryLoss', '1', '3'),
      stock('Transfer', '2', '4', 'Direction="Out"'),
      stock('Transfer', '2', '5'),
    );
    const told = await it.look();
    expect(eventsOf(told)).toMatchObject([
      { name: 'inventory.counted', key: '67591', data: { counted: { amount: '12' } } },
      { name: 'inventory.moved', data: { delta: { amount: '5' }, reason: 'receipt' } },
      { name: 'inventory.moved', data: { delta: { amount: '-1' }, reason: 'lost' } },
      { name: 'inventory.moved', data: { delta: { amount: '-2' }, reason: 'transfer-out' } },
    ]);
    expect(refusalsOf(told)).toMatchObject([{ refused: { code: 'unmapped' } }]);
  });
});
