import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { goods, grand, posLog, retail, tender, transaction } from './poslog.ts';

const script = join(import.meta.dirname, 'children', 'dock.ts');
const count = 2_400;

const sale = (sequence: string) =>
  transaction(retail(goods({ amount: '5.00' }) + tender('5.00'), grand('5.00')), { sequence });

function service(root: string): { readonly child: ChildProcess; readonly lines: AsyncIterable<string> } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines: createInterface({ input: child.stdout }) };
}

it(
  'a service that is killed in the middle of a large file goes on where it was, and tells every sale once',
  { timeout: 120_000 },
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'crossdock-kill-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    mkdirSync(join(root, 'in'));
    writeFileSync(
      join(root, 'in', 'a.xml'),
      posLog(...Array.from({ length: count }, (_, index) => sale(String(index + 1)))),
    );
    writeFileSync(join(root, 'in', 'a.xml.done'), '');

    const first = service(root);
    for await (const line of first.lines) {
      if (line === 'booking 1000') break;
    }
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');

    const books = new DatabaseSync(join(root, 'work', 'books.db'));
    const { resume, state } = books.prepare('SELECT resume, state FROM files').get() ?? {};
    books.close();
    expect(state).toBe('open');
    expect(JSON.parse(String(resume))).toMatchObject({
      record: expect.toSatisfy((it: number) => it > 0 && it < count) as number,
    });

    const second = service(root);
    let last = '';
    for await (const line of second.lines) last = line;
    expect(last).toBe(`done ${count}`);
    expect(readdirSync(join(root, 'work', 'archive'))).toHaveLength(1);
  },
);
