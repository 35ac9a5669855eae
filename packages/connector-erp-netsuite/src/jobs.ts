import { type Clock, type HttpClient, type HttpReply, IntegrationError, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { AccountPool } from './account-pool.ts';
import { jobAt, toNetsuiteError } from './errors.ts';

/** Writes that the account works on by itself, and what became of each of their tasks. */
export interface Jobs {
  /** Waits until the account has done all tasks of a job, and tells their ids in the order in which they were given. */
  finished(job: string, signal: AbortSignal): Promise<readonly string[]>;
  /** What the request of a task would have been answered with, had it been sent by itself. Throws what that would have thrown. */
  resultOf(job: string, task: string, signal: AbortSignal): Promise<Pick<HttpReply<unknown>, 'headers'>>;
}

export interface JobsOptions {
  readonly http: HttpClient;
  readonly pool: AccountPool;
  readonly clock: Clock;
}

const Job = z.object({ completed: z.boolean() });
const Link = z.object({ rel: z.string().optional(), href: z.string() });
const Tasks = z.object({ items: z.array(z.object({ links: z.array(Link) })) });
const Failure = z.object({ status: z.number(), 'o:errorDetails': z.array(z.unknown()) });

const firstPauseMs = 500;
const longestPauseMs = 15_000;
const mostTries = 6;

const jobPath = '/services/rest/async/v1/job/{job}';

export function createJobs({ http, pool, clock }: JobsOptions): Jobs {
  /** A look that fails for a moment says nothing about the job, so we look again. */
  const look = async <T>(read: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await pool.run(read, signal);
      } catch (error) {
        if (!passes(error) || attempt === mostTries) throw error;
        await clock.sleep(Math.max(pauseAfter(attempt), error.retryAfterMs ?? 0), signal);
      }
    }
  };

  return {
    async finished(job, signal) {
      for (let looks = 1; ; looks += 1) {
        const { body } = await look(() => http.get(jobPath, { params: { job }, response: Job, signal }), signal);
        if (body.completed) break;
        // Nothing is in flight while we wait.
        await clock.sleep(pauseAfter(looks), signal);
      }
      const request = { params: { job }, response: Tasks, signal };
      const { body } = await look(() => http.get(`${jobPath}/task`, request), signal);
      return body.items.map(taskIn).toSorted((a, b) => Number(a) - Number(b));
    },
    async resultOf(job, task, signal) {
      // It is the answer to a write, so a failure inside leaves open what was written.
      const request = { params: { job, task }, effect: 'write' as const, signal };
      const reply = await look(() => http.get(`${jobPath}/task/{task}/result`, request), signal);
      refuseFailure(reply.text);
      return reply;
    },
  };
}

function passes(error: unknown): error is IntegrationError {
  return isIntegrationError(error) && (error.disposition === 'retry' || error.code === 'connection-lost');
}

function pauseAfter(looks: number): number {
  return Math.min(firstPauseMs * 2 ** (looks - 1), longestPauseMs);
}

/** An error envelope that came with a status of success. */
function refuseFailure(text: string): void {
  if (!text.includes('o:errorDetails')) return;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return;
  }
  const failure = Failure.safeParse(body);
  if (!failure.success) return;
  const { status } = failure.data;
  const path = `${jobPath}/task/{task}/result`;
  const facts = { status, headers: new Headers(), body, effect: 'write', method: 'GET', path } as const;
  throw (
    toNetsuiteError({ ...facts, retryAfterMs: undefined }) ??
    new IntegrationError('NetSuite refused a task', { code: 'refused', details: { httpStatus: status } })
  );
}

function taskIn({ links }: { readonly links: readonly z.output<typeof Link>[] }): string {
  const own = links.map(({ href }) => /\/task\/(\d+)(?:\/|$)/.exec(href)?.[1]).find((id) => id !== undefined);
  if (own !== undefined) return own;
  throw new IntegrationError('NetSuite lists a task without a link to it', {
    code: 'response-invalid',
    disposition: 'unknown',
    path: 'items.links',
  });
}

/** The job that a write was handed to. */
export function jobIn(reply: Pick<HttpReply<unknown>, 'headers'>): string {
  const job = jobAt(reply.headers.get('location'));
  if (job !== undefined) return job;
  throw new IntegrationError('NetSuite took a write as a job and does not say which', {
    code: 'response-invalid',
    disposition: 'unknown',
  });
}
