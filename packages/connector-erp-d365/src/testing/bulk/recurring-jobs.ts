import { type DataProject, isPackage } from './data-management.ts';

/** Puts recurring data jobs into the environment. */
export interface RecurringJobControls {
  /** A recurring job that takes files in for a project, or gives them out. */
  seedRecurringJob(activity: string, project?: DataProject): void;
  /** Puts a file into the queue of a recurring export. */
  queueFile(activity: string, bytes: Uint8Array): void;
  /** What was put into the queue of a recurring import. */
  readonly enqueued: readonly EnqueuedFile[];
  /** Messages of recurring exports that nobody has acknowledged. */
  readonly waiting: number;
}

/** A file that a caller put into a queue. */
export interface EnqueuedFile {
  readonly id: string;
  readonly activity: string;
  readonly company: string;
  readonly externalId: string;
  readonly entity: string | undefined;
  readonly bytes: Uint8Array;
}

interface Taken extends EnqueuedFile {
  readonly at: number;
  /** Id of the job that took it: another one than that of the message. */
  readonly execution: string;
  state: Promise<string> | undefined;
}

interface Queued {
  readonly id: string;
  readonly activity: string;
  readonly bytes: Uint8Array;
  readonly at: number;
  hiddenUntil: number;
  popped: number;
}

interface Ports {
  readonly origin: string;
  readonly now: () => number;
  /** Imports a file, and tells the state of its job. */
  importQueued(execution: string, project: DataProject, bytes: Uint8Array, company: string): Promise<string>;
}

/** A message that nobody acknowledges comes back after this time, and its file is kept for some days. */
const hiddenMs = 30 * 60_000;
const keptMs = 7 * 86_400_000;
const processedAfterMs = 60_000;

const jobStates: Readonly<Record<string, string>> = {
  Succeeded: 'Processed',
  PartiallySucceeded: 'ProcessedWithErrors',
  Failed: 'PostProcessError',
};

/** The queues of an environment's recurring data jobs, below `/api/connector`. */
export function createRecurringJobs({ origin, now, importQueued }: Ports) {
  const activities = new Map<string, DataProject | undefined>();
  const enqueued: Taken[] = [];
  let queue: Queued[] = [];
  let last = 0;
  const nextId = (kind: string): string => `2bd2e4e2-7f1a-4b3e-${kind}-${String(++last).padStart(12, '0')}`;

  async function enqueue(activity: string, request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const [company, externalId] = [searchParams.get('company'), request.headers.get('x-ms-dyn-externalidentifier')];
    if (company === null || externalId === null) return new Response(null, { status: 400 });
    const bytes = new Uint8Array(await request.arrayBuffer());
    const entity = searchParams.get('entity') ?? undefined;
    const wanted = activities.get(activity)?.entity;
    // A single file does not say what it is, and a package says it itself.
    if (wanted === undefined || entity !== (isPackage(bytes) ? undefined : wanted)) {
      return new Response(null, { status: 400 });
    }
    const [id, execution] = [nextId('9a51'), nextId('8e02')];
    enqueued.push({ id, activity, company, externalId, entity, bytes, at: now(), execution, state: undefined });
    return new Response(JSON.stringify(id), { headers: { 'content-type': 'text/plain' } });
  }

  /** The state of the job of a file, imported when its time has come. */
  async function stateOf(file: Taken): Promise<string | undefined> {
    if (now() - file.at < processedAfterMs) return undefined;
    const project = activities.get(file.activity);
    if (!project) return undefined;
    file.state ??= importQueued(file.execution, project, file.bytes, file.company);
    return file.state;
  }

  function dequeue(activity: string): Response {
    queue = queue.filter((it) => now() - it.at < keptMs);
    const message = queue.find((it) => it.activity === activity && it.hiddenUntil <= now());
    if (!message) return new Response(null, { status: 204 });
    message.hiddenUntil = now() + hiddenMs;
    message.popped += 1;
    // Told without encryption, as the platform does at times.
    const location = `${origin.replace(/^https:/, 'http:')}/api/connector/download/${activity}?message=${message.id}`;
    return Response.json({
      CorrelationId: message.id,
      PopReceipt: receiptOf(message),
      DownloadLocation: location,
      IsDownLoadFileExist: true,
      FileDownLoadErrorMessage: null,
      LastDequeueDateTime: new Date(now()).toISOString(),
    });
  }

  function download(request: Request): Response {
    const id = new URL(request.url).searchParams.get('message');
    const message = queue.find((it) => it.id === id);
    if (!request.url.startsWith(origin) || !message) return new Response(null, { status: 404 });
    return new Response(new Uint8Array(message.bytes));
  }

  async function acknowledge(request: Request): Promise<Response> {
    const body = (await request.json()) as { readonly CorrelationId?: string; readonly PopReceipt?: string };
    const message = queue.find((it) => it.id === body.CorrelationId);
    // Somebody else has it by now: it is not for this caller to take it away.
    if (message && receiptOf(message) !== body.PopReceipt) return new Response(null, { status: 400 });
    queue = queue.filter((it) => it !== message);
    return new Response(null, { status: 200 });
  }

  async function jobStatus(request: Request): Promise<Response> {
    const file = enqueued.find((it) => it.id === new URL(request.url).searchParams.get('jobId'));
    if (!file) return new Response(null, { status: 404 });
    const DataJobState = jobStates[(await stateOf(file)) ?? ''] ?? 'Enqueued';
    const DataJobStatus = { DataJobIdentifier: file.id, ExternalIdentifier: file.externalId, DataJobState };
    return Response.json({ DataJobStatus, ExecutionLog: '', ExecutionDetail: [] });
  }

  return {
    /** Answers a request of the queues, or `undefined` for another path. */
    async answer(request: Request): Promise<Response | undefined> {
      const [, verb = '', activity = ''] =
        /^\/api\/connector\/(\w+)\/([^/]+)$/.exec(new URL(request.url).pathname) ?? [];
      if (verb === '') return undefined;
      // The app has to be listed on the job.
      if (!activities.has(activity)) return new Response(null, { status: 403 });
      if (verb === 'enqueue' && request.method === 'POST') return enqueue(activity, request);
      if (verb === 'dequeue' && request.method === 'GET') return dequeue(activity);
      if (verb === 'download' && request.method === 'GET') return download(request);
      if (verb === 'ack' && request.method === 'POST') return acknowledge(request);
      if (verb === 'jobstatus' && request.method === 'GET') return jobStatus(request);
      return new Response(null, { status: 405 });
    },
    /** The job of a message, once it has one. */
    async executionOf(message: string): Promise<string | undefined> {
      const file = enqueued.find((it) => it.id === message);
      return file && (await stateOf(file)) !== undefined ? file.execution : undefined;
    },
    controls: {
      seedRecurringJob: (activity: string, project?: DataProject) => void activities.set(activity, project),
      queueFile: (activity: string, bytes: Uint8Array) =>
        void queue.push({ id: nextId('9a51'), activity, bytes, at: now(), hiddenUntil: 0, popped: 0 }),
      get enqueued() {
        return enqueued;
      },
      get waiting() {
        return queue.length;
      },
    } satisfies RecurringJobControls,
  };
}

const receiptOf = ({ id, popped }: Queued): string => `${id.slice(-6)}-${String(popped)}`;
