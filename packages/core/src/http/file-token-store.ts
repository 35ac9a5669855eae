import { open, readFile, rename, rm } from 'node:fs/promises';
import { type z } from 'zod';
import { type Clock, IntegrationError, systemClock } from '../primitives/index.ts';
import { type TokenStore } from './token-store.ts';

/** How a file of a token is kept. */
export interface FileTokenStoreOptions<Token> {
  /** What the file holds. */
  readonly token: z.ZodType<Token>;
  /** What helps when the file is damaged, for the error's words. */
  readonly remedy: string;
  /** @default the machine's clock */
  readonly clock?: Clock;
}

/** A lock that is older than this was left behind by a process that died. */
const lockLivesMs = 60_000;

/**
 * Keeps a token in a file that only its owner can read, one process at a time.
 *
 * The file is replaced as a whole, so that a crash leaves the old token or the new one. Beside it stands a lock file while the
 * token is renewed. It is meant for one machine; several machines need a store of their own with a lock.
 *
 * @throws IntegrationError `unauthorized` from `load` when the file holds something else
 */
export function fileTokenStore<Token>(
  path: string,
  { token: kind, remedy, clock = systemClock }: FileTokenStoreOptions<Token>,
): TokenStore<Token> {
  const lock = `${path}.lock`;
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch(unless('ENOENT'));
      if (text === undefined) return undefined;
      const stored = kind.safeParse(jsonIn(text));
      if (stored.success) return stored.data;
      throw new IntegrationError(`The file of the access token is damaged; ${remedy}`, { code: 'unauthorized' });
    },
    async save(token) {
      const fresh = `${path}.${process.pid}.new`;
      const file = await open(fresh, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify(token));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(fresh, path);
    },
    async exclusively(work) {
      const ours = await take(lock, clock);
      try {
        return await work();
      } finally {
        await release(lock, ours);
      }
    },
  };
}

/**
 * Takes the lock as soon as it is free, or when whoever took it is gone. A lock that stays as it is while we wait was left behind
 * too, whatever it says: it is empty when the process died while it wrote it, and of tomorrow when the clock was wrong.
 *
 * @returns what the lock says as long as it is ours
 */
async function take(lock: string, clock: Clock): Promise<string> {
  let seen: { readonly text: string; readonly since: number } | undefined;
  for (;;) {
    const now = clock.now();
    const ours = String(now);
    if (await write(lock, ours)) return ours;
    const text = await readFile(lock, 'utf8').catch(unless('ENOENT'));
    if (text === undefined || text !== seen?.text) seen = text === undefined ? undefined : { text, since: now };
    const since = Math.min(Number(text) || now, seen?.since ?? now);
    if (now - since > lockLivesMs) await rm(lock, { force: true });
    else await clock.sleep(100);
  }
}

async function write(lock: string, text: string): Promise<boolean> {
  const file = await open(lock, 'wx', 0o600).catch(unless('EEXIST'));
  if (file === undefined) return false;
  try {
    await file.writeFile(text);
  } catch (error) {
    // A full disk must not leave a lock that nobody holds.
    await rm(lock, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

/** One that took longer than a lock lives may find another's in its place. */
async function release(lock: string, ours: string): Promise<void> {
  if ((await readFile(lock, 'utf8').catch(unless('ENOENT'))) === ours) await rm(lock, { force: true });
}

function unless(code: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
    return undefined;
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
