import { type z } from 'zod';
import { type IntegrationError } from '../primitives/index.ts';
import { type Effect } from './capability.ts';

/**
 * HTTP as a connector sees it. The client itself stands above, in `http/`; a connector is handed a factory with time,
 * chance, `fetch` and the observer already in it.
 *
 * @module
 */

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A value of a query string. Lists repeat the name; `undefined` is left out. */
export type QueryValue = string | number | boolean | undefined | readonly (string | number | boolean)[];

/** A request about to be signed. Only its headers may be changed. */
export interface AuthorizableRequest {
  readonly method: HttpMethod;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: string | Uint8Array | undefined;
}

/**
 * Puts credentials on a request. Called again with `forceRefresh` after a 401, with the refused credentials still on
 * the request, and the request is repeated once.
 */
export type Authorize = (
  request: AuthorizableRequest,
  options: { readonly forceRefresh: boolean; readonly signal: AbortSignal },
) => void | Promise<void>;

/** An answer that is not a success, for the connector's error table. */
export interface HttpFailure {
  readonly status: number;
  readonly headers: Headers;
  /** The body as JSON if it is JSON, else as text. Never put it into an error: it may carry customer data. */
  readonly body: unknown;
  /** Whether the request was one that changes the system. */
  readonly effect: Effect;
  readonly method: HttpMethod;
  /** The path with its placeholders, `/orders/{id}`. */
  readonly path: string;
  /** Milliseconds the platform told us to wait (`Retry-After`), if it did. */
  readonly retryAfterMs: number | undefined;
}

/** What belongs to all requests of a client. */
export interface HttpClientOptions {
  /** Origin and path prefix. Requests never leave this origin. */
  readonly baseUrl: string;
  /**
   * Speaks plain HTTP also to other machines. For devices in a store's own network that know nothing else.
   *
   * @default false
   */
  readonly allowInsecure?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly auth?: Authorize;
  /**
   * Longest time from sending to the last byte of the answer, in milliseconds.
   *
   * @default 30_000
   */
  readonly timeoutMs?: number;
  /**
   * Longest answer that is read, in bytes.
   *
   * @default 10_485_760
   */
  readonly maxResponseBytes?: number;
  /**
   * The platform's failures in our words. Return `undefined` to leave a failure to the common table.
   *
   * @default the common table: 401 unauthorized, 404 not-found, 429 throttled, …
   */
  readonly errors?: (failure: HttpFailure) => IntegrationError | undefined;
}

/** What one request adds. */
export interface HttpRequest<Body extends z.ZodType = z.ZodType> {
  /** Values for the placeholders of the path, encoded. */
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body as JSON. */
  readonly json?: unknown;
  /** A body as an HTML form. */
  readonly form?: Readonly<Record<string, string>>;
  /** A body as it is; name its type in `headers`. */
  readonly body?: string | Uint8Array;
  /** What the answer must look like. Without it the answer's body is `undefined`; its text is there. */
  readonly response?: Body;
  /**
   * `text` hands every JSON number to the schema as the text that was sent, so that `0.1` stays `0.1` and long ids keep
   * their last digits.
   *
   * @default 'number'
   */
  readonly numbers?: 'number' | 'text';
  /**
   * Whether the request changes the system: decides if a lost answer is `retry` or `unknown`.
   *
   * @default 'read' for GET, else 'write'
   */
  readonly effect?: Effect;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly maxResponseBytes?: number;
  /**
   * What to do with an answer that points elsewhere. It is never followed: `refuse` throws `redirect-refused`, `return`
   * hands it to the caller.
   *
   * @default 'refuse'
   */
  readonly redirect?: 'refuse' | 'return';
}

/** A successful answer. */
export interface HttpReply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  /** The body as it was sent. */
  readonly text: string;
  /** The body byte by byte, for what is no text. */
  readonly bytes: Uint8Array;
}

/** Speaks to one origin. Never repeats a request by itself, except once after a 401. */
export interface HttpClient {
  request<S extends z.ZodType = z.ZodUndefined>(
    method: HttpMethod,
    path: string,
    request?: HttpRequest<S>,
  ): Promise<HttpReply<z.output<S>>>;
  get<S extends z.ZodType = z.ZodUndefined>(path: string, request?: HttpRequest<S>): Promise<HttpReply<z.output<S>>>;
  post<S extends z.ZodType = z.ZodUndefined>(path: string, request?: HttpRequest<S>): Promise<HttpReply<z.output<S>>>;
  put<S extends z.ZodType = z.ZodUndefined>(path: string, request?: HttpRequest<S>): Promise<HttpReply<z.output<S>>>;
  patch<S extends z.ZodType = z.ZodUndefined>(path: string, request?: HttpRequest<S>): Promise<HttpReply<z.output<S>>>;
  delete<S extends z.ZodType = z.ZodUndefined>(path: string, request?: HttpRequest<S>): Promise<HttpReply<z.output<S>>>;
}

/** Makes clients with the system's time, chance, `fetch` and observer in them. */
export type HttpClientFactory = (options: HttpClientOptions) => HttpClient;
