import { describe, expect, it } from 'vitest';
import { type CsvMapping } from '../../src/file-drop/index.ts';
import { dateIn, itemIn, numberIn } from '../../src/file-drop/csv/cells.ts';
import { drop, type DropOptions, eventsOf, idsOf, refusalsOf } from './drop.ts';

const nightly: CsvMapping = {
  id: 'nightly',
  delimiter: ';',
  decimal: ',',
  thousands: '.',
  columns: {
    store: 'Filiale',
    register: 'Kasse',
    sequence: 'Bon',
    businessDate: 'Tag',
    occurredAt: 'Zeit',
    type: 'Art',
    sku: 'EAN',
    quantity: 'Menge',
    amount: 'Betrag',
    discount: 'Rabatt',
    taxRate: 'MwSt',
    taxAmount: 'Steuer',
    tender: 'Zahlart',
  },
  types: { V: 'sale', R: 'return', Z: 'tender', S: 'void', X: 'ignore' },
  dateFormat: 'DD.MM.YYYY HH:mm:ss',
  amounts: 'signed',
  lineAmount: 'net',
  taxIncluded: true,
  tenders: { BAR: 'cash', EC: 'card' },
  trailer: { column: 'Filiale', value: 'ENDE', rows: 'Kasse', sum: ['Betrag', 'Betrag'] },
};

const header = 'Filiale;Kasse;Bon;Tag;Zeit;Art;EAN;Menge;Betrag;Rabatt;MwSt;Steuer;Zahlart';
const row = (bon: string, rest: string) => `17;3;${bon};27.11.2026;27.11.2026 19:04:05;${rest}`;
const file = (...rows: readonly string[]) => [header, ...rows, ''].join('\r\n');
const end = (rows: number, sum: string) => `ENDE;${rows};;;;;;;${sum};;;;`;

const config: DropOptions['config'] = { feeds: [{ files: /\.csv$/, csv: nightly }], complete: { marker: '.done' } };
const { trailer: _trailer, ...untrailed } = nightly;
const untold: DropOptions['config'] = { ...config, feeds: [{ files: /\.csv$/, csv: untrailed }] };

async function told(content: string | Uint8Array, options = config) {
  const it = drop({ config: options });
  it.put('a.csv', content);
  it.put('a.csv.done', '');
  return it.look();
}

const whole = file(
  row('0001', 'V;4006381333931;2;1.023,98;1,02;19;163,49;'),
  row('0001', 'Z;;;1.023,98;;;;EC'),
  row('2', 'R;4006381333931;-1;(511,99);;19;-81,75;'),
  row('2', 'Z;;;511,99-;;;;BAR'),
  row('3', 'S;;;;;;;'),
  end(5, '1.023,98'),
);

