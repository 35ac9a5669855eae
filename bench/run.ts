/**
 * Runs every `bench/*.bench.ts` and prints what it measured, with the machine it was measured on.
 *
 * `npm run bench` runs all of them, `npm run bench -- journal` those whose name contains a word, `--json` prints JSON.
 * A bench is a plain script: its default export is an async function that returns rows.
 */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';

const Rows = z.array(
  z.object({
    name: z.string(),
    value: z.number(),
    unit: z.string(),
    /** What the value is held against, in the same unit. */
    baseline: z.number().optional(),
    /** The value, divided by the baseline. */
    ratio: z.number().optional(),
  }),
);
type Row = z.output<typeof Rows>[number];

const Bench = z.object({ default: z.custom<() => Promise<unknown>>((it) => typeof it === 'function') });

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});

const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.bench.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .toSorted();
if (files.length === 0) throw new Error(`No bench is called ${wanted.join(' or ') || '*.bench.ts'}`);

const results: { bench: string; rows: Row[] }[] = [];
for (const file of files) {
  const bench = file.replace('.bench.ts', '');
  if (!options.json) console.log(`\n${bench}`);
  const script: unknown = await import(new URL(file, import.meta.url).href);
  const rows = Rows.parse(await Bench.parse(script).default());
  results.push({ bench, rows });
  if (!options.json) printTable(rows);
}
if (options.json) console.log(JSON.stringify({ machine: machine(), results }, undefined, 2));
else
  console.log(
    `\n${Object.entries(machine())
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n')}`,
  );

function printTable(rows: readonly Row[]): void {
  const table = rows.map((row) => [
    row.name,
    `${inFigures(row.value)} ${row.unit}`,
    row.baseline === undefined ? '' : `of ${inFigures(row.baseline)}`,
    row.ratio === undefined ? '' : `× ${row.ratio.toFixed(2)}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  for (const [name = '', ...figures] of table) {
    const line = figures.map((cell, index) => cell.padStart(widths[index + 1] ?? 0)).join('  ');
    console.log(`  ${name.padEnd(widths[0] ?? 0)}  ${line}`.trimEnd());
  }
}

function inFigures(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    disk: fileSystemOf(tmpdir()),
  };
}

/** The type of the file system that temporary files lie on: a journal on tmpfs costs no disk write. */
function fileSystemOf(path: string): string {
  try {
    const real = `${realpathSync(path)}/`;
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, at = '']) => real.startsWith(at === '/' ? at : `${at}/`))
      .toSorted(([, a = ''], [, b = '']) => b.length - a.length);
    return mounts[0]?.[2] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
