import {
  type ConnectorPorts,
  type Effect,
  exponentialBackoff,
  type HttpMethod,
  IntegrationError,
  isIntegrationError,
  type QueryValue,
  retry,
} from '@crossdock/core';
import { z } from 'zod';
import { authorize } from './auth/authorize.ts';
import { errorOfFailure, saysError } from './errors.ts';
import { type Options, originOf } from './options.ts';
import { createPace } from './pace.ts';

/** One request to Lightspeed. */
export interface LightspeedRequest<Body extends z.ZodType> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly json?: unknown;
  /** What the answer must look like: nulls are left out, and every number is the text that was sent. */
  readonly response: Body;
  /** @default 'read' for GET, else 'write' */
  readonly effect?: Effect;
  readonly signal: AbortSignal;
}

/** Speaks to one retailer: authorised, paced, decided. Knows no business words. */
export interface LightspeedClient {
  /** @param path with its version: `/api/2.0/sales/{id}` */
  send<Body extends z.ZodType>(
    method: HttpMethod,
    path: string,
    request: LightspeedRequest<Body>,
  ): Promise<z.output<Body>>;
  /** The same client for readers that nobody else repeats: it reads again after failures that pass. */
  readonly patient: LightspeedClient;
}

/** Longest answer that is read. Pages are asked for by rows, and a row may be a sale of many lines. */
const maxResponseBytes = 33_554_432;

/** Makes the client of one retailer. No network here. */
export function createLightspeedClient(ports: ConnectorPorts<typeof Options>): LightspeedClient {
  const { config, http, clock, random } = ports;
  const pace = createPace(clock);
  const client = http({
    baseUrl: originOf(config),
    headers: { 'user-agent': 'crossdock' },
    auth: authorize(ports),
    errors: (failure) => {
      pace.note(failure.headers);
      const error = errorOfFailure(failure);
      if (error?.code === 'throttled' && error.retryAfterMs !== undefined) pace.hold(error.retryAfterMs);
      return error;
    },
    maxResponseBytes,
  });

  const send: LightspeedClient['send'] = async (method, path, request) => {
    const { response, effect = method === 'GET' ? 'read' : 'write', ...rest } = request;
    await pace.take(request.signal);
    const reply = await client.request(method, path, { ...rest, effect, numbers: 'text', response: z.unknown() });
    pace.note(reply.headers);
    const body = withoutNulls(reply.body);
    if (saysError(body)) {
      throw new IntegrationError('Lightspeed reported an error in an answer that says it went well', {
        code: effect === 'write' ? 'outcome-unknown' : 'input-invalid',
        details: { path },
      });
    }
    const parsed = response.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new IntegrationError('Lightspeed answered in a shape that is not expected', {
      code: 'response-invalid',
      disposition: effect === 'write' ? 'unknown' : 'reject',
      path: parsed.error.issues[0]?.path.map(String).join('.'),
      details: { path },
    });
  };

  const sendPatiently: LightspeedClient['send'] = (method, path, request) =>
    retry(() => send(method, path, request), {
      backoff: exponentialBackoff({ random }),
      clock,
      signal: request.signal,
      maxElapsedMs: 600_000,
      retryable: (error) => isIntegrationError(error) && error.disposition === 'retry',
    });

  const patient: LightspeedClient = {
    send: sendPatiently,
    get patient() {
      return patient;
    },
  };
  return { send, patient };
}

/** The platform says null for what it does not know, or leaves it out: it is the same. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((it) => it !== null).map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNulls(member)]),
  );
}
