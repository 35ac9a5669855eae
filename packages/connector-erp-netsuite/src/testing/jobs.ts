/** Asynchronous requests: a write is taken as a job, done a little later, and asked about under `/services/rest/async/v1/job`. */
import { isObject, textOf, type Json } from './json.ts';
import { nonexistent, Problem, problemResponse } from './problem.ts';

interface Task {
  readonly request: Request;
  result?: { readonly status: number; readonly headers: readonly (readonly [string, string])[]; readonly body: string };
}

interface Job {
  readonly id: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly tasks: readonly Task[];
  isDone: boolean;
}

export interface JobDesk {
  /** Takes a record write that asks for it; `undefined` for any other request. */
  take(request: Request): Promise<Response | undefined>;
  /** Does what is due. Before that the books know nothing of it. */
  runDue(): Promise<void>;
  serve(request: Request): Response;
}

export interface JobDeskOptions {
  readonly origin: string;
  readonly now: () => number;
  /** How long a job takes, in milliseconds. */
  readonly jobMs: number;
  /** Does one write as if it had been sent by itself. */
  perform(request: Request): Promise<Response>;
}

const prefix = '/services/rest/async/v1/job';
const largestBatch = 100;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function createJobDesk(options: JobDeskOptions): JobDesk {
  const jobs = new Map<string, Job>();
  const byKey = new Map<string, string>();
  const placeOf = (id: string) => `${options.origin}${prefix}/${id}`;

  async function run(job: Job): Promise<void> {
    job.isDone = true;
    // One after the other, in the order in which they came.
    for (const task of job.tasks) {
      const response = await options.perform(task.request).catch((error: unknown) => {
        if (error instanceof Problem) return problemResponse(error);
        throw error;
      });
      task.result = { status: response.status, headers: [...response.headers], body: await response.text() };
    }
  }

  return {
    async take(request) {
      const isBatch = /\btype=collection\b/.test(request.headers.get('content-type') ?? '');
      const isAsync = /\brespond-async\b/.test(request.headers.get('prefer') ?? '');
      if (isBatch && !isAsync)
        throw new Problem(
          400,
          'INVALID_HEADER',
          'A collection is processed with the header Prefer: respond-async only.',
          {
            'o:errorHeader': 'Prefer',
          },
        );
      if (!isAsync || request.method === 'GET') return undefined;
      const key = request.headers.get('x-netsuite-idempotency-key');
      if (key !== null && !uuid.test(key))
        throw new Problem(400, 'INVALID_HEADER', 'The idempotency key must be a UUID.', {
          'o:errorHeader': 'X-NetSuite-Idempotency-Key',
        });
      const known = key === null ? undefined : byKey.get(key);
      if (known !== undefined) return alreadySubmitted(placeOf(known));
      const tasks = (isBatch ? await split(request) : [request]).map((it): Task => ({ request: it }));
      const id = String(jobs.size + 1);
      const now = options.now();
      jobs.set(id, { id, startsAt: now, endsAt: now + options.jobMs, tasks, isDone: false });
      if (key !== null) byKey.set(key, id);
      const headers = { 'preference-applied': 'respond-async', location: placeOf(id) };
      return new Response(null, { status: 202, headers });
    },
    async runDue() {
      for (const job of jobs.values()) if (!job.isDone && job.endsAt <= options.now()) await run(job);
    },
    serve(request) {
      if (request.method !== 'GET')
        throw new Problem(405, 'METHOD_NOT_ALLOWED', `The method ${request.method} is not allowed for this resource.`);
      const { pathname } = new URL(request.url);
      const [id = '', word, number, result] = pathname.slice(prefix.length + 1).split('/');
      const job = jobs.get(id);
      if (!job) throw nonexistent(pathname);
      if (word === undefined || word === '') return Response.json(showJob(job, placeOf(id)));
      if (word !== 'task') throw nonexistent(pathname);
      if (number === undefined || number === '') return Response.json(listTasks(job, placeOf(id)));
      const task = job.tasks[Number(number) - 1];
      if (!task) throw nonexistent(pathname);
      if (result === undefined) return Response.json(showTask(job, task, number, placeOf(id)));
      if (!task.result) throw new Problem(404, 'NONEXISTENT_ID', 'The task is not completed.');
      const { status, headers, body } = task.result;
      return new Response(status === 204 ? null : body, { status, headers: headers.map(([name, it]) => [name, it]) });
    },
  };
}

