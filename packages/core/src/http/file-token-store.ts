import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
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
      while (!(await take(lock, clock))) await clock.sleep(100);
      try {
        return await work();
      } finally {
        await rm(lock, { force: true });
      }
    },
  };
}

/** Takes the lock, or removes it when whoever took it is gone; then the next try takes it. */
async function take(lock: string, clock: Clock): Promise<boolean> {
  try {
    await writeFile(lock, String(clock.now()), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    unless('EEXIST')(error);
  }
  const takenAt = Number(await readFile(lock, 'utf8').catch(unless('ENOENT')));
  // Empty while it is being written: zero, and yet young. It is looked at again before it is taken for old.
  if (takenAt > 0 && clock.now() - takenAt > lockLivesMs) await rm(lock, { force: true });
  return false;
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
