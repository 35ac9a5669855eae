import { expect, test } from 'vitest';
import { type Shelf } from '../../src/journal/index.ts';
import { startRun } from './samples.ts';
import { describeJournals } from './subjects.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const words = (body: Uint8Array | undefined) => body && new TextDecoder().decode(body);

describeJournals('a shelf', (use) => {
  const shelf = (name = 'stock'): Shelf => {
    const found = use().shelf?.(name);
    if (!found) throw new Error('This journal has no shelves');
    return found;
  };

  test('keeps entries in the order in which they were asked for', async () => {
    const seqs = await Promise.all(['a', 'b', 'c'].map((it) => shelf().append(it)));
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect((await shelf().entries(0, 10)).map((it) => it.body)).toEqual(['a', 'b', 'c']);
    expect((await shelf().entries(seqs[0] ?? 0, 1)).map((it) => it.body)).toEqual(['b']);
  });

  test('keeps what it has when the journal is closed and opened again', async () => {
    await shelf().append('a');
    await shelf().write({ put: [{ kind: 'row', key: '1', body: bytes('x') }] });
    await use().close();
    await use().open();
    expect(await shelf().entries(0, 10)).toHaveLength(1);
    expect(words(await shelf().record('row', '1'))).toBe('x');
  });

  test('replaces and removes records, and pages through those of a kind', async () => {
    const put = ['1', '2', '3'].map((key) => ({ kind: 'row', key, body: bytes(key) }));
    await shelf().write({ put: [...put, { kind: 'hold', key: '1', body: bytes('other') }] });
    await shelf().write({ put: [{ kind: 'row', key: '2', body: bytes('new') }], remove: [{ kind: 'row', key: '1' }] });
    expect((await shelf().records('row', '', 10)).map(({ key, body }) => [key, words(body)])).toEqual([
      ['2', 'new'],
      ['3', '3'],
    ]);
    expect((await shelf().records('row', '2', 10)).map((it) => it.key)).toEqual(['3']);
    expect(await shelf().record('row', '1')).toBeUndefined();
  });

  test('never gives a number again, also after its entries were forgotten', async () => {
    await shelf().append('a');
    const last = await shelf().append('b');
    await shelf().write({ forgetBefore: last + 1 });
    await use().close();
    await use().open();
    expect(await shelf().append('c')).toBeGreaterThan(last);
    expect((await shelf().entries(last, 10)).map((it) => it.body)).toEqual(['c']);
  });

  test('does not see what another shelf keeps', async () => {
    await shelf('stock').append('a');
    await shelf('prices').append('b');
    expect((await shelf('prices').entries(0, 10)).map((it) => it.body)).toEqual(['b']);
  });

  test('shares its commits with the journal', async () => {
    const [seq] = await Promise.all([shelf().append('a'), startRun(use(), 'beside')]);
    expect(seq).toBeGreaterThan(0);
    expect(await use().runs({})).toHaveLength(1);
  });

  test('refuses everything while the journal is closed', async () => {
    await use().close();
    await expect(shelf().append('a')).rejects.toMatchObject({ code: 'journal-closed' });
    await expect(shelf().entries(0, 1)).rejects.toMatchObject({ code: 'journal-closed' });
    await use().open();
  });
});
