/** Answers of data management and of the queues with something wrong in them. `FUZZ_RUNS` sets how many of each, `FUZZ_SEED` which. */
import {
  createEnvelope,
  createHttpClientFactory,
  isIntegrationError,
  type Random,
  seededRandom,
  silentObserver,
} from '@crossdock/core';
import { jsonMutator, manualClock, type Mutant } from '@crossdock/testing';
import { describe, expect, test } from 'vitest';
import { customerBackfill } from '../../src/bulk/backfills.ts';
import { createDataManagement } from '../../src/bulk/data-management.ts';
import { openDataPackages } from '../../src/index.ts';
import { D365Options } from '../../src/options/options.ts';
import { openEnvironment } from '../environment.ts';
import { exportCustomers } from './projects.ts';
import { bytesOf, packageOf } from './support.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 100);
const seed = process.env['FUZZ_SEED'] ?? '1129';
const timeoutMs = Math.max(30_000, runs * 60);

const store = 'https://contosostore.blob.core.windows.net/dmf';
const link = (name: string) => `${store}/${name}?sig=secret-of-the-link`;
const told = (value: unknown) => JSON.stringify({ '@odata.context': 'x', value });
const id = '2bd2e4e2-7f1a-4b3e-9a51-000000000001';
const header =
  'CUSTOMERACCOUNT,PARTYTYPE,ORGANIZATIONNAME,PERSONFIRSTNAME,PERSONLASTNAME,PRIMARYCONTACTEMAIL,PRIMARYCONTACTPHONE,ADDRESSSTREET,ADDRESSCITY,ADDRESSSTATE,ADDRESSZIPCODE,ADDRESSCOUNTRYREGIONID,TAXEXEMPTNUMBER';
const customers = [header, 'C-1,Person,,Ann,Lee,a@b.example,,,,,,,', 'C-2,Organization,Cie,,,,,,,,,,', ''].join('\r\n');
const packed = await packageOf({ [exportCustomers.file]: customers });

/** What is answered, by the end of the path. */
const answers: Readonly<Record<string, string>> = {
  token: JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: 'a-token' }),
  GetAzureWriteUrl: told(JSON.stringify({ BlobId: '{1}', BlobUrl: link('in.zip') })),
  ImportFromPackage: told('an-import'),
  ExportToPackage: told('an-export'),
  GetExportedPackageUrl: told(link('out.zip')),
  GetExecutionErrors: told(
    JSON.stringify([{ RecordId: 'A-2', Field: 'CUSTOMERGROUPID', ErrorMessage: 'must be filled in' }]),
  ),
  GetImportStagingErrorFileUrl: told(''),
  GenerateImportTargetErrorKeysFile: told(true),
  GetImportTargetErrorKeysFileUrl: told(link('keys.csv')),
  GetExecutionIdByMessageId: told(id.replace('9a51', '8e02')),
  'in-queue': JSON.stringify(id),
  'out-queue': JSON.stringify({
    CorrelationId: id,
    PopReceipt: 'r-1',
    DownloadLocation: 'http://contoso.operations.dynamics.com/api/connector/download/out-queue?message=1',
  }),
  status: JSON.stringify({ DataJobStatus: { DataJobState: 'Processed' }, ExecutionLog: '' }),
};

const mutators = new Map<string, (random: Random) => Mutant>();

