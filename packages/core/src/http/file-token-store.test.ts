import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Clock } from '../primitives/index.ts';
import { fileTokenStore } from './file-token-store.ts';

const start = Date.parse('2026-11-27T10:00:00Z');

/** A clock on which every wait is over at once. */
function hurried(): Clock {
  let now = start;
  return {
    now: () => now,
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
  };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossdock-token-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const storeWith = (clock: Clock) =>
  fileTokenStore(join(folder, 'account.token'), { token: z.string(), remedy: 'grant the access', clock });
const lockFile = () => join(folder, 'account.token.lock');

describe('the lock of a token file', () => {
  it.each([
    ['was written long ago', String(start - 61_000), 0],
    ['is empty, because the process died while it wrote it', '', 60_000],
    ['is of tomorrow, because the clock was wrong', String(start + 86_400_000), 60_000],
  ])('that nobody holds any more is taken over: it %s', async (_what, text, atLeastMs) => {
    writeFileSync(lockFile(), text);
    const clock = hurried();
    expect(await storeWith(clock).exclusively?.(() => Promise.resolve(clock.now() - start))).toBeGreaterThanOrEqual(
      atLeastMs,
    );
    expect(existsSync(lockFile())).toBe(false);
  });

  it('that another process took over meanwhile is left to it', async () => {
    await storeWith(hurried()).exclusively?.(async () => writeFileSync(lockFile(), String(start + 1)));
    expect(existsSync(lockFile())).toBe(true);
  });

  it('lets one in at a time', async () => {
    const store = storeWith(hurried());
    const trail: string[] = [];
    const work = (name: string) => async () => {
      trail.push(name);
      await store.save(name);
      trail.push(name);
    };
    await Promise.all([store.exclusively?.(work('one')), store.exclusively?.(work('two'))]);
    expect([trail[0], trail[2]]).toEqual([trail[1], trail[3]]);
  });
});
