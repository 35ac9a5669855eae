/** An environment with data projects and recurring jobs, and what moves packages before it. */
import {
  createHttpClientFactory,
  type Observer,
  type RefusedEvent,
  seededRandom,
  type SourceEvent,
} from '@crossdock/core';
import { simulatorFetch } from '@crossdock/testing';
import { configure } from '@zip.js/zip.js';
import { packFiles } from '../../src/bulk/zip.ts';
import { type D365Settings, openDataPackages } from '../../src/index.ts';
import { openEnvironment, type OpenEnvironmentOptions } from '../environment.ts';
import { exportCustomers, importCustomers } from './projects.ts';

// A virtual clock does not wait for threads, so packages are unpacked in this one. Its module is loaded before any clock runs.
configure({ useCompressionStream: false });
await packFiles({ 'first.txt': bytesOf('first') });

/** Adds the answers of the environment to what may be looked at or changed on the way. */
export type OnTheWay = (request: Request, send: (request: Request) => Promise<Response>) => Promise<Response>;

export interface OpenBulkOptions extends OpenEnvironmentOptions {
  readonly bulk?: Partial<NonNullable<D365Settings['bulk']>>;
  readonly onTheWay?: OnTheWay;
}

export const queues = { in: '5a1b0c7e-in', out: '7f30e9d2-out' } as const;

const { signal } = new AbortController();

/** Opens a fresh environment. */
export function openBulk({ bulk, onTheWay = (request, send) => send(request), ...options }: OpenBulkOptions = {}) {
  /** Everything that an operator could see. */
  const seen: string[] = [];
  const sent: Request[] = [];
  const opened = openEnvironment({
    ...options,
    settings: {
      ...options.settings,
      bulk: { exports: { customers: { project: exportCustomers.name, file: exportCustomers.file } }, ...bulk },
    },
    fetch: (environment) => {
      const send = simulatorFetch(environment);
      return async (input, init) => {
        const request = new Request(input, init);
        sent.push(request.clone());
        return onTheWay(request, (it) => send(it));
      };
    },
  });
  const { environment, clock, settings } = opened;
  for (const project of [exportCustomers, importCustomers]) environment.dataManagement.seedDataProject(project);
  environment.recurringJobs.seedRecurringJob(queues.in, importCustomers);
  environment.recurringJobs.seedRecurringJob(queues.out);
  const fetch = options.fetch?.(environment) ?? wireOf(environment, onTheWay, sent);
  const random = seededRandom(7);
  const http = createHttpClientFactory({ clock, observer: watching(seen), system: 'erp', fetch });
  return {
    ...opened,
    seen,
    sent,
    signal,
    /** As another process finds it. */
    packages: (changes: Partial<D365Settings> = {}) =>
      openDataPackages({ ...settings, ...changes }, { http, clock, random }),
  };
}

function wireOf(
  environment: ReturnType<typeof openEnvironment>['environment'],
  onTheWay: OnTheWay,
  sent: Request[],
): typeof fetch {
  const send = simulatorFetch(environment);
  return async (input, init) => {
    const request = new Request(input, init);
    sent.push(request.clone());
    return onTheWay(request, (it) => send(it));
  };
}

function watching(seen: string[]): Observer {
  const keep = (...what: readonly unknown[]) => void seen.push(JSON.stringify(what));
  return {
    span: (name, attributes, run) => {
      keep(name, attributes);
      return run({ set: (key, value) => keep(key, value) });
    },
    count: (name, attributes) => keep(name, attributes),
    measure: (name, value, attributes) => keep(name, value, attributes),
    log: (level, message, attributes) => keep(level, message, attributes),
  };
}

/** Some portions of a backfill, as they are kept. */
export interface Portion {
  readonly events: readonly (SourceEvent | RefusedEvent)[];
  readonly resume: string;
}

/** Lets the backfill of customers run to its end, or until so many portions were kept. What it throws then comes with what was kept. */
export async function runBackfill(
  { system, clock }: Pick<ReturnType<typeof openBulk>, 'system' | 'clock'>,
  { resume, stopAfter = Infinity }: { readonly resume?: string; readonly stopAfter?: number } = {},
) {
  const backfill = system.connection.events?.backfills?.['customers'];
  if (!backfill) throw new Error('There is no backfill');
  const portions: Portion[] = [];
  const counts: number[] = [];
  const progress = (done: number) => void counts.push(done);
  const collect = async () => {
    for await (const portion of backfill.run({ ...(resume !== undefined && { resume }), signal, progress })) {
      portions.push(portion);
      if (portions.length >= stopAfter) return;
    }
  };
  const failure = await clock.settle(collect()).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { portions, counts, failure, events: portions.flatMap((it) => it.events), last: portions.at(-1)?.resume };
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What an error carries, its causes too. */
export function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.message} ${JSON.stringify(error)} ${error.stack ?? ''} ${everythingIn(error.cause ?? '')}`;
}

/** A package with its manifest and header. */
export function packageOf(files: Readonly<Record<string, string>>): Promise<Uint8Array<ArrayBuffer>> {
  const all = { 'Manifest.xml': '<Manifest/>', 'PackageHeader.xml': '<PackageHeader/>', ...files };
  const entries = Object.entries(all).map(([name, text]) => [name, bytesOf(text)] as const);
  return packFiles(Object.fromEntries(entries)).then((bytes) => new Uint8Array(bytes));
}
