import { type IncomingDelivery, type WebhookSource } from '../capabilities/index.ts';
import { readLimited } from '../http/index.ts';
import {
  type Clock,
  IntegrationError,
  isIntegrationError,
  type Observer,
  toIntegrationError,
} from '../primitives/index.ts';
import { type Intake } from '../orchestrator/index.ts';

/** Takes a platform's push and answers it: the standard `Request` → `Response` of any server. */
export type WebhookHandler = (request: Request) => Promise<Response>;

export interface WebhookHandlerOptions {
  /** Name of the system that pushes. */
  readonly system: string;
  readonly source: WebhookSource;
  readonly intake: Intake;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Told when a delivery could not be stored. */
  readonly journalFailed: (error: IntegrationError) => void;
}

/** Failures of a journal that is open: what operations should hear of. */
const journalFailures: ReadonlySet<string> = new Set(['journal-full', 'journal-unwritable', 'journal-corrupt']);

/** Seconds after which a sender should come again when we cannot store just now. */
const comeAgainSeconds = 30;

/**
 * Makes the handler of a system's webhooks. It reads at most the allowed bytes, verifies the signature before anything
 * is parsed, stores, and only then acknowledges. Whatever is not stored is answered with an error status, so that the
 * sender sends it again.
 *
 * | answer | meaning |
 * | --- | --- |
 * | 200 | stored (or known already), or a greeting told back |
 * | 400 | signed, but not readable as what it claims to be |
 * | 401 | signature missing or wrong; nothing is stored |
 * | 405 | not a POST |
 * | 413 | body over the limit; nothing is stored |
 * | 503 | not stored now; `Retry-After` says when to come again |
 */
export function createWebhookHandler(options: WebhookHandlerOptions): WebhookHandler {
  const { observer, system } = options;
  return async (request) => {
    const started = options.clock.now();
    const response = await answer(options, request).catch((error: unknown) => {
      const failure = toIntegrationError(error);
      if (journalFailures.has(failure.code)) options.journalFailed(failure);
      return refusal(failure);
    });
    const attributes = { 'crossdock.system': system, 'http.response.status_code': response.status };
    observer.count('crossdock.webhook', attributes);
    observer.measure('crossdock.webhook.duration', options.clock.now() - started, attributes);
    return response;
  };
}

async function answer({ system, source, intake, clock }: WebhookHandlerOptions, request: Request): Promise<Response> {
  const greeting = source.greet?.({ headers: request.headers, url: request.url });
  if (greeting !== undefined) {
    // What a stranger wrote into a question is told back as a text and nothing else.
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
    return new Response(greeting, { headers });
  }
  if (request.method !== 'POST')
    return Response.json({ error: 'method-not-allowed' }, { status: 405, headers: { allow: 'POST' } });
  const body = await readLimited(request, source.maxBodyBytes);
  const incoming = { headers: request.headers, body, url: request.url };
  await source.verify(incoming);
  if (!readable(request, body)) throw notReadable();
  const { id, topic } = identified(source, incoming);
  const { duplicate } = await intake.receive({
    source: system,
    dedupeKey: `${topic}/${id}`,
    topic,
    headers: Object.fromEntries([...request.headers].filter(([name]) => !credentials.has(name))),
    body,
    receivedAt: new Date(clock.now()).toISOString(),
  });
  return Response.json({ received: true, duplicate });
}

/** Headers that let somebody in: nothing after the verification needs them, so they are not kept. */
const credentials: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

function identified(
  source: WebhookSource,
  incoming: IncomingDelivery,
): { readonly id: string; readonly topic: string } {
  try {
    const identity = source.identify(incoming);
    if (identity.id !== '') return identity;
  } catch (error) {
    if (isIntegrationError(error)) throw error;
    throw notReadable(error);
  }
  throw notReadable();
}

function notReadable(cause?: unknown): IntegrationError {
  return new IntegrationError('The message is not readable as what it claims to be', { code: 'body-invalid', cause });
}

/** A body that says it is JSON has to be JSON; what it means is found out later, from the journal. */
function readable(request: Request, body: Uint8Array): boolean {
  if (!(request.headers.get('content-type') ?? '').includes('json')) return true;
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return true;
  } catch {
    return false;
  }
}

const statuses: Readonly<Partial<Record<IntegrationError['code'], number>>> = {
  'signature-missing': 401,
  'signature-invalid': 401,
  'body-too-large': 413,
  'body-invalid': 400,
};

function refusal({ code, retryAfterMs }: IntegrationError): Response {
  const status = statuses[code] ?? 503;
  const seconds = retryAfterMs === undefined ? comeAgainSeconds : Math.ceil(retryAfterMs / 1_000);
  const headers: Record<string, string> = status === 503 ? { 'retry-after': String(seconds) } : {};
  return Response.json({ error: code }, { status, headers });
}
