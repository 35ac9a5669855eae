import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync } from 'node:fs';
import { access, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The connector's own folder. */
export interface WorkFolder {
  readonly books: string;
  /** Where a file is brought that was not looked into yet. */
  arriving(name: string): string;
  /** Files that were brought and not looked into yet, as after a crash. */
  arrived(): Promise<readonly string[]>;
  processing(hash: string, name: string): string;
  /** Where a file goes that was read to its end, or that cannot be read. */
  archived(hash: string, name: string): string;
  quarantined(hash: string, name: string): string;
}

/** Opens a work folder, making what is not there. */
export function workFolder(root: string): WorkFolder {
  const folder = (name: string): string => join(root, name);
  for (const name of ['arriving', 'processing', 'archive', 'quarantine'])
    mkdirSync(folder(name), { recursive: true, mode: 0o700 });
  const named = (of: string) => (hash: string, name: string) =>
    join(folder(of), `${hash.slice(0, 16)}-${shortened(name)}`);
  return {
    books: join(root, 'books.db'),
    arriving: (name) => join(folder('arriving'), name),
    async arrived() {
      const names = await readdir(folder('arriving'));
      // What ends in `.part` was not brought whole; it is brought again.
      await Promise.all(
        names.filter((it) => it.endsWith('.part')).map((it) => rm(join(folder('arriving'), it), { force: true })),
      );
      return names.filter((it) => !it.endsWith('.part')).toSorted();
    },
    processing: named('processing'),
    archived: named('archive'),
    quarantined: named('quarantine'),
  };
}

/** The end of a name that would be too long for a file system with the hash before it. */
const shortened = (name: string): string => (Buffer.byteLength(name) > 180 ? name.slice(-45) : name);

/** SHA-256 of a file, in hex. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>)
    hash.update(piece);
  return hash.digest('hex');
}

/** Moves a file unless it was moved already before a crash. */
export async function moveOnce(from: string, to: string): Promise<void> {
  if (from === to || (!(await isThere(from)) && (await isThere(to)))) return;
  await rename(from, to);
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Writes a report that people read, whole or not at all. */
export async function writeReport(path: string, report: object): Promise<void> {
  await writeFile(`${path}.part`, `${JSON.stringify(report, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
}
