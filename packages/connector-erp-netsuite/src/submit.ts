import {
  type HttpClient,
  type HttpMethod,
  type HttpReply,
  type HttpRequest,
  isIntegrationError,
} from '@crossdock/core';
import type { AccountPool } from './account-pool.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { jobIn, type Jobs } from './jobs.ts';

/** A write that is handed over as a job. */
export interface Submission {
  readonly method: HttpMethod;
  readonly path: string;
  readonly request: HttpRequest;
  /** What the write is about, the same on every repetition: the key is made from it. */
  readonly about: readonly string[];
}

export interface SubmitOptions {
  readonly http: HttpClient;
  readonly pool: AccountPool;
  readonly jobs: Jobs;
}

/** A job that was taken, and whether it is one of an earlier attempt. */
export interface TakenJob {
  readonly job: string;
  readonly isReplay: boolean;
}

/** So often a failed job of an earlier attempt makes way for a new one. */
const mostGenerations = 50;

/** Hands writes over as jobs, each once: a repetition finds the job of the first attempt. */
export function createSubmit({ http, pool, jobs }: SubmitOptions) {
  /** An idempotency key that was seen before is answered with a refusal that names the first job: that is a success. */
  const hand = async ({ method, path, request }: Submission, key: string): Promise<TakenJob> => {
    const headers = {
      prefer: 'respond-async',
      'x-netsuite-idempotency-key': key,
      ...request.headers,
    };
    const send = () => http.request(method, path, { ...request, headers });
    try {
      return { job: jobIn(await pool.run(send, request.signal ?? never)), isReplay: false };
    } catch (error) {
      const job = isIntegrationError(error) ? error.details?.['job'] : undefined;
      if (typeof job !== 'string') throw error;
      return { job, isReplay: true };
    }
  };

  /**
   * Hands over a write and takes what became of it. A job of an earlier attempt that failed wrote nothing that stays, so
   * the write is handed over anew, under the next key.
   */
  const submit = async <T>(
    submission: Submission,
    take: (job: string) => Promise<T>,
    failedAltogether: (error: unknown) => boolean = () => true,
  ): Promise<T> => {
    for (let generation = 1; ; generation += 1) {
      const { job, isReplay } = await hand(submission, idempotencyKeyOf(...submission.about, String(generation)));
      try {
        return await take(job);
      } catch (error) {
        if (!isReplay || !isFinal(error) || !failedAltogether(error) || generation === mostGenerations) throw error;
      }
    }
  };

  /** One record by one job of one task. */
  const submitOne = (submission: Submission): Promise<Pick<HttpReply<unknown>, 'headers'>> =>
    submit(submission, async (job) => {
      const { signal = never } = submission.request;
      const [task = '1'] = await jobs.finished(job, signal);
      return jobs.resultOf(job, task, signal);
    });

  return { submit, submitOne };
}

const never = new AbortController().signal;

/** The job is over and was answered with a failure; a look that was cut short says nothing of the kind. */
function isFinal(error: unknown): boolean {
  return isIntegrationError(error) && (error.disposition === 'reject' || error.code === 'system-unavailable');
}
