import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Text that is kept in memory before it is written. */
const bufferedCharacters = 8 * 1024 * 1024;

/**
 * Sorts lines into parts that fit into memory one by one.
 *
 * A single part stays in memory. Several lie in a folder that only this user can read, for as long as the result is read:
 * they hold what the shop holds.
 */
export class Spill {
  readonly #parts: string[][];
  #buffered = 0;
  #folder: string | undefined;

  constructor(parts: number) {
    this.#parts = Array.from({ length: parts }, () => []);
  }

  async add(part: number, line: string): Promise<void> {
    this.#parts[part]?.push(line);
    this.#buffered += line.length;
    if (this.#parts.length > 1 && this.#buffered > bufferedCharacters) await this.#flush();
  }

  /** The lines of a part, in the order in which they came. */
  async lines(part: number): Promise<readonly string[]> {
    const written = this.#folder === undefined ? [] : await readLines(join(this.#folder, String(part)));
    return [...written, ...(this.#parts[part] ?? [])];
  }

  /** Forgets everything. */
  async close(): Promise<void> {
    this.#parts.length = 0;
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }

  async #flush(): Promise<void> {
    // Made with the rights 0700.
    this.#folder ??= await mkdtemp(join(tmpdir(), 'crossdock-bulk-'));
    for (const [part, lines] of this.#parts.entries()) {
      if (lines.length === 0) continue;
      await appendFile(join(this.#folder, String(part)), `${lines.join('\n')}\n`, { mode: 0o600 });
      lines.length = 0;
    }
    this.#buffered = 0;
  }
}

async function readLines(path: string): Promise<readonly string[]> {
  try {
    const text = await readFile(path, 'utf8');
    return text.split('\n').filter((line) => line !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
