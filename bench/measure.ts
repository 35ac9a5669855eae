import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One line of what a bench measured. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is held against, in the same unit. */
  readonly baseline?: number;
  /** The value, divided by the baseline. */
  readonly ratio?: number;
}

/** A value held against another one of the same run. */
export function compared(name: string, value: number, unit: string, baseline: number): Row {
  return { name, value, unit, baseline, ratio: value / baseline };
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Does the work for every number from 1 to `count`, so many at a time, and returns how many were done a second. */
export async function perSecond(
  count: number,
  concurrency: number,
  work: (number: number) => Promise<unknown>,
): Promise<number> {
  let last = 0;
  const worker = async () => {
    while (last < count) {
      last += 1;
      await work(last);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  return count / ((performance.now() - begun) / 1000);
}

/** Hands out paths in a new directory, and removes the directory when the work is over. */
export async function withFiles<T>(work: (file: (name: string) => string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'crossdock-bench-'));
  try {
    return await work((name) => join(directory, name));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Runs a script in a process of its own and returns the JSON that it prints last. */
export function runScript(script: string, ...values: readonly string[]): unknown {
  const { status, stdout } = spawnSync(process.execPath, [script, ...values], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
}
