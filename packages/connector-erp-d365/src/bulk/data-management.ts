import {
  type Authorize,
  type Clock,
  createConcurrencyLimit,
  type HttpClientFactory,
  IntegrationError,
  isIntegrationError,
} from '@crossdock/core';
import { toD365Error } from '../errors.ts';
import type { D365Config } from '../options/options.ts';
import { type DataRow, dataRows } from './csv.ts';
import { fetchPackage, type LinkPorts, storePackage } from './download.ts';
import { createJobs, type EndState, type JobState, type RecordError } from './jobs.ts';
import { packFiles, type PackageFiles, unpackFiles } from './zip.ts';

/** The two files in which data management names records that failed, and how they are read. */
export interface ErrorFiles {
  /** Label of the entity, `Customers V3`. */
  readonly entity: string;
  /** Column with the key of a record, `CUSTOMERACCOUNT`. */
  readonly key: string;
}

/** Speaks to the data management of one company: packages out, packages in, and what became of them. */
export interface DataManagement {
  stateOf(execution: string, signal: AbortSignal): Promise<JobState>;
  /** Starts an export. The same execution is started once. */
  startExport(project: string, execution: string, signal: AbortSignal): Promise<void>;
  /** Waits until a job has ended. Throws `timeout` when it takes longer than the patience of the configuration. */
  ended(execution: string, signal: AbortSignal): Promise<EndState>;
  /** The files of an export that has ended. Throws `not-found` when they are not kept any more. */
  exported(execution: string, signal: AbortSignal): Promise<PackageFiles>;
  /** Imports files, and waits until that has ended. The same execution is started once; one project takes one at a time. */
  imported(project: string, execution: string, files: PackageFiles, signal: AbortSignal): Promise<EndState>;
  /** What is known of records that were not taken: nothing when the engine crashed before it kept anything. */
  errorsOf(execution: string, signal: AbortSignal): Promise<readonly RecordError[]>;
  /** Keys of records that did not get as far as the staging table. */
  stagingErrorsOf(execution: string, files: ErrorFiles, signal: AbortSignal): Promise<readonly string[]>;
  /** Keys of records that did not get from the staging table into the books. */
  targetErrorsOf(execution: string, files: ErrorFiles, signal: AbortSignal): Promise<readonly string[]>;
  /** The job of a message of a recurring integration; `undefined` while it waits. */
  executionOf(message: string, signal: AbortSignal): Promise<string | undefined>;
  /** Rows of a data file, as data formats of this company write them. */
  rowsIn(file: Uint8Array, columns: readonly string[]): AsyncGenerator<DataRow>;
}

export interface DataManagementPorts {
  readonly http: HttpClientFactory;
  readonly auth: Authorize;
  readonly clock: Clock;
  readonly config: D365Config;
}

const maxFiles = 1_000;
/** What stands for no job while a message waits: an id of zeros. */
const noJob = /^[0-]*$/;

export function createDataManagement({ http, auth, clock, config }: DataManagementPorts): DataManagement {
  const { company, bulk, timeoutMs } = config;
  const headers = { 'accept-language': 'en-US', 'odata-version': '4.0' };
  const client = http({ baseUrl: config.url, auth, timeoutMs, errors: toD365Error, headers });
  const jobs = createJobs(client, company);
  const links: LinkPorts = { http, hosts: bulk.hosts, maxBytes: bulk.maxPackageBytes };
  const turns = new Map<string, ReturnType<typeof createConcurrencyLimit>>();

  /** Waits for an answer that is not there at once. */
  const patiently = async <T>(signal: AbortSignal, ask: () => Promise<T | undefined>): Promise<T> => {
    const giveUpAt = clock.now() + bulk.patienceMs;
    for (;;) {
      const found = await ask();
      if (found !== undefined) return found;
      if (clock.now() >= giveUpAt) {
        throw new IntegrationError('A data management job has not ended', { code: 'timeout', disposition: 'retry' });
      }
      await clock.sleep(bulk.pollMs, signal);
    }
  };

  const ended: DataManagement['ended'] = (execution, signal) =>
    patiently(signal, async () => {
      const state = await jobs.stateOf(execution, signal);
      return state === 'none' || state === 'running' ? undefined : state;
    });

  /** Starts a job unless it was started before, whatever became of the answer. */
  const once = async (execution: string, signal: AbortSignal, start: () => Promise<unknown>): Promise<void> => {
    const isKnown = async () => (await jobs.stateOf(execution, signal)) !== 'none';
    if (await isKnown()) return;
    try {
      await start();
    } catch (error) {
      if (!isIntegrationError(error)) throw error;
      // It was started, and was not told of yet when we asked.
      if (error.code === 'duplicate') return;
      // Not known yet is not the same as not started, so that stays unknown.
      if (error.disposition !== 'unknown' || !(await isKnown())) throw error;
    }
  };

  const keysIn = async (link: string, { key }: ErrorFiles, signal: AbortSignal): Promise<readonly string[]> => {
    const column = key.toUpperCase();
    const file = await fetchPackage(link, links, signal);
    const keys: string[] = [];
    for await (const row of dataRows(file, { delimiter: bulk.delimiter, columns: [column] })) {
      keys.push(row[column] ?? '');
    }
    return keys;
  };

  return {
    stateOf: (execution, signal) => jobs.stateOf(execution, signal),
    ended,
    startExport: (project, execution, signal) =>
      once(execution, signal, () => jobs.startExport(project, execution, signal)),
    async exported(execution, signal) {
      const link = await jobs.exportedUrl(execution, signal);
      if (link === '') throw new IntegrationError('There is no package of an export', { code: 'not-found' });
      return unpackFiles(await fetchPackage(link, links, signal), { maxFiles, maxBytes: bulk.maxUnpackedBytes });
    },
    imported(project, execution, files, signal) {
      const turn = turns.get(project) ?? createConcurrencyLimit({ limit: 1 });
      turns.set(project, turn);
      const start = async () => {
        const bytes = await packFiles(files);
        const url = await jobs.writeUrl(`${execution}.zip`, signal);
        await storePackage(url, bytes, links, signal);
        await jobs.startImport(project, execution, url, signal);
      };
      return turn.run(async () => {
        await once(execution, signal, start);
        return ended(execution, signal);
      }, signal);
    },
    errorsOf: (execution, signal) => jobs.errorsOf(execution, signal),
    async stagingErrorsOf(execution, files, signal) {
      const link = await jobs.stagingErrorsUrl(execution, files.entity, signal);
      return link === '' ? [] : keysIn(link, files, signal);
    },
    async targetErrorsOf(execution, files, signal) {
      if (!(await jobs.writeTargetErrors(execution, files.entity, signal))) return [];
      const link = await patiently(signal, async () => {
        const url = await jobs.targetErrorsUrl(execution, files.entity, signal);
        return url === '' ? undefined : url;
      });
      return keysIn(link, files, signal);
    },
    async executionOf(message, signal) {
      const execution = await jobs.executionOf(message, signal);
      return noJob.test(execution) ? undefined : execution;
    },
    rowsIn: (file, columns) => dataRows(file, { delimiter: bulk.delimiter, columns }),
  };
}
