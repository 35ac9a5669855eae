import { Infolog } from '../entity-model.ts';
import { ODataError } from '../filter.ts';
import { failureOf, type ODataEndpoint, type Outcome } from '../odata-endpoint.ts';
import { BlobStore } from './blob-store.ts';
import { dataFile, exportedFile, filesOf, importFile, type Imported, packageOf } from './data-files.ts';

/** A data project: one entity in one file. */
export interface DataProject {
  readonly name: string;
  readonly operation: 'import' | 'export';
  /** Entity set, `CustomersV3`. */
  readonly entitySet: string;
  /** Label of the entity, `Customers V3`. */
  readonly entity: string;
  /** Name of its file in packages, `Customers V3.csv`. */
  readonly file: string;
}

/** How the next job goes wrong. */
export type JobFailure =
  /** The engine crashes before anything is in the staging table: nothing is done, and no error is known. */
  | 'crash'
  /** Everything is done as usual, and the list of errors is purged. The error files are still made. */
  | 'errors-purged'
  /** Everything is done as usual, and nothing of what went wrong is kept. */
  | 'history-purged'
  /** The job succeeds, and its file was not among those that it looked for. */
  | 'nothing-read';

/** Puts data projects into the environment, and lets their jobs fail. */
export interface DataManagementControls {
  seedDataProject(project: DataProject): void;
  failNextJob(failure: JobFailure): void;
  /** Packages are cleared away, and with `history` everything that is known of jobs that have ended. */
  clearPackages(history?: 'history'): void;
  /** Executions that were started, oldest first. */
  readonly executions: readonly { readonly id: string; readonly project: string; readonly state: string }[];
}

interface Execution {
  readonly id: string;
  readonly project: DataProject;
  readonly company: string;
  readonly endsAt: number;
  /** What is imported. */
  readonly bytes: Uint8Array | undefined;
  readonly failure: JobFailure | undefined;
  state: 'Executing' | 'Succeeded' | 'PartiallySucceeded' | 'Failed';
  isUnderWork: boolean;
  imported: Imported | undefined;
  result: Uint8Array | undefined;
  /** When the file of target keys is written; it is only made when asked for. */
  keysAt: number;
}

/** How long a job takes, and how long the file of target keys. */
const jobMs = 60_000;
const keysMs = 20_000;

type Json = Readonly<Record<string, unknown>>;

