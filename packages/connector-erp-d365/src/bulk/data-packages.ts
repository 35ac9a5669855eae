import { type Clock, type HttpClientFactory, IntegrationError, type Random } from '@crossdock/core';
import { signIn } from '../entra/sign-in.ts';
import { D365Options, type D365Settings } from '../options/options.ts';
import { createDataManagement } from './data-management.ts';
import {
  type ImportReport,
  importRecords,
  type ImportRequest,
  inspectRecords,
  type RecordQuestion,
  requireName,
} from './import-records.ts';
import { createRecurringQueue, type RecurringQueue } from './recurring-queue.ts';
import type { PackageFiles } from './zip.ts';

/** What data packages are moved with. */
export interface DataPackagePorts {
  /** From `createHttpClientFactory`. */
  readonly http: HttpClientFactory;
  readonly clock: Clock;
  readonly random: Random;
}

/** Whole files and packages, into an environment and out of it. */
export interface DataPackages {
  /**
   * Imports a package, and tells of every record what became of it. Called once more with the same execution, it goes on with what was started.
   *
   * A project takes one import at a time. Calls here wait for each other; another process that imports into the same project does not.
   */
  importRecords(request: ImportRequest): Promise<ImportReport>;
  /** Waits for a job that the queue or somebody else started, and tells of every record what became of it. */
  inspectRecords(question: RecordQuestion): Promise<ImportReport>;
  /**
   * Exports a data project, and returns the files of its package.
   *
   * @throws IntegrationError `conflict` when the export of this name failed, also in part; `not-found` when its package is not kept any more
   */
  exportFiles(request: {
    readonly project: string;
    /** Names the export; the same one is made once. */
    readonly execution: string;
    readonly signal: AbortSignal;
  }): Promise<PackageFiles>;
  /** Recurring integrations. */
  readonly queue: RecurringQueue;
}

/**
 * Opens the data management and the recurring integrations of an environment, with the options of the connector.
 *
 * @throws IntegrationError `config-invalid` for the first option that is wrong, by its path
 *
 * @example
 * ```ts
 * import { openDataPackages, type D365Settings } from '@crossdock/connector-erp-d365';
 * import { createHttpClientFactory, silentObserver, systemClock, systemRandom } from '@crossdock/core';
 *
 * async function customersOf(settings: D365Settings, signal: AbortSignal) {
 *   const ports = { clock: systemClock, random: systemRandom };
 *   const http = createHttpClientFactory({ ...ports, observer: silentObserver, system: 'erp', fetch });
 *   const packages = openDataPackages(settings, { ...ports, http });
 *   return packages.exportFiles({ project: 'Export customers', execution: 'first-load-1', signal });
 * }
 * ```
 */
export function openDataPackages(settings: D365Settings, { http, clock, random }: DataPackagePorts): DataPackages {
  const parsed = D365Options.safeParse(settings);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new IntegrationError(issue?.message ?? 'The options are not as described', {
      code: 'config-invalid',
      path: issue?.path.map(String).join('.'),
    });
  }
  const config = parsed.data;
  const auth = signIn({ app: config, scope: `${config.url}/.default`, http, clock, random });
  const data = createDataManagement({ http, auth, clock, config });
  return {
    importRecords: (request) => importRecords(data, request),
    inspectRecords: (question) => inspectRecords(data, question),
    async exportFiles({ project, execution, signal }) {
      requireName(execution);
      await data.startExport(project, execution, signal);
      const state = await data.ended(execution, signal);
      if (state === 'succeeded') return data.exported(execution, signal);
      throw new IntegrationError('The export did not come to its end: another one needs another name', {
        code: 'conflict',
        path: 'execution',
        details: { state, project },
      });
    },
    queue: createRecurringQueue({
      http,
      auth,
      config,
      executionOf: (message, signal) => data.executionOf(message, signal),
    }),
  };
}
