import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = join(import.meta.dirname, 'children', 'large-file.ts');

/** The engine lets its heap grow while there is room, so there is little: what has to be kept must fit into it. */
const roomForLittle = ['--max-old-space-size=64'];

/** More than a tree of the whole file would leave room for. `node --max-old-space-size=64 …/large-file.ts 2048` is the same for 2 GiB. */
const megabytes = 16;

it(`a POSLog of ${megabytes} MiB is read within 300 MiB, ticket by ticket`, { timeout: 300_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...roomForLittle, script, String(megabytes)]);
  const read = JSON.parse(stdout) as {
    readonly megabytes: number;
    readonly tickets: number;
    readonly refused: number;
    readonly peakMegabytes: number;
  };
  expect(read).toMatchObject({ megabytes, refused: 0 });
  expect(read.tickets).toBeGreaterThan(megabytes * 400);
  expect(read.peakMegabytes).toBeLessThan(300);
});
