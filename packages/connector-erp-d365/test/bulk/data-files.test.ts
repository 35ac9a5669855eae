import { isIntegrationError, seededRandom } from '@crossdock/core';
import { describe, expect, test } from 'vitest';
import { type DataFileOptions, type DataRow, dataRows } from '../../src/bulk/csv.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 200);
const seed = process.env['FUZZ_SEED'] ?? '1129';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const comma = { delimiter: ',' };

async function rowsOf(bytes: Uint8Array | string, options: DataFileOptions = comma): Promise<DataRow[]> {
  const rows: DataRow[] = [];
  for await (const row of dataRows(typeof bytes === 'string' ? bytesOf(bytes) : bytes, options)) rows.push({ ...row });
  return rows;
}

const refusal = (bytes: Uint8Array | string, options?: DataFileOptions) =>
  rowsOf(bytes, options).then(
    (rows) => rows,
    (error: unknown) => (isIntegrationError(error) ? `${error.code}: ${error.message}` : error),
  );

describe('a data file', () => {
  test.each([
    ['with the line ends of Windows', 'a,b\r\n1,2\r\n'],
    ['with those of others', 'a,b\n1,2\n'],
    ['without an end of its last line', 'A,B\r\n1,2'],
    ['with a mark of its encoding', '\uFEFFA,B\r\n1,2\r\n'],
    ['with a mark of its encoding before a quote', '\uFEFF"A",B\r\n1,2\r\n'],
    ['with everything quoted', '"A","B"\r\n"1","2"\r\n'],
    ['with empty lines', 'A,B\r\n\r\n1,2\r\n\r\n'],
    ['with blanks around the names of its columns', ' A , B\r\n1,2\r\n'],
  ])('%s is read', async (_, text) => {
    expect(await rowsOf(text)).toEqual([{ A: '1', B: '2' }]);
  });

  test('keeps quotes, commas, blanks and ends of lines within a field', async () => {
    const text = 'ITEM,NAME\r\n" RFI-2","Ann ""A"", Bob\r\n& Cie"\r\n';
    expect(await rowsOf(text)).toEqual([{ ITEM: ' RFI-2', NAME: 'Ann "A", Bob\r\n& Cie' }]);
  });

  test('may be longer than what is read at once, whatever stands at the seam', async () => {
    for (const length of [262_130, 262_137, 262_138, 262_139, 262_140, 262_141, 262_142, 262_143, 262_144]) {
      const long = 'x'.repeat(length);
      expect(await rowsOf(`A,B\n${long},"ñ""\n€"\n1,2\n`)).toEqual([
        { A: long, B: 'ñ"\n€' },
        { A: '1', B: '2' },
      ]);
    }
  });

  test('has another delimiter where its data format says so, and columns that nobody asks for', async () => {
    const options = { delimiter: ';', columns: ['C', 'A'] };
    expect(await rowsOf('a;b;c\r\n1,0;2;3\r\n', options)).toEqual([{ A: '1,0', C: '3' }]);
  });

  test.each([
    ['is written in another code page', Uint8Array.of(0x41, 0x0a, 0xe9, 0x0a), 'is no text in UTF-8'],
    ['is written in UTF-16', Buffer.from('\uFEFFA,B\r\n1,2', 'utf16le'), 'is no text in UTF-8'],
    ['has a line with too few fields', 'A,B\n1\n', 'INCONSISTENT'],
    ['has a line with too many', 'A,B\n1,2,secret\n', 'INCONSISTENT'],
    ['has a quote that nobody closes', 'A,B\n1,"secret\n', 'QUOTE_NOT_CLOSED'],
    ['has something behind a quote', 'A,B\n1,"2"secret\n', 'INVALID_CLOSING_QUOTE'],
    ['has two columns of one name', 'A,a\n1,2\n', 'two columns of one name'],
    ['has nothing in it', '', 'has no header'],
    ['has a row without an end', `A\n"${'x'.repeat(1_100_000)}`, 'MAX_RECORD_SIZE'],
  ])('that %s is refused, and nothing of it is told', async (_, text, why) => {
    const told = await refusal(text);
    expect(told).toMatch(/^response-invalid: A data file of Dynamics 365/);
    expect(told).toContain(why);
    expect(told).not.toContain('secret');
  });

  test('without a column that is needed is refused by the names of those', async () => {
    const columns = ['A', 'EMAIL', 'NAME'];
    expect(await refusal('a,b\n1,2\n', { delimiter: ',', columns })).toBe(
      'config-invalid: A data file of Dynamics 365 has no column EMAIL, NAME',
    );
  });

  test('that is long lets others have their turn', async () => {
    let turns = 0;
    let isRead = false;
    const others = (): void => {
      turns += 1;
      if (!isRead) setImmediate(others);
    };
    setImmediate(others);
    const rows = await rowsOf(`A\n${'1234567\n'.repeat(400_000)}`);
    isRead = true;
    expect(rows).toHaveLength(400_000);
    expect(turns).toBeGreaterThan(5);
  });

  test('is not read further than somebody wants it', async () => {
    const rows = dataRows(bytesOf(`A\n${'1\n'.repeat(200_000)}`), comma);
    expect((await rows.next()).value).toMatchObject({ A: '1' });
    await rows.return(undefined);
    expect((await rows.next()).done).toBe(true);
  });
});

test(
  'data files with something wrong in them are read, or refused',
  async () => {
    const random = seededRandom(`${seed} data files`);
    const whole = 'A,B,C\r\n1,"2, two",3\r\n"x ""y""\r\nz",,ñ\r\n7,8,9\r\n';
    const pieces = ['"', ',', '\r', '\n', '\0', '""', '\uFEFF', ';', '€', 'A'];
    const columns = ['A', 'C'];
    let taken = 0;
    for (let run = 0; run < runs; run += 1) {
      const bytes = [...bytesOf(whole)];
      for (let left = Math.floor(random() * 4); left > 0; left -= 1) {
        const at = Math.floor(random() * bytes.length);
        const piece = bytesOf(pieces[Math.floor(random() * pieces.length)] ?? '');
        if (random() < 0.3) bytes[at] = Math.floor(random() * 256);
        else bytes.splice(at, Math.floor(random() * 6), ...piece);
      }
      try {
        const rows = await rowsOf(Uint8Array.from(bytes), { delimiter: ',', columns });
        taken += 1;
        for (const row of rows) expect(Object.keys(row).toSorted()).toEqual(columns);
      } catch (error) {
        if (!isIntegrationError(error))
          throw new Error(`Nothing of ours in run ${String(run)} of ${seed}`, { cause: error });
        expect(error.disposition).toBe('reject');
      }
    }
    expect(taken).toBeGreaterThan(0);
  },
  Math.max(30_000, runs * 40),
);
