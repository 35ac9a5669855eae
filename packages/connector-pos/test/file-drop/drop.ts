import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createHttpClientFactory,
  type Observer,
  type RefusedEvent,
  seededRandom,
  silentObserver,
  type SourceEvent,
} from '@crossdock/core';
import { manualClock, type ManualClock } from '@crossdock/testing';
import { onTestFinished } from 'vitest';
import { fileDrop, type FileDropOptions } from '../../src/file-drop/index.ts';

export type Told = SourceEvent | RefusedEvent;

/** What a test may say about its drop. */
export interface DropOptions {
  readonly config: Omit<FileDropOptions, 'from' | 'workFolder' | 'stores'> & Partial<FileDropOptions>;
  readonly now?: string;
  /** @default a new folder */
  readonly root?: string;
}

/** A folder that is looked at the way the sweeper does, with its cursor. */
export interface Drop {
  readonly root: string;
  readonly clock: ManualClock;
  readonly logs: readonly string[];
  put(name: string, content: string | Uint8Array): void;
  files(folder: 'in' | 'work/archive' | 'work/quarantine' | 'work/processing'): readonly string[];
  /** One look. What it tells counts as kept unless it is said to be lost. */
  look(options?: { readonly lost?: boolean; readonly after?: number }): Promise<readonly Told[]>;
  /** Asks for everything since an instant, as a replay does; the cursor stays. */
  since(from: string): Promise<readonly Told[]>;
  /** Ends the process without warning, and starts another one on the same folder. */
  restart(changes?: Partial<DropOptions['config']>): Promise<Drop>;
}

export const storeOptions = { '17': { code: 'store-17', timeZone: 'Europe/Zurich', dayCut: '04:00', currency: 'CHF' } };

export function drop(
  { config, now = '2026-11-27T20:00:00Z', root = newFolder() }: DropOptions,
  state: { cursor: string } = { cursor: new Date(Date.parse(now) - 60_000).toISOString() },
  clock = manualClock({ now }),
): Drop {
  const incoming = join(root, 'in');
  mkdirSync(incoming, { recursive: true });
  const logs: string[] = [];
  const observer: Observer = { ...silentObserver, log: (_level, message) => void logs.push(message) };
  const ports = { system: 'tills', clock, observer };
  const connection = fileDrop({
    from: incoming,
    workFolder: join(root, 'work'),
    stores: storeOptions,
    ...config,
  }).connect({
    name: 'tills',
    http: createHttpClientFactory({ ...ports, fetch: () => Promise.reject(new Error('no network')) }),
    random: seededRandom(1),
    clock,
    observer,
  });
  const sweep = connection.events?.sweeps?.['files'];
  if (!sweep) throw new Error('There is no sweep');
  onTestFinished(() => connection.close?.());
  const run = async (from: string, to: string): Promise<readonly Told[]> => {
    const told: Told[] = [];
    const { signal } = new AbortController();
    for await (const it of sweep.run({ from, to, signal })) told.push(it);
    return told;
  };
  return {
    root,
    clock,
    logs,
    put: (name, content) => writeFileSync(join(incoming, name), content),
    files: (folder) => readdirSync(join(root, folder)).toSorted(),
    async look({ lost = false, after = 30_000 } = {}) {
      await clock.advance(after);
      const to = new Date(clock.now()).toISOString();
      const told = await run(state.cursor, to);
      if (!lost) state.cursor = to;
      return told;
    },
    since: (from) => run(from, new Date(clock.now()).toISOString()),
    async restart(changes = {}) {
      await connection.close?.();
      return drop({ config: { ...config, ...changes }, root }, state, clock);
    },
  };
}

function newFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'crossdock-drop-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

export const eventsOf = (told: readonly Told[]): readonly SourceEvent[] =>
  told.filter((it): it is SourceEvent => !('refused' in it));
export const refusalsOf = (told: readonly Told[]): readonly RefusedEvent[] =>
  told.filter((it): it is RefusedEvent => 'refused' in it);
export const idsOf = (told: readonly Told[]): readonly string[] => told.map((it) => it.id);
