import { type HttpMethod, IntegrationError, isIntegrationError } from '@crossdock/core';
import { type Jobs } from './jobs.ts';
import type { createSubmit } from './submit.ts';

/** Many records of one type, written with few requests. */
export interface Batch {
  readonly type: string;
  /** `create` and `upsert` by external id, `update` by internal or external id. */
  readonly operation: 'create' | 'update' | 'upsert';
  readonly items: readonly object[];
  /** The same on every repetition of the same business fact: a repetition finds the jobs of the first attempt. */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** What became of one record of a batch. One that failed does not keep the others from being written. */
export type BatchOutcome =
  | { readonly ok: true; readonly index: number; readonly id: string | undefined }
  | { readonly ok: false; readonly index: number; readonly error: IntegrationError };

/** Most records that the platform takes at once. */
const largestBatch = 100;

const methods: Readonly<Record<Batch['operation'], HttpMethod>> = { create: 'POST', update: 'PATCH', upsert: 'PUT' };

const collection = 'application/vnd.oracle.resource+json; type=collection';

export interface BatchOptions {
  readonly jobs: Jobs;
  readonly submit: ReturnType<typeof createSubmit>['submit'];
  readonly headers: Readonly<Record<string, string>>;
  idOf(reply: { readonly headers: Headers }): string | undefined;
}

/** Writes a batch, a hundred records at a time, and tells what became of each in the order in which they were given. */
export function createBatch({ jobs, submit, headers, idOf }: BatchOptions) {
  const writeSome = (
    { type, operation, items, key, signal }: Batch,
    from: number,
  ): Promise<readonly BatchOutcome[]> => {
    const some = items.slice(from, from + largestBatch);
    const submission = {
      method: methods[operation],
      path: '/services/rest/record/v1/{type}',
      request: {
        params: { type },
        headers: { ...headers, 'content-type': collection },
        body: JSON.stringify({ items: some }),
        signal,
      },
      about: ['batch', operation, type, key, String(from)],
    };
    return submit(
      submission,
      async (job) => {
        const tasks = await jobs.finished(job, signal);
        if (tasks.length !== some.length) throw otherNumber(tasks.length, some.length);
        const outcomes: BatchOutcome[] = [];
        for (const [at, task] of tasks.entries()) outcomes.push(await outcomeOf(job, task, from + at, signal));
        return outcomes;
      },
      // Some of it may be there: a caller who asks again under the same key gets the same outcomes.
      () => false,
    );
  };

  const outcomeOf = async (job: string, task: string, index: number, signal: AbortSignal): Promise<BatchOutcome> => {
    try {
      return { ok: true, index, id: idOf(await jobs.resultOf(job, task, signal)) };
    } catch (error) {
      if (!isIntegrationError(error) || signal.aborted) throw error;
      return { ok: false, index, error };
    }
  };

  return async (batch: Batch): Promise<readonly BatchOutcome[]> => {
    const outcomes: BatchOutcome[] = [];
    for (let from = 0; from < batch.items.length; from += largestBatch)
      outcomes.push(...(await writeSome(batch, from)));
    return outcomes;
  };
}

function otherNumber(tasks: number, records: number): IntegrationError {
  return new IntegrationError('NetSuite made another number of tasks than there are records in the batch', {
    code: 'response-invalid',
    disposition: 'unknown',
    details: { tasks, records },
  });
}
