/** Headers that carry neither credentials nor customer data, and help to find a request again. */
const printable = new Set([
  'content-length',
  'content-type',
  'date',
  'retry-after',
  'x-correlation-id',
  'x-request-id',
]);

/** What may be said about a request and its answer in a log, a span or an error. */
export interface ExchangeDescription {
  readonly method: string;
  readonly origin: string;
  /** With its placeholders, `/orders/{id}`. */
  readonly path: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Describes a request, and its answer if there is one, without anything confidential: no query, no values in the path,
 * no body, and of the headers only those on a short list.
 */
export function describeExchange(
  request: { readonly method: string; readonly url: string | URL; readonly path: string },
  answer?: { readonly status: number; readonly headers: Headers },
): ExchangeDescription {
  const { method, url, path } = request;
  return {
    method,
    origin: new URL(url).origin,
    path: path.split('?')[0] ?? path,
    ...(answer && { status: answer.status, headers: printableHeaders(answer.headers) }),
  };
}

function printableHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => printable.has(name)));
}