/** An environment that breaks some of its answers, and keeps what it was asked. */
function openBroken(random: Random, { isHonest = false } = {}) {
  const asked: URL[] = [];
  let polls = 0;
  const broken = (text: string): string => {
    if (isHonest || random() > 0.25) return text;
    // Jsons within jsons are broken too.
    const inner = (JSON.parse(text) as { readonly value?: unknown }).value;
    if (typeof inner === 'string' && /^[[{]/.test(inner) && random() < 0.6) return told(mutated(inner));
    return mutated(text);
  };
  const mutated = (text: string): string => {
    const mutate = mutators.get(text) ?? jsonMutator(text);
    mutators.set(text, mutate);
    return mutate(random).text;
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    asked.push(url);
    const name = /(\w[\w-]*)$/.exec(url.pathname)?.[1] ?? '';
    if (url.href.startsWith(store))
      return new Response(url.pathname.endsWith('out.zip') ? packed : 'CUSTOMERACCOUNT\r\nA-2\r\n');
    if (url.pathname.includes('/download/')) return new Response('a,b');
    if (url.pathname.includes('/ack/')) return new Response(null);
    if (url.pathname.endsWith('GetExecutionSummaryStatus')) {
      polls += 1;
      const state =
        polls === 1 ? 'Unknown' : polls === 2 ? 'Executing' : isExport(asked) ? 'Succeeded' : 'PartiallySucceeded';
      return new Response(broken(told(state)));
    }
    const key = url.pathname.includes('/jobstatus/') ? 'status' : name.replace(/^.*\./, '');
    const text = answers[key];
    if (text === undefined) return new Response(null, { status: 404 });
    // Signing in has tests of its own.
    return new Response(key === 'token' ? text : broken(text));
  };
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const http = createHttpClientFactory({ clock, observer: silentObserver, system: 'erp', fetch });
  return { asked, clock, http, started: () => asked.filter((it) => it.pathname.endsWith('ImportFromPackage')).length };
}

const isExport = (asked: readonly URL[]) => asked.some((it) => it.pathname.endsWith('ExportToPackage'));
const settings = { ...openEnvironment().settings, bulk: { pollMs: 600_000, patienceMs: 1_800_000 } };
const { signal } = new AbortController();

/** Runs something before broken answers until it was done often enough. What it throws is an error of ours, without links or tokens. */
function fuzz(what: string, run: (environment: ReturnType<typeof openBroken>, random: Random) => Promise<void>): void {
  test(
    `answers ${what}`,
    async () => {
      const random = seededRandom(`${seed} ${what}`);
      await run(openBroken(random, { isHonest: true }), random);
      let taken = 0;
      for (let made = 0; made < runs; made += 1) {
        const environment = openBroken(random);
        try {
          await run(environment, random);
          taken += 1;
        } catch (error) {
          if (!isIntegrationError(error)) throw new Error(`Run ${String(made)} of seed ${seed}`, { cause: error });
          const words = `${error.message} ${JSON.stringify(error.details ?? {})}`;
          expect(words).not.toMatch(/secret-of-the-link|a-token/);
        }
        for (const { hostname } of environment.asked) {
          expect([
            'contoso.operations.dynamics.com',
            'contosostore.blob.core.windows.net',
            'login.microsoftonline.com',
          ]).toContain(hostname);
        }
      }
      expect(taken, 'broken answers that were read').toBeGreaterThan(0);
    },
    timeoutMs,
  );
}

describe('broken answers are read, or refused', () => {
  fuzz(
    'of an import: nothing is told to be there that is not, and nothing is started twice',
    async (environment, random) => {
      const { clock, http } = environment;
      const there = new Set(['A-1', 'A-3']);
      const report = await clock
        .settle(
          openDataPackages(settings, { http, clock, random }).importRecords({
            project: 'Import customers',
            execution: 'an-import',
            files: { 'Customers V3.csv': bytesOf('x') },
            records: ['A-1', 'A-2', 'A-3'],
            isThere: (record) => Promise.resolve(there.has(record)),
            errorFiles: { entity: 'Customers V3', key: 'CUSTOMERACCOUNT' },
            signal,
          }),
        )
        .finally(() => expect(environment.started()).toBeLessThan(2));
      // A job that says of itself that all is well is believed when its first record and its last are there.
      const known = report.state === 'succeeded' ? 'there' : 'not there';
      expect(report.records.map(({ outcome }) => (outcome === 'there' ? 'there' : 'not there'))).toEqual([
        'there',
        known,
        'there',
      ]);
    },
  );

  fuzz('of an export: the files are whole', async ({ clock, http }, random) => {
    const packages = openDataPackages(settings, { http, clock, random });
    const files = await clock.settle(
      packages.exportFiles({ project: 'Export customers', execution: 'an-export', signal }),
    );
    expect(new TextDecoder().decode(files[exportCustomers.file])).toBe(customers);
  });

  fuzz('of a backfill: what is told keeps its schema', async ({ clock, http }) => {
    const config = D365Options.parse(settings);
    const data = createDataManagement({ http, auth: () => undefined, clock, config });
    const backfill = customerBackfill(
      { project: 'Export customers', file: exportCustomers.file, columns: {} },
      { config, clock, system: 'erp', data },
    );
    const collect = async () => {
      const keys: string[] = [];
      for await (const { events } of backfill.run({ signal, progress: () => undefined })) {
        for (const event of events) {
          if (!('refused' in event)) createEnvelope({ ...event, source: 'erp' });
          keys.push(event.key);
        }
      }
      return keys;
    };
    expect(await clock.settle(collect())).toEqual(['erp-C-1', 'erp-C-2']);
  });

  fuzz('of a queue that takes files: an id is an id, and a state is one of ours', async ({ clock, http }, random) => {
    const { queue } = openDataPackages(settings, { http, clock, random });
    const message = { bytes: bytesOf('a,b'), externalId: 'day-17', entity: 'Customers V3', signal };
    const given = await clock.settle(
      queue.enqueue('in-queue', message).catch((error: unknown) => {
        // It was sent, so nobody may say that nothing happened.
        if (isIntegrationError(error)) expect(error.disposition).toBe('unknown');
        throw error;
      }),
    );
    expect(given).toMatch(/^[0-9a-f-]{36}$/i);
    expect(['waiting', 'processed', 'processed-with-errors', 'failed']).toContain(
      await clock.settle(queue.stateOf('in-queue', given, signal)),
    );
    const execution = await clock.settle(queue.executionOf(given, signal));
    expect(execution ?? 'waiting').not.toMatch(/^[0-]*$/);
  });

  fuzz('of a queue that gives files: a message has a name and a file', async ({ clock, http }, random) => {
    const { queue } = openDataPackages(settings, { http, clock, random });
    const message = await clock.settle(queue.dequeue('out-queue', signal));
    if (!message) return;
    expect(message.id).not.toBe('');
    await clock.settle(message.acknowledge(signal));
  });
});
