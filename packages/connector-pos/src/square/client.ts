import {
  type ConnectorPorts,
  type Effect,
  exponentialBackoff,
  type HttpMethod,
  IntegrationError,
  type QueryValue,
  retry,
} from '@crossdock/core';
import { z } from 'zod';
import { authorize } from './auth.ts';
import { errorOf, errorOfFailure, WireErrors } from './errors.ts';
import { apiVersion, type Options } from './options.ts';

/** One request to Square. */
export interface SquareRequest<Body extends z.ZodType> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly json?: unknown;
  /** What the answer must look like. */
  readonly response: Body;
  /** @default 'read' for GET, else 'write' */
  readonly effect?: Effect;
  /**
   * `number` for documents that are sent back as they came.
   *
   * @default 'text'
   */
  readonly numbers?: 'number' | 'text';
  readonly signal: AbortSignal;
}

/** Speaks to one seller: versioned, authorised, decided. Knows no business words. */
export interface SquareClient {
  send<Body extends z.ZodType>(method: HttpMethod, path: string, request: SquareRequest<Body>): Promise<z.output<Body>>;
  /** The same client for readers that nobody else repeats: it reads again after failures that pass. */
  readonly patient: SquareClient;
}

/** Makes the client of one seller. No network here. */
export function createSquareClient(ports: ConnectorPorts<typeof Options>): SquareClient {
  const { config, name, http, clock, random, observer } = ports;
  const client = http({
    baseUrl: config.baseUrl,
    headers: { 'square-version': apiVersion },
    auth: authorize(ports),
    errors: errorOfFailure,
  });
  let toldVersion: string = apiVersion;

  const noteVersion = (answered: string | null): void => {
    if (answered === null || answered === apiVersion || answered === toldVersion) return;
    toldVersion = answered;
    observer.log('warn', 'Square answers in another API version than the connector', {
      'crossdock.system': name,
      code: 'version-mismatch',
      'square.version.expected': apiVersion,
      'square.version.answered': answered.slice(0, 20),
    });
  };

  const send: SquareClient['send'] = async (method, path, request) => {
    const { response, effect = method === 'GET' ? 'read' : 'write', numbers = 'text', ...rest } = request;
    const reply = await client.request(method, path, { ...rest, effect, numbers, response: z.unknown() });
    noteVersion(reply.headers.get('square-version'));
    const body = withoutNulls(reply.body);
    refuseErrors(body, effect, reply.status);
    const parsed = response.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new IntegrationError('Square answered in a shape that is not expected', {
      code: 'response-invalid',
      disposition: effect === 'write' ? 'unknown' : 'reject',
      path: parsed.error.issues[0]?.path.map(String).join('.'),
      details: { path },
    });
  };

  const sendPatiently: SquareClient['send'] = (method, path, request) =>
    retry(() => send(method, path, request), {
      backoff: exponentialBackoff({ random }),
      clock,
      signal: request.signal,
      maxElapsedMs: 120_000,
      // A page whose cursor grew too old does not come back: the whole list is read again, by whoever reads it.
      retryable: ({ disposition, code }) => disposition === 'retry' && code !== 'conflict',
    });

  const patient: SquareClient = {
    send: sendPatiently,
    get patient() {
      return patient;
    },
  };
  return { send, patient };
}

/** Batch endpoints answer 200 with errors beside what they did. A write may have happened in part. */
function refuseErrors(body: unknown, effect: Effect, status: number): void {
  const parsed = WireErrors.safeParse(body);
  const [first] = parsed.success ? parsed.data.errors : [];
  if (!first) return;
  const error = errorOf(first, { effect, status });
  if (error && effect === 'read') throw error;
  throw new IntegrationError('Square reported an error for a change that it may have made', {
    code: 'outcome-unknown',
    cause: error,
    details: { squareCode: error?.details?.['squareCode'] ?? 'none' },
  });
}

/** The platform leaves out what it does not know, and now and then says null instead. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((it) => it !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}
