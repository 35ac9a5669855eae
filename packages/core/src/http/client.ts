import ky from 'ky';
import { type z } from 'zod';
import {
  type Effect,
  type HttpClient,
  type HttpClientFactory,
  type HttpClientOptions,
  type HttpMethod,
  type HttpReply,
  type HttpRequest,
} from '../capabilities/index.ts';
import { IntegrationError, type Clock, type Observer } from '../primitives/index.ts';
import { checkAnswer, parseRetryAfter, withTimeout } from '../policies/index.ts';
import { createAddress } from './address.ts';
import { encodeBody } from './body.ts';
import { commonErrors } from './common-errors.ts';
import { describeExchange } from './describe.ts';
import { parseJsonExactly, parseLeniently } from './json-text.ts';
import { withoutAnswer } from './lost-requests.ts';
import { readBytes } from './read-limited.ts';

/** What a client works with beside its options. */
export interface HttpPorts {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly observer: Observer;
  /** The system that the client speaks to, for errors and spans. */
  readonly system: string;
}

/** An answer, read to its end. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** One request under way. */
interface Flight {
  readonly method: HttpMethod;
  readonly path: string;
  readonly effect: Effect;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
  readonly maxResponseBytes: number;
  /** Whether a sending is out whose end is not known: what a time-out or a cancellation means hangs on it. */
  sent: boolean;
}

/** Makes clients for one system. */
export function createHttpClientFactory(ports: HttpPorts): HttpClientFactory {
  return (options) => createHttpClient({ ...options, ...ports });
}

/**
 * Makes a client for one origin.
 *
 * It never follows a redirect, never leaves its origin and never repeats a request by itself, except once with renewed
 * credentials after a 401. Every failure is an `IntegrationError`; none of them carries a header, a body or a query.
 */
