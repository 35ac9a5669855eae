import { constants } from 'node:fs';
import { copyFile, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrationError } from '@crossdock/core';
import { type FileSource, type ListedFile } from './file-source.ts';

/** A folder of this machine, or one that is mounted. */
export function localFolder(folder: string): FileSource {
  return {
    address: folder,
    async list() {
      const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
        throw new IntegrationError(`The folder ${folder} cannot be read`, { code: 'system-unavailable', cause });
      });
      // A link may lead anywhere; only what lies here itself is taken.
      const files = await Promise.all(entries.filter((it) => it.isFile()).map((it) => listed(folder, it.name)));
      return files.filter((it) => it !== undefined);
    },
    async take({ name }, to) {
      const from = join(folder, name);
      try {
        await rename(from, to);
      } catch (error) {
        if (!isOtherDisk(error)) throw error;
        await copyDurably(from, to);
        await rm(from);
      }
    },
    remove: (name) => rm(join(folder, name), { force: true }),
    close: () => Promise.resolve(),
  };
}

async function listed(folder: string, name: string): Promise<ListedFile | undefined> {
  const stat = await lstat(join(folder, name)).catch(() => undefined);
  return stat?.isFile() ? { name, bytes: stat.size, modifiedAt: stat.mtimeMs } : undefined;
}

function isOtherDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EXDEV';
}

/** Under another name until all of it is on the disk. */
async function copyDurably(from: string, to: string): Promise<void> {
  const part = `${to}.part`;
  await copyFile(from, part, constants.COPYFILE_FICLONE);
  await syncFile(part);
  await rename(part, to);
}

/** Makes sure that a file's bytes survive a power cut. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
