import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money } from '@crossdock/core';
import { afterAll, describe, expect, test } from 'vitest';
import { type Closure, fileClosures } from '../../src/lightspeed/index.ts';

const folder = await mkdtemp(join(tmpdir(), 'crossdock-'));
afterAll(() => rm(folder, { recursive: true }));

const usd = (amount: string) => money(amount, 'USD');
const closing = (id: string, openedAt = '2026-11-24T15:00:00.000Z'): Closure => ({
  id,
  outletId: 'o1',
  openedAt,
  closedAt: '2026-11-24T23:00:00.000Z',
  count: {
    register: 'Kasse 1, Köln',
    opening: usd('100.00'),
    paidIn: usd('0.00'),
    paidOut: usd('0.00'),
    cashSales: usd('5.00'),
    expected: usd('105.00'),
    counted: usd('104.00'),
  },
});
const day = { from: Date.parse('2026-11-24T00:00:00Z'), to: Date.parse('2026-11-25T00:00:00Z') };
const idsIn = async (path: string) => (await fileClosures(path).openedWithin('o1', day)).map((it) => it.id);

describe('closings in a file', () => {
  test('are there after a restart, each once, by outlet and day', async () => {
    const path = join(folder, 'kept');
    const store = fileClosures(path);
    await Promise.all([store.keep(closing('a')), store.keep(closing('b')), store.keep(closing('a'))]);
    await store.keep(closing('c', '2026-11-25T00:00:00.000Z'));
    await store.keep({ ...closing('d'), outletId: 'o2' });
    expect(await idsIn(path)).toEqual(['a', 'b']);
    expect(await fileClosures(path).openedWithin('o1', day)).toEqual([closing('a'), closing('b')]);
  });

  test('lose a line that a crash cut off, which was never acknowledged, and no other', async () => {
    const path = join(folder, 'cut');
    await fileClosures(path).keep(closing('a'));
    await appendFile(path, JSON.stringify(closing('b')).slice(0, 160));
    expect(await idsIn(path)).toEqual(['a']);
    await fileClosures(path).keep(closing('c'));
    expect(await idsIn(path)).toEqual(['a', 'c']);
    expect((await readFile(path, 'utf8')).endsWith('}\n')).toBe(true);
  });

  test('are refused by name where somebody damaged the file', async () => {
    const path = join(folder, 'damaged');
    await writeFile(path, '{"id":"a"}\n');
    await expect(fileClosures(path).openedWithin('o1', day)).rejects.toMatchObject({ code: 'config-invalid' });
    await writeFile(path, 'no JSON\n');
    await expect(fileClosures(path).keep(closing('a'))).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