/** The data management of an environment: packages in a blob store, and jobs that take their time. */
export function createDataManagementModel(
  endpoint: ODataEndpoint,
  executionOfMessage: (id: string) => Promise<string | undefined>,
) {
  const { books } = endpoint;
  const store = new BlobStore();
  const projects = new Map<string, DataProject>();
  const executions = new Map<string, Execution>();
  let failure: JobFailure | undefined;

  function begin(project: DataProject, id: string, company: string, bytes?: Uint8Array): Execution {
    if (executions.has(id)) throw new Infolog(`Execution ${id} already exists.`);
    const job: Execution = {
      id,
      project,
      company,
      bytes,
      failure,
      endsAt: books.now() + jobMs,
      state: 'Executing',
      isUnderWork: false,
      imported: undefined,
      result: undefined,
      keysAt: Infinity,
    };
    executions.set(id, job);
    failure = undefined;
    return job;
  }

  function start(json: Json, operation: DataProject['operation']): string {
    const [id, name, company] = [json['executionId'], json['definitionGroupId'], json['legalEntityId']].map(String);
    const project = projects.get(name ?? '');
    if (project?.operation !== operation) throw new Infolog(`Data project ${name} is not found.`);
    if (operation === 'export') return begin(project, id ?? '', company ?? '').id;
    const runs = [...executions.values()].some((it) => it.project.name === name && it.state === 'Executing');
    if (runs && !executions.has(id ?? '')) throw new Infolog(`Data project ${name} is being executed.`);
    const bytes = store.at(String(json['packageUrl']));
    if (!bytes) throw new Infolog('The package is not found.');
    return begin(project, id ?? '', company ?? '', bytes).id;
  }

  /** Does the work of every job whose time has come. */
  async function work(): Promise<void> {
    for (const job of executions.values()) {
      if (job.isUnderWork || job.endsAt > books.now()) continue;
      job.isUnderWork = true;
      if (job.failure === 'crash') job.state = 'Failed';
      else if (job.failure === 'nothing-read') job.state = 'Succeeded';
      else if (job.project.operation === 'import') await importPackage(job);
      else await exportPackage(job);
    }
  }

  async function exportPackage(job: Execution): Promise<void> {
    const { file, entitySet } = job.project;
    job.result = await packageOf({ [file]: exportedFile(books, entitySet, job.company) });
    store.put(`/dmf/${job.id}-out.zip`, job.result);
    job.state = 'Succeeded';
  }

  async function importPackage(job: Execution): Promise<void> {
    const files = await filesOf(job.bytes ?? new Uint8Array());
    const file = files?.get(job.project.file.toLowerCase());
    if (file) finish(job, file);
    else job.state = files ? 'Succeeded' : 'Failed';
  }

  function finish(job: Execution, file: Uint8Array): void {
    const imported = importFile(endpoint, job.project.entitySet, file, job.company);
    const { count, errors } = imported;
    job.imported = imported;
    job.state = errors.length === 0 ? 'Succeeded' : errors.length < count ? 'PartiallySucceeded' : 'Failed';
  }

  function requireJob(json: Json): Execution {
    const job = executions.get(String(json['executionId']));
    if (!job) throw new Infolog(`Execution ${String(json['executionId'])} is not found.`);
    return job;
  }

  /** Keys of rows that failed on one of the two ways; none where nothing is kept of them, or another entity is asked for. */
  function failedIn(json: Json, way: keyof Imported['failed']): readonly string[] {
    const job = requireJob(json);
    const isKept = job.failure !== 'history-purged' && json['entityName'] === job.project.entity;
    return isKept ? (job.imported?.failed[way] ?? []) : [];
  }

  function keysFile(json: Json, way: keyof Imported['failed']): string {
    const keys = failedIn(json, way);
    const { id, project } = requireJob(json);
    if (keys.length === 0) return '';
    const path = `/dmf/${id}-${way}-errors.csv`;
    const key = books.sets.get(project.entitySet)?.keys.at(-1) ?? '';
    const rows = keys.map((it) => [it, 'failed']);
    store.put(path, dataFile([key, 'Reason'], rows));
    return store.linkTo(path);
  }

  const actions: Readonly<Record<string, (json: Json) => unknown>> = {
    GetAzureWriteUrl: (json) =>
      JSON.stringify({ BlobId: '{8E4B0C2A}', BlobUrl: store.linkTo(`/dmf/${String(json['uniqueFileName'])}`) }),
    ImportFromPackage: (json) => start(json, 'import'),
    ExportToPackage: (json) => start(json, 'export'),
    GetExecutionSummaryStatus: (json) => executions.get(String(json['executionId']))?.state ?? 'Unknown',
    GetExecutionErrors(json) {
      const { failure: how, imported } = requireJob(json);
      const isPurged = how === 'errors-purged' || how === 'history-purged';
      return JSON.stringify(isPurged ? [] : (imported?.errors ?? []));
    },
    GetExportedPackageUrl(json) {
      const { id, result } = requireJob(json);
      return result ? store.linkTo(`/dmf/${id}-out.zip`) : '';
    },
    GetImportStagingErrorFileUrl: (json) => keysFile(json, 'staging'),
    GenerateImportTargetErrorKeysFile(json) {
      requireJob(json).keysAt = books.now() + keysMs;
      return failedIn(json, 'target').length > 0;
    },
    GetImportTargetErrorKeysFileUrl: (json) => (requireJob(json).keysAt <= books.now() ? keysFile(json, 'target') : ''),
    GetExecutionIdByMessageId: async (json) => (await executionOfMessage(String(json['_messageId']))) ?? zeroId,
  };

  return {
    store,
    /** Answers an action of data management, or `undefined` for another path. */
    async action(path: string, json: unknown): Promise<Outcome | undefined> {
      const name = actionIn(path);
      if (name === undefined) return undefined;
      const act = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (!act || typeof json !== 'object' || json === null) return { status: 404, body: {} };
      await work();
      try {
        const value = await act(json as Json);
        const type = typeof value === 'boolean' ? 'Boolean' : 'String';
        return { status: 200, body: { '@odata.context': `${endpoint.origin}/data/$metadata#Edm.${type}`, value } };
      } catch (error) {
        return failureOf(error instanceof Infolog ? new ODataError(`Infolog: Error: ${error.message}`) : error);
      }
    },
    /** Imports what came through a queue, at once. */
    async importQueued(id: string, project: DataProject, bytes: Uint8Array, company: string): Promise<string> {
      const job = begin(project, id, company, bytes);
      job.isUnderWork = true;
      if (isPackage(bytes)) await importPackage(job);
      else finish(job, bytes);
      return job.state;
    },
    controls: {
      seedDataProject(project: DataProject) {
        projects.set(project.name, project);
        books.put('DataManagementDefinitionGroups', { Name: project.name });
      },
      failNextJob: (next: JobFailure) => {
        failure = next;
      },
      clearPackages(history?: 'history') {
        store.clear();
        if (history === 'history') executions.clear();
      },
      get executions() {
        return [...executions.values()].map(({ id, project, state }) => ({ id, project: project.name, state }));
      },
    } satisfies DataManagementControls,
  };
}

/** What stands for no job. */
const zeroId = '00000000-0000-0000-0000-000000000000';

/** The action of data management that a path names. */
export function actionIn(path: string): string | undefined {
  return /^\/data\/DataManagementDefinitionGroups\/Microsoft\.Dynamics\.DataEntities\.(\w+)$/.exec(path)?.[1];
}

/** Whether a file is a package, by its first bytes. */
export const isPackage = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
