import { isIntegrationError } from '@crossdock/core';
import { describe, expect, it } from 'vitest';
import { type CsvGroup, csvRecords, type CsvRecordOptions } from './csv-records.ts';
import { defaultLimits } from './limits.ts';
import { type FileRecord, type Resume } from './record.ts';
import { withoutBytes } from './text.ts';

const options: CsvRecordOptions = {
  delimiter: ';',
  columns: ['Till', 'No'],
  keyOf: ({ cells }) => `${cells['Till']}/${cells['No']}`,
  isTrailer: ({ cells }) => cells['Till'] === 'END',
  limits: defaultLimits,
};

async function* inPieces(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

async function read(text: string, length = 7, changes: Partial<CsvRecordOptions> = {}) {
  const records: FileRecord<CsvGroup>[] = [];
  try {
    const rest = withoutBytes(changes.from?.offset ?? 0, inPieces(text, length));
    for await (const some of csvRecords(rest, { ...options, ...changes })) records.push(...some);
    return { records };
  } catch (failure) {
    return { records, failure };
  }
}

const drop = 'Till;"No";Text\r\n1;7;"ä;\nb"\r\n1;7;c\r\n\r\n1;8;"""q"""\r\n2;8;€\r\nEND;3;\r\n';

const groups = (records: readonly FileRecord<CsvGroup>[]) =>
  records.map(({ content }) =>
    isIntegrationError(content) ? content.code : content.rows.map((it) => it.cells['Text']),
  );

describe('reading CSV record by record', () => {
  it('puts neighbouring rows of one key together, in pieces of any length', async () => {
    const whole = await read(drop, 1_000);
    expect(groups(whole.records)).toEqual([['ä;\nb', 'c'], ['"q"'], ['€'], ['']]);
    expect(
      whole.records.map(({ content }) => !isIntegrationError(content) && [content.isTrailer, content.isClosed]),
    ).toEqual([
      [false, true],
      [false, true],
      [false, true],
      [true, false],
    ]);
    for (const length of [1, 2, 3, 10]) expect((await read(drop, length)).records).toEqual(whole.records);
  });

  it('goes on behind any record as if it had never stopped', async () => {
    const { records } = await read(drop);
    for (const length of [1, 4, 1_000]) {
      for (const [index, { next }] of records.slice(0, -1).entries()) {
        const rest = await read(drop, length, { from: JSON.parse(JSON.stringify(next)) as Resume });
        expect(rest.failure).toBeUndefined();
        expect(groups(rest.records)).toEqual(groups(records.slice(index + 1)));
        expect(rest.records.map((it) => it.next)).toEqual(records.slice(index + 1).map((it) => it.next));
      }
    }
  });

  it.each([
    ['nothing', '', /no header/],
    ['two columns of one name', 'Till;No;No\n', /two columns/],
    ['a column missing', 'Till;Nr\n', /no column 'No'/],
    ['a row too short', 'Till;No\n1\n', /INCONSISTENT/],
    ['a quote without end', 'Till;No\n1;"2\n', /QUOTE_NOT_CLOSED/],
    ['a row cut off', 'Till;No\n1;2\n1;3', /ends within a row/],
    ['rows behind its trailer', 'Till;No\nEND;1\n1;2\n', /behind its trailer/],
    ['a zero byte', 'Till;No\n1;\0\n', /character of nothing/],
    ['a cell without end', `Till;No\n1;"${'x'.repeat(5_000)}`, /MAX_RECORD_SIZE/],
  ])('refuses a file with %s', async (_what, text, reason) => {
    const { failure } = await read(text, 100, { limits: { ...defaultLimits, maxRecordLength: 1_000 } });
    expect(failure).toMatchObject({ code: 'body-invalid', message: expect.stringMatching(reason) as string });
  });

  it('refuses a ticket of more rows than any has by itself', async () => {
    const { records, failure } = await read(`Till;No\n1;1\n${'1;2\n'.repeat(5_001)}1;3\n`, 1_000);
    expect(failure).toBeUndefined();
    expect(records.map((it) => isIntegrationError(it.content))).toEqual([false, true, false]);
  });
});