describe('a CSV drop', () => {
  it('reads tickets by their declared mapping', async () => {
    const events = await told(whole);
    expect(events).toMatchObject([
      {
        name: 'sale.recorded',
        id: 'tills-3-20261127-1-store-17',
        occurredAt: '2026-11-27T18:04:05.000Z',
        data: {
          total: { amount: '1023.98' },
          lines: [
            {
              sku: '4006381333931',
              quantity: { amount: '2' },
              gross: { amount: '1025.00' },
              discounts: [{ amount: { amount: '1.02' } }],
              taxes: [{ rate: '0.19', amount: { amount: '163.49' } }],
            },
          ],
          tenders: [{ kind: 'card' }],
        },
      },
      {
        name: 'return.processed',
        data: {
          total: { amount: '511.99' },
          lines: [{ quantity: { amount: '1' }, taxes: [{ amount: { amount: '81.75' } }] }],
          tenders: [{ amount: { amount: '511.99' } }],
        },
      },
    ]);
  });

  it.each([
    ['without its trailer', whole.slice(0, whole.indexOf('ENDE')), /no trailer/],
    ['with rows missing', whole.replace(row('3', 'S;;;;;;;\r\n'), ''), /5 rows, there are 4/],
    [
      'with another sum',
      whole.replace('ENDE;5;;;;;;;1.023,98', 'ENDE;5;;;;;;;1.023,99'),
      /sum of 1023.99, it is 1023.98/,
    ],
  ])('is refused %s, and tells what is whole', async (_what, content, reason) => {
    const events = await told(content);
    expect(idsOf(eventsOf(events))).toContain('tills-3-20261127-1-store-17');
    expect(refusalsOf(events)).toMatchObject([
      { refused: { code: 'body-invalid', message: expect.stringMatching(reason) as string } },
    ]);
  });

  it('tells a ticket that stands twice in a row once, at its worth', async () => {
    const ticket = [
      row('1', 'V;1;1;5,00;;;;'),
      row('1', 'V;1;1;5,00;;;;'),
      row('1', 'Z;;;4,00;;;;BAR'),
      row('1', 'Z;;;6,00;;;;EC'),
    ];
    const twice = await told(file(...ticket, ...ticket, end(8, '40')));
    const once = await told(file(...ticket, end(4, '20')));
    expect(once).toMatchObject([{ data: { total: { amount: '10.00' }, lines: [{ sku: '1' }, { sku: '1' }] } }]);
    expect(twice.map((it) => 'data' in it && it.data)).toEqual(once.map((it) => 'data' in it && it.data));
  });

  it('reads the same row four times as four of the same goods, and one of numbered lines once', async () => {
    const { type: _type, discount: _off, taxRate: _rate, taxAmount: _tax, ...columns } = nightly.columns;
    const plain = { ...untrailed, columns: { ...columns, tenderAmount: 'Menge' } };
    const rows = file(...Array.from({ length: 4 }, () => row('1', ';1;1,00;1,00;;;;BAR')));
    const totalBy = async (csv: CsvMapping) => told(rows, { ...untold, feeds: [{ files: /\.csv$/, csv }] });
    expect(await totalBy(plain)).toMatchObject([{ data: { total: { amount: '4.00' } } }]);
    const numbered = { ...plain, columns: { ...plain.columns, line: 'EAN' } };
    expect(await totalBy(numbered)).toMatchObject([{ data: { total: { amount: '1.00' } } }]);
  });

  it('refuses a ticket that stands twice in a row with something else in it', async () => {
    const rows = [row('1', 'V;1;1;5,00;;;;'), row('1', 'Z;;;5,00;;;;BAR'), row('1', 'V;1;1;5,00;;;;')];
    expect(await told(file(...rows, row('1', 'Z;;;6,00;;;;EC'), end(4, '21')))).toMatchObject([
      { refused: { code: 'unbalanced' } },
    ]);
  });

  it('takes a ticket with a void row for called off where nothing was paid, and refuses it where something was', async () => {
    const off = [row('1', 'V;1;1;5,00;;;;'), row('1', 'S;1;1;5,00;;;;')];
    const paid = [row('2', 'V;1;1;5,00;;;;'), row('2', 'S;2;1;3,00;;;;'), row('2', 'Z;;;5,00;;;;BAR')];
    expect(await told(file(...off, ...paid, end(5, '23')))).toMatchObject([
      { id: 'tills-3-20261127-2-store-17', refused: { code: 'body-invalid', path: 'row 3.Zahlart' } },
    ]);
  });

  it('does not tell the last ticket of a file whose trailer is missing, though it adds up', async () => {
    const events = await told(file(row('1', 'V;1;1;5,00;;;;'), row('1', 'Z;;;5,00;;;;BAR')));
    expect(events).toMatchObject([{ refused: { code: 'body-invalid' } }]);
  });

  it('does not tell a last ticket that nothing proves whole', async () => {
    const cut = file(row('1', 'V;1;1;5,00;;;;'), row('1', 'Z;;;5,00;;;;BAR'), row('2', 'V;1;1;5,00;;;;'));
    const open = await told(cut, untold);
    expect(idsOf(eventsOf(open))).toEqual(['tills-3-20261127-1-store-17']);
    expect(refusalsOf(open)).toMatchObject([{ refused: { code: 'unbalanced' } }]);
    const inRow = await told(cut.slice(0, -2), untold);
    expect(refusalsOf(inRow)).toMatchObject([
      { refused: { code: 'body-invalid', message: expect.stringContaining('ends within a row') as string } },
    ]);
  });

  it.each([
    ['an item id of a spreadsheet', 'V;8,1E+12;1;5,00;;;;', 'body-invalid', 'row 1.EAN'],
    ['a number of another country', 'V;1;1;5.00;;;;', 'body-invalid', 'row 1.Betrag'],
    ['a type of row that is not agreed', 'Q;1;1;5,00;;;;', 'unmapped', 'row 1.Art'],
    ['no quantity', 'V;1;;5,00;;;;', 'body-invalid', 'row 1.Menge'],
  ])('refuses a ticket with %s by itself', async (_what, line, code, path) => {
    const events = await told(
      file(row('1', line), row('1', 'Z;;;5,00;;;;BAR'), row('2', 'V;1;1;5,00;;;;'), row('2', 'Z;;;5,00;;;;BAR')),
      untold,
    );
    expect(idsOf(eventsOf(events))).toEqual(['tills-3-20261127-2-store-17']);
    expect(refusalsOf(events)).toMatchObject([{ id: 'tills-3-20261127-1-store-17', refused: { code, path } }]);
  });

  it('takes a mark before its header, and Windows-1252 where that is agreed', async () => {
    expect(await told(Buffer.from(`\uFEFF${whole}`))).toHaveLength(2);
    const named = { ...nightly, encoding: 'windows-1252', columns: { ...nightly.columns, name: 'Straße' } };
    const text = whole
      .replaceAll(/^(Fil.*|17.*|ENDE.*)$/gm, (line) =>
        line.startsWith('Fil') ? `${line.trimEnd()};Straße` : `${line.trimEnd()};Café €`,
      )
      .replaceAll('€', '\x80');
    const events = await told(Buffer.from(text, 'latin1'), { ...config, feeds: [{ files: /\.csv$/, csv: named }] });
    expect(events[0]).toMatchObject({ data: { lines: [{ name: 'Café €' }] } });
  });
});