export function createHttpClient(options: HttpClientOptions & HttpPorts): HttpClient {
  const { fetch, clock, observer, system, auth, errors } = options;
  const { timeoutMs = 30_000, maxResponseBytes = 10_485_760, allowInsecure = false } = options;
  const address = createAddress(options.baseUrl, allowInsecure);
  // ky only speaks: retries, time and judging an answer belong to us, so each of its own ways to do so is off.
  const wire = ky.create({ fetch, retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' });

  const prepare = (method: HttpMethod, path: string, request: HttpRequest): Flight => {
    const { contentType, body } = encodeBody(request);
    const headers = new Headers({ accept: 'application/json', ...contentType, ...options.headers, ...request.headers });
    return {
      method,
      path: address.printable(path),
      effect: request.effect ?? (method === 'GET' ? 'read' : 'write'),
      url: address.url(path, request.params ?? {}, request.query ?? {}),
      headers,
      body,
      maxResponseBytes: request.maxResponseBytes ?? maxResponseBytes,
      sent: false,
    };
  };

  const exchange = async (flight: Flight, signal: AbortSignal): Promise<Answer> => {
    const { method, url, headers, body, effect } = flight;
    const tooLarge = (): IntegrationError =>
      new IntegrationError(`The answer is longer than ${flight.maxResponseBytes} bytes`, {
        code: 'response-too-large',
        disposition: effect === 'write' ? 'unknown' : 'reject',
      });
    signal.throwIfAborted();
    flight.sent = true;
    try {
      const init = body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> };
      const response = await wire(url, { method, headers, signal, ...init });
      const bytes = await readBytes(response, flight.maxResponseBytes, tooLarge);
      const { status, headers: told } = response;
      return { status, headers: told, text: new TextDecoder().decode(bytes), bytes };
    } catch (error) {
      if (error instanceof IntegrationError) throw error;
      // ky's own error carries the request with its headers: only what lies below it may be kept.
      const raw = error instanceof Error && error.name === 'NetworkError' ? error.cause : error;
      throw withoutAnswer(raw, effect);
    }
  };

  const authorize = async (flight: Flight, forceRefresh: boolean, signal: AbortSignal): Promise<void> => {
    try {
      await auth?.(flight, { forceRefresh, signal });
    } catch (error) {
      // Headers repeat the value that they refuse, and this one is a secret.
      if (!(error instanceof TypeError) || !/header value/i.test(error.message)) throw error;
      throw new IntegrationError('The credentials contain characters that no header may carry, such as a line break', {
        code: 'unauthorized',
      });
    }
  };

  /** Sends, and once more with renewed credentials if they were refused. A refused request had no effect. */
  const fly = async (flight: Flight, signal: AbortSignal): Promise<Answer> => {
    await authorize(flight, false, signal);
    const answer = await exchange(flight, signal);
    if (answer.status !== 401 || !auth) return answer;
    flight.sent = false;
    await authorize(flight, true, signal);
    return exchange(flight, signal);
  };

  const judge = (flight: Flight, answer: Answer, redirect: 'refuse' | 'return'): void => {
    const { status, headers, text } = answer;
    const { effect, method, path } = flight;
    if (status >= 200 && status < 300) return;
    if (status >= 300 && status < 400) {
      if (redirect === 'return') return;
      throw new IntegrationError(`The system points elsewhere (${status})`, {
        code: 'redirect-refused',
        // 307 and 308 say that nothing was done; the older ones are also the answer to a form that was taken.
        disposition: effect === 'write' && status < 304 ? 'unknown' : 'reject',
        details: { status, method, path },
      });
    }
    const retryAfterMs = parseRetryAfter(headers.get('retry-after'), clock.now());
    const failure = { status, headers, body: parseLeniently(text), effect, method, path, retryAfterMs };
    throw errors?.(failure) ?? commonErrors(failure);
  };

  const request = async <S extends z.ZodType>(
    method: HttpMethod,
    path: string,
    sent: HttpRequest<S> = {},
  ): Promise<HttpReply<z.output<S>>> => {
    const flight = prepare(method, path, sent);
    const endedEarly = (code: 'timeout' | 'cancelled', message: string): IntegrationError =>
      new IntegrationError(message, {
        code,
        system,
        disposition: flight.sent && flight.effect === 'write' ? 'unknown' : 'retry',
      });
    const { host } = new URL(describeExchange(flight).origin);
    const attributes = { 'http.request.method': method, 'server.address': host, 'url.template': flight.path };
    return observer.span(`${method} ${flight.path}`, { ...attributes, 'crossdock.system': system }, async (span) => {
      const answer = await withTimeout((signal) => fly(flight, signal), {
        timeoutMs: sent.timeoutMs ?? timeoutMs,
        clock,
        signal: sent.signal,
        onTimeout: () => endedEarly('timeout', 'The system did not answer in time'),
        onCancel: () => endedEarly('cancelled', 'The request was cancelled'),
      });
      span.set('http.response.status_code', answer.status);
      judge(flight, answer, sent.redirect ?? 'refuse');
      return { ...answer, body: parse(sent, answer.text, flight.effect) };
    });
  };

  return Object.freeze({
    request,
    get: (path, sent) => request('GET', path, sent),
    post: (path, sent) => request('POST', path, sent),
    put: (path, sent) => request('PUT', path, sent),
    patch: (path, sent) => request('PATCH', path, sent),
    delete: (path, sent) => request('DELETE', path, sent),
  } satisfies HttpClient);
}

/** The body as the schema has it. A write whose answer makes no sense still happened, so that is `unknown`. */
function parse<S extends z.ZodType>(request: HttpRequest<S>, text: string, effect: Effect): z.output<S> {
  const { response: schema, numbers = 'number' } = request;
  if (!schema) return undefined as z.output<S>;
  const disposition = effect === 'write' ? 'unknown' : 'reject';
  let json: unknown;
  try {
    json = text === '' ? undefined : numbers === 'text' ? parseJsonExactly(text) : JSON.parse(text);
  } catch {
    throw new IntegrationError('The answer is no JSON', { code: 'response-invalid', disposition });
  }
  return checkAnswer(schema, json, { what: 'The answer', code: 'response-invalid', disposition });
}
