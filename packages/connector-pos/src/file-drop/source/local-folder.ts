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
    async take(file, to) {
      const from = join(folder, file.name);
      await mustBeAsListed(from, file);
      try {
        await rename(from, to);
      } catch (error) {
        if (!isOtherDisk(error)) throw error;
        await copyDurably(from, to, file);
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

/** A sender that has begun to write it anew will be done at a later look. */
async function mustBeAsListed(path: string, { bytes, modifiedAt }: ListedFile): Promise<void> {
  const { size, mtimeMs } = await lstat(path);
  if (size === bytes && mtimeMs === modifiedAt) return;
  throw new IntegrationError('A file was written again while it was taken; it is tried again', {
    code: 'connection-lost',
    disposition: 'retry',
  });
}

/** Under another name until all of it is on the disk. */
async function copyDurably(from: string, to: string, file: ListedFile): Promise<void> {
  const part = `${to}.part`;
  await copyFile(from, part, constants.COPYFILE_FICLONE);
  await mustBeAsListed(from, file);
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