describe('a cell', () => {
  const german = { decimal: ',', thousands: '.' } as const;
  it.each([
    ['1.234,50', '1234.50'],
    ['-1', '-1'],
    ['1-', '-1'],
    ['(1,5)', '-1.5'],
    ['+0,10', '0.10'],
    ['-0,00', '0.00'],
    ['', undefined],
  ])('%j is the number %s', (cell, value) => expect(numberIn(cell, german, 'x')).toBe(value));

  it.each(['1.23', '1.2345', '1,2,3', '1.234.5', '--1', '(-1)', '1e3', 'abc', '1,-5', '.', '1 000'])(
    '%j is no number',
    (cell) =>
      expect(() => numberIn(cell, german, 'x')).toThrow(expect.objectContaining({ code: 'body-invalid', path: 'x' })),
  );

  it('has a point between thousands only where that is agreed', () => {
    for (const thousands of [undefined, "'"] as const)
      expect(() => numberIn('1.234', { decimal: ',', ...(thousands && { thousands }) }, 'x')).toThrow(
        expect.objectContaining({ code: 'body-invalid', path: 'x' }),
      );
  });

  it('keeps the zeros of an item id', () => expect(itemIn(' 00021908459882 ', 'x')).toBe('00021908459882'));

  it('reads dates only as they are agreed', () => {
    expect(dateIn('3/4/2026', 'DD/MM/YYYY', 'x')).toEqual({ day: '2026-04-03' });
    expect(dateIn('3/4/2026', 'MM/DD/YYYY', 'x')).toEqual({ day: '2026-03-04' });
    expect(() => dateIn('2026-04-03', 'DD/MM/YYYY', 'x')).toThrow(expect.objectContaining({ path: 'x' }));
  });
});
