import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { posLogDialects } from '../../src/file-drop/index.ts';
import { localFolder } from '../../src/file-drop/source/local-folder.ts';
import { drop, type DropOptions, eventsOf, idsOf, refusalsOf } from './drop.ts';
import { goods, grand, posLog, retail, tender, transaction } from './poslog.ts';

const config: DropOptions['config'] = {
  feeds: [{ files: /\.xml(\.gz)?$/, dialect: posLogDialects.xstore }],
  complete: { marker: '.done' },
};

const sale = (sequence: string, amount = '5.00') =>
  transaction(retail(goods({ amount }) + tender(amount), grand(amount)), { sequence });
const broken = (sequence: string) =>
  transaction(retail(goods({ amount: '5.00' }) + tender('4.00'), grand('5.00')), { sequence });

/** A complete file. */
function put(it: ReturnType<typeof drop>, name: string, content: string | Uint8Array): void {
  it.put(name, content);
  it.put(`${name}.done`, '');
}

const ref = (sequence: string) => `tills-3-20261127-${sequence}-store-17`;

describe('a file drop', () => {
  it('tells every transaction of a file, and archives it once that is kept', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1'), sale('2')));
    const told = await it.look();
    expect(idsOf(told)).toEqual([ref('1'), ref('2')]);
    expect(told[0]).toMatchObject({
      name: 'sale.recorded',
      data: { location: 'store-17', businessDate: '2026-11-27', register: '3' },
    });
    expect([it.files('in'), it.files('work/processing').length]).toEqual([[], 1]);
    expect(await it.look()).toEqual([]);
    expect([it.files('work/processing'), it.files('work/archive').length]).toEqual([[], 1]);
  });

  it('leaves alone what is not complete, not finished, or not its own', async () => {
    const it = drop({ config });
    it.put('a.xml', posLog(sale('1')));
    it.put('b.xml.tmp', 'x');
    put(it, '.c.xml', posLog(sale('2')));
    put(it, 'readme.txt', 'x');
    expect(await it.look()).toEqual([]);
    it.put('a.xml.done', '');
    expect(idsOf(await it.look())).toEqual([ref('1')]);
    expect(it.files('in')).toEqual(['.c.xml', '.c.xml.done', 'b.xml.tmp', 'readme.txt', 'readme.txt.done']);
  });

  it('takes a file without marker once it was the same at several looks', async () => {
    const it = drop({ config: { ...config, complete: { stableLooks: 2 } } });
    const whole = posLog(sale('1'));
    it.put('a.xml', whole.slice(0, 100));
    expect(await it.look()).toEqual([]);
    expect(await it.look()).toEqual([]);
    it.put('a.xml', whole);
    expect(await it.look()).toEqual([]);
    expect(await it.look()).toEqual([]);
    expect(idsOf(await it.look())).toEqual([ref('1')]);
  });

  it('tells a transaction once, in the same file again, in another one, and in one that overlaps', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1'), sale('2')));
    await it.look();
    put(it, 'a.xml', posLog(sale('1'), sale('2')));
    put(it, 'b.xml', posLog(sale('2'), sale('3'), sale('3')));
    expect(idsOf(await it.look())).toEqual([ref('3')]);
    expect(await it.look()).toEqual([]);
    expect(it.files('in')).toEqual([]);
  });

  it('knows a transaction again however its amounts are written', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1', '5.00')));
    await it.look();
    put(it, 'b.xml', posLog(sale('1', '5'), sale('1', '+05.000')));
    expect(await it.look()).toEqual([]);
  });

  it('refuses the same key with other content as a conflict, by itself', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1')));
    await it.look();
    put(it, 'b.xml', posLog(sale('1', '6.00'), sale('2')));
    const told = await it.look();
    expect(idsOf(eventsOf(told))).toEqual([ref('2')]);
    expect(refusalsOf(told)).toMatchObject([
      { key: ref('1'), refused: { code: 'conflict', message: expect.stringContaining('b.xml, record 1') as string } },
    ]);
  });

  it('refuses one bad transaction by itself, with file, record and path, and reports it', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1'), broken('2'), sale('3').replace('>17<', '>99<'), sale('4')));
    const told = await it.look();
    expect(idsOf(eventsOf(told))).toEqual([ref('1'), ref('4')]);
    expect(refusalsOf(told)).toMatchObject([
      {
        id: ref('2'),
        refused: {
          code: 'unbalanced',
          path: 'tenders',
          message: 'a.xml, record 2: The total of a ticket and its tenders differ by 1.00 CHF',
        },
      },
      {
        refused: {
          code: 'unmapped',
          path: 'Transaction.RetailStoreID',
          message: expect.stringContaining("'99'") as string,
        },
      },
    ]);
    await it.look();
    expect(it.files('work/quarantine')).toEqual([expect.stringMatching(/a\.xml\.reason\.json$/)]);
  });

  it('delivers what is whole of a file that is cut off, puts it into quarantine, and takes the rest of the whole one', async () => {
    const it = drop({ config });
    const whole = posLog(sale('1'), sale('2'), sale('3'));
    put(it, 'a.xml', whole.split('</Transaction>').slice(0, 2).join('</Transaction>'));
    const told = await it.look();
    expect(idsOf(eventsOf(told))).toEqual([ref('1')]);
    expect(refusalsOf(told)).toMatchObject([{ refused: { code: 'body-invalid' } }]);
    await it.look();
    expect(it.files('work/quarantine')).toHaveLength(2);
    put(it, 'a.xml', whole);
    expect(idsOf(await it.look())).toEqual([ref('2'), ref('3')]);
  });

  it('tells again what its caller did not keep, and nothing else', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1'), broken('2')));
    const first = await it.look({ lost: true });
    put(it, 'b.xml', posLog(sale('1'), sale('3')));
    const second = await it.look();
    expect(idsOf(first)).toEqual([ref('1'), ref('2')]);
    expect(idsOf(second)).toEqual([ref('1'), ref('2'), ref('3')]);
    expect(await it.look()).toEqual([]);
  });

  it('reads a large file in portions, and goes on where it was after a restart', { timeout: 30_000 }, async () => {
    let it = drop({ config: { ...config, recordsPerLook: 400 } });
    const count = 1_200;
    put(it, 'a.xml', posLog(...Array.from({ length: count }, (_, index) => sale(String(index + 1)))));
    const ids: string[] = [...idsOf(await it.look())];
    expect(ids.length).toBeLessThan(count);
    ids.push(...idsOf(await it.look()));
    // The second portion was told and kept, but not yet known to be.
    it = await it.restart();
    const next = idsOf(await it.look());
    expect(it.logs).toContain('a file is read on');
    ids.push(...next, ...idsOf(await it.look()), ...idsOf(await it.look()), ...idsOf(await it.look()));
    expect(ids).toEqual(Array.from({ length: count }, (_, index) => ref(String(index + 1))));
  });

  it('reads what was refused again when it starts with a mended configuration', async () => {
    let it = drop({ config });
    put(it, 'a.xml', posLog(sale('1').replace('>17<', '>18<'), sale('2')));
    await it.look();
    await it.look();
    it = await it.restart();
    expect(await it.look()).toEqual([]);
    const stores = {
      '17': { code: 'store-17', timeZone: 'UTC', currency: 'CHF' },
      '18': { code: 'store-18', timeZone: 'UTC', currency: 'CHF' },
    };
    it = await it.restart({ stores });
    expect(idsOf(await it.look({ lost: true }))).toEqual(['tills-3-20261127-1-store-18']);
    expect(idsOf(await it.look())).toEqual(['tills-3-20261127-1-store-18']);
    it = await it.restart({ stores });
    expect(await it.look()).toEqual([]);
  });

  it('tells what it told since an instant to whoever asks again', async () => {
    const it = drop({ config });
    const begun = new Date(it.clock.now()).toISOString();
    put(it, 'a.xml', posLog(sale('1'), broken('2')));
    const told = await it.look();
    put(it, 'b.xml', posLog(sale('3')));
    told.concat(await it.look());
    await it.look();
    expect(idsOf(await it.since(begun))).toEqual([ref('1'), ref('2'), ref('3')]);
    expect(await it.look()).toEqual([]);
  });

  it('tells nothing in a window that lies ahead', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1')));
    expect(await it.since(new Date(it.clock.now() + 60_000).toISOString())).toEqual([]);
  });

  it(
    'says that a file was taken away in the middle, and goes on when it comes again',
    { timeout: 30_000 },
    async () => {
      let it = drop({ config: { ...config, recordsPerLook: 400 } });
      const whole = posLog(...Array.from({ length: 700 }, (_, index) => sale(String(index + 1))));
      put(it, 'a.xml', whole);
      const told = [...idsOf(await it.look())];
      it = await it.restart();
      for (const name of it.files('work/processing')) rmSync(join(it.root, 'work/processing', name));
      expect(refusalsOf(await it.look())).toMatchObject([{ refused: { code: 'not-found' } }]);
      await it.look();
      put(it, 'a.xml', whole);
      told.push(...idsOf(await it.look()));
      expect(told).toEqual(Array.from({ length: 700 }, (_, index) => ref(String(index + 1))));
    },
  );

  it('tells nothing in a window without length, so that none is lost when it is asked for twice at one instant', async () => {
    const it = drop({ config });
    await it.look();
    put(it, 'a.xml', posLog(sale('1')));
    expect(await it.look({ after: 0, lost: true })).toEqual([]);
    expect(idsOf(await it.look())).toEqual([ref('1')]);
  });

  it('refuses tickets of a till whose clock is far off', async () => {
    const it = drop({ config });
    put(
      it,
      'a.xml',
      posLog(sale('1').replace('2026-11-27T', '2026-11-29T'), sale('2').replace('2026-11-27T', '2026-01-27T')),
    );
    expect(refusalsOf(await it.look())).toMatchObject([
      { refused: { path: 'occurredAt' } },
      { refused: { path: 'occurredAt' } },
    ]);
  });

  it.each(['2062-11-27', '2026-11-30', '2016-11-27'])('refuses a ticket of business day %s', async (day) => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1').replace('Date>2026-11-27<', `Date>${day}<`), sale('2')));
    const told = await it.look();
    expect(refusalsOf(told)).toMatchObject([{ refused: { code: 'body-invalid', path: 'businessDate' } }]);
    expect(eventsOf(told)).toHaveLength(1);
  });

  it('leaves alone tickets of before it was connected', async () => {
    const it = drop({ config: { ...config, ticketsFrom: '2026-11-28' } });
    put(it, 'a.xml', posLog(sale('1')));
    expect(await it.look()).toEqual([]);
  });

  it('reads packed files, and refuses one that is damaged', async () => {
    const it = drop({ config });
    const packed = gzipSync(posLog(sale('1')));
    put(it, 'a.xml.gz', packed);
    put(it, 'b.xml.gz', packed.subarray(0, packed.length - 20));
    const told = await it.look();
    expect(idsOf(eventsOf(told))).toEqual([ref('1')]);
    expect(refusalsOf(told)).toMatchObject([
      { refused: { code: 'body-invalid', message: expect.stringContaining('b.xml.gz') as string } },
    ]);
  });

  it.each([
    ['UTF-16 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'), true],
    ['UTF-16 without a mark', (text: string) => Buffer.from(text, 'utf16le'), true],
    ['UTF-16, turned', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(), true],
    [
      'ISO-8859-1, declared',
      (text: string) => Buffer.from(text.replace('"1.0"', '"1.0" encoding="ISO-8859-1"'), 'latin1'),
      true,
    ],
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\uFEFF${text}`), true],
    [
      'ISO-8859-1 that says it is UTF-8',
      (text: string) => Buffer.from(text.replace('"1.0"', '"1.0" encoding="UTF-8"'), 'latin1'),
      false,
    ],
    [
      'UTF-8 that says it is UTF-16',
      (text: string) => Buffer.from(text.replace('"1.0"', '"1.0" encoding="UTF-16"')),
      false,
    ],
    [
      'UTF-8 with a mark that says it is ISO-8859-1',
      (text: string) => Buffer.from(`\uFEFF${text.replace('"1.0"', '"1.0" encoding="ISO-8859-1"')}`),
      false,
    ],
    [
      'an encoding nobody knows',
      (text: string) => Buffer.from(text.replace('"1.0"', '"1.0" encoding="EBCDIC-XX"')),
      false,
    ],
  ])('takes or refuses a file in %s', async (_what, encode, isRead) => {
    const it = drop({ config });
    put(it, 'a.xml', encode(posLog(sale('1').replace('<Quantity>', '<Description>Käse</Description><Quantity>'))));
    const told = await it.look();
    if (isRead) expect(told).toMatchObject([{ data: { lines: [{ name: 'Käse' }] } }]);
    else expect(told).toMatchObject([{ refused: { code: 'body-invalid' } }]);
  });

  it('does not take a file that is being written for the marker of an earlier one', async () => {
    const it = drop({ config });
    const written = posLog(sale('1'), sale('2'));
    it.put('a.xml.done', '');
    utimesSync(join(it.root, 'in', 'a.xml.done'), new Date(1_000), new Date(1_000));
    it.put('a.xml', written.slice(0, 700));
    expect(await it.look()).toEqual([]);
    it.put('a.xml', written.slice(0, 800));
    expect(await it.look()).toEqual([]);
    put(it, 'a.xml', written);
    expect(await it.look()).toHaveLength(2);
  });

  it('takes a file that is newer than its marker once it was the same at several looks', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1')));
    utimesSync(join(it.root, 'in', 'a.xml'), new Date('2099-01-01'), new Date('2099-01-01'));
    expect([await it.look(), await it.look()]).toEqual([[], []]);
    expect(await it.look()).toHaveLength(1);
  });

  it('does not take a file that is written again between the list and the taking', async () => {
    const root = mkdtempSync(join(tmpdir(), 'crossdock-drop-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const from = join(root, 'a.xml');
    writeFileSync(from, 'whole');
    const source = localFolder(root);
    const { signal } = new AbortController();
    const [listed] = await source.list(signal);
    if (!listed) throw new Error('Nothing is listed');
    writeFileSync(from, 'half');
    await expect(source.take(listed, join(root, 'b.xml'), signal)).rejects.toMatchObject({ disposition: 'retry' });
    expect(readdirSync(root)).toEqual(['a.xml']);
  });

  it('does not follow links, and does not lose a file that another process put back', async () => {
    const it = drop({ config });
    put(it, 'a.xml', posLog(sale('1')));
    await it.look();
    await it.look();
    writeFileSync(join(it.root, 'in', 'a.xml'), posLog(sale('1')));
    writeFileSync(join(it.root, 'in', 'a.xml.done'), '');
    expect(await it.look()).toEqual([]);
    expect(it.files('in')).toEqual([]);
  });
});