/** A collection as the single requests that it stands for. */
async function split(request: Request): Promise<readonly Request[]> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new Problem(400, 'INVALID_CONTENT', 'Invalid content in the request body: it is not JSON.');
  }
  const items = isObject(body) && Array.isArray(body['items']) ? (body['items'] as readonly Json[]) : [];
  if (items.length === 0 || items.length > largestBatch)
    throw new Problem(400, 'INVALID_CONTENT', `A collection has 1 to ${String(largestBatch)} items.`, {
      'o:errorPath': 'items',
    });
  const url = new URL(request.url);
  return items.map((item, index) => single(request, url, item, `items[${String(index)}]`));
}

function single(request: Request, collection: URL, item: Json, path: string): Request {
  if (!isObject(item)) throw new Problem(400, 'INVALID_CONTENT', 'Invalid item.', { 'o:errorPath': path });
  const { id, ...fields } = item;
  const externalId = textOf(fields['externalId']);
  const url = new URL(collection);
  if (request.method === 'PUT' && (id !== undefined || externalId === undefined))
    throw new Problem(400, 'INVALID_CONTENT', 'A record is upserted by its external id alone.', {
      'o:errorPath': path,
    });
  if (request.method === 'PATCH' && textOf(id ?? externalId) === undefined)
    throw new Problem(400, 'INVALID_CONTENT', 'A record to be changed needs an id.', { 'o:errorPath': path });
  if (request.method !== 'POST') url.pathname += typeof id === 'string' ? `/${id}` : `/eid:${externalId ?? ''}`;
  const named =
    request.method === 'POST' ? item : request.method === 'PATCH' && id !== undefined ? fields : without(fields);
  const headers = {
    'x-netsuite-propertynamevalidation': request.headers.get('x-netsuite-propertynamevalidation') ?? '',
  };
  return new Request(url, { method: request.method, headers, body: JSON.stringify(named) });
}

function without({ externalId: _, ...fields }: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return fields;
}

function progressOf(job: Job, task?: Task): string {
  if (!job.isDone) return 'pending';
  const failed = (it: Task) => (it.result?.status ?? 500) >= 400;
  return (task ? failed(task) : job.tasks.every(failed)) ? 'failed' : 'succeeded';
}

function link(rel: string, href: string): Json {
  return { rel, href };
}

function showJob(job: Job, place: string): Json {
  const task = { links: [link('self', `${place}/task/`)] };
  return { links: [link('self', place)], completed: job.isDone, id: job.id, progress: progressOf(job), task };
}

function listTasks(job: Job, place: string): Json {
  const items = job.tasks.map((_, index) => ({ links: [link('self', `${place}/task/${String(index + 1)}`)] }));
  return { links: [link('self', `${place}/task/`)], count: items.length, items };
}

function showTask(job: Job, task: Task, number: string, place: string): Json {
  const at = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
  return {
    links: [link('result', `${place}/task/${number}/result`)],
    completed: job.isDone,
    id: number,
    progress: progressOf(job, task),
    startTime: at(job.startsAt),
    ...(job.isDone ? { endTime: at(job.endsAt) } : {}),
  };
}

/** A refusal in form; in truth it says where the first one is. */
function alreadySubmitted(location: string): Response {
  const problem = new Problem(
    400,
    'IDEMPOTENCY_ERROR',
    'The request with the provided idempotency key has already been submitted.',
    { 'o:errorHeader': 'X-NetSuite-Idempotency-Key' },
  );
  return problemResponse(problem, { location }, 'Conflict');
}
