/** The actions by which jobs of data management are asked, and what they answer. */
import { type HttpClient, IntegrationError } from '@crossdock/core';
import { z } from 'zod';

/** How a job of data management stands. `none`: the environment knows no such job. */
export type JobState = 'none' | 'running' | EndState;

/** How a job of data management has ended. */
export type EndState = 'succeeded' | 'partly' | 'failed' | 'cancelled';

/** What the environment says of one record that it did not take. */
export interface RecordError {
  /** Its key, as far as it is told. */
  readonly record: string;
  readonly field: string;
  readonly message: string;
}

/** Words of the platform for the states of a job. */
const states: Readonly<Record<string, JobState>> = {
  Unknown: 'none',
  NotRun: 'running',
  Executing: 'running',
  Succeeded: 'succeeded',
  PartiallySucceeded: 'partly',
  Failed: 'failed',
  Canceled: 'cancelled',
};

const root = '/data/DataManagementDefinitionGroups/Microsoft.Dynamics.DataEntities.';
const Text = z.object({ value: z.string() });
const Answer = z.object({ value: z.boolean() });
const WriteUrl = z.object({ BlobUrl: z.string().min(1) });
const longestText = 300;

/** The names of its fields are not documented for certain: they are read whatever their case, and what is missing is empty. */
const WireError = z.record(z.string(), z.unknown()).transform((row): RecordError => {
  const fields = new Map(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
  const text = (name: string): string => {
    const value = fields.get(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, longestText) : '';
  };
  return { record: text('recordid'), field: text('field'), message: text('errormessage') };
});

/** Asks data management. */
export type Jobs = ReturnType<typeof createJobs>;

/** Puts the actions of data management behind names of ours. Those that start something are writes, the others may be repeated. */
export function createJobs(client: HttpClient, company: string) {
  const ask = async (action: string, json: object, signal: AbortSignal, effect: 'read' | 'write' = 'read') =>
    (await client.post(`${root}${action}`, { json, response: Text, effect, signal })).body.value;

  return {
    async stateOf(executionId: string, signal: AbortSignal): Promise<JobState> {
      const word = await ask('GetExecutionSummaryStatus', { executionId }, signal);
      const state = Object.hasOwn(states, word) ? states[word] : undefined;
      if (state) return state;
      throw new IntegrationError('The state of a data management job is not known', {
        code: 'response-invalid',
        disposition: 'reject',
        details: { state: word.slice(0, 40) },
      });
    },
    /** Where a package may be put. */
    writeUrl: async (uniqueFileName: string, signal: AbortSignal): Promise<string> =>
      parsed(WriteUrl, await ask('GetAzureWriteUrl', { uniqueFileName }, signal)).BlobUrl,
    startImport: (definitionGroupId: string, executionId: string, packageUrl: string, signal: AbortSignal) => {
      const json = { packageUrl, definitionGroupId, executionId, execute: true, overwrite: false };
      return ask('ImportFromPackage', { ...json, legalEntityId: company }, signal, 'write');
    },
    /** An export that is started twice is read once; nothing else changes by it. */
    startExport: (definitionGroupId: string, executionId: string, signal: AbortSignal) => {
      const json = { definitionGroupId, packageName: `${executionId}.zip`, executionId, reExecute: false };
      return ask('ExportToPackage', { ...json, legalEntityId: company }, signal);
    },
    exportedUrl: (executionId: string, signal: AbortSignal) => ask('GetExportedPackageUrl', { executionId }, signal),
    async errorsOf(executionId: string, signal: AbortSignal): Promise<readonly RecordError[]> {
      const text = await ask('GetExecutionErrors', { executionId }, signal);
      return text.trim() === '' ? [] : parsed(z.array(WireError), text);
    },
    /** Records that did not get as far as the staging table; empty when all did. */
    stagingErrorsUrl: (executionId: string, entityName: string, signal: AbortSignal) =>
      ask('GetImportStagingErrorFileUrl', { executionId, entityName }, signal),
    /** Lets the keys be written of records that did not get from the staging table into the books. `false`: there are none. */
    async writeTargetErrors(executionId: string, entityName: string, signal: AbortSignal): Promise<boolean> {
      const request = { json: { executionId, entityName }, response: Answer, effect: 'read', signal } as const;
      return (await client.post(`${root}GenerateImportTargetErrorKeysFile`, request)).body.value;
    },
    /** Empty while they are being written. */
    targetErrorsUrl: (executionId: string, entityName: string, signal: AbortSignal) =>
      ask('GetImportTargetErrorKeysFileUrl', { executionId, entityName }, signal),
    /** The job of a message of a recurring integration: zeros while it waits. */
    executionOf: (_messageId: string, signal: AbortSignal) => ask('GetExecutionIdByMessageId', { _messageId }, signal),
  };
}

/** An answer that is JSON inside of JSON. */
function parsed<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  const found = schema.safeParse(jsonOf(text));
  if (found.success) return found.data;
  throw new IntegrationError('Data management answers in a shape that is not expected', {
    code: 'response-invalid',
    disposition: 'reject',
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
