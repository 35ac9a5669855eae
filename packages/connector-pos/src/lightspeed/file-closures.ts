import { open, readFile } from 'node:fs/promises';
import { DrawerCount, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { type Closure, type ClosureStore, memoryClosures } from './closures.ts';

const Stored = z.object({
  id: z.string().min(1),
  outletId: z.string().min(1),
  openedAt: z.iso.datetime(),
  closedAt: z.iso.datetime(),
  count: DrawerCount,
});

/**
 * Keeps the closings of registers in a file, a line for each, so that store days have the same drawers after a restart. It is meant for
 * one process; several need a store of their own.
 */
export function fileClosures(path: string): ClosureStore {
  let kept: Promise<ClosureStore> | undefined;
  let last: Promise<void> = Promise.resolve();
  const all = (): Promise<ClosureStore> => {
    kept ??= load(path).catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
  return {
    async keep(closure) {
      const store = await all();
      // One line after the other: two at once could mix.
      const write = last.catch(() => undefined).then(() => append(path, closure));
      last = write;
      await write;
      await store.keep(closure);
    },
    openedWithin: async (outletId, span) => (await all()).openedWithin(outletId, span),
  };
}

async function load(path: string): Promise<ClosureStore> {
  const store = memoryClosures();
  const lines = (await textOf(path)).split('\n');
  // A line that a crash cut off was never acknowledged, and its webhook comes again.
  for (const line of lines.slice(0, -1)) {
    if (line === '') continue;
    const closure = closureIn(line);
    if (!closure) {
      throw new IntegrationError('The file of closings is damaged', { code: 'config-invalid', path: 'closures' });
    }
    await store.keep(closure);
  }
  return store;
}

async function append(path: string, closure: Closure): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const end = size === 0 ? '\n' : await lastOf(file, size);
    // What a crash cut off is taken away first.
    if (end !== '\n') await file.truncate((await readFile(path)).lastIndexOf(10) + 1);
    await file.write(`${JSON.stringify(closure)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function lastOf(file: Awaited<ReturnType<typeof open>>, size: number): Promise<string> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString();
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function closureIn(line: string): Closure | undefined {
  try {
    return Stored.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
