import { type HttpClient, type HttpClientFactory, IntegrationError } from '@crossdock/core';

/** What results are fetched through. */
export interface DownloadPorts {
  readonly http: HttpClientFactory;
  /** Hosts that results may lie at. */
  readonly hosts: readonly string[];
}

/** Bytes that are asked for at once. */
const portionBytes = 4 * 1024 * 1024;

/** Longest line that is read. */
const longestLineBytes = 64 * 1024 * 1024;

/** A line of a result, without its end. */
interface ResultLine {
  readonly text: string;
  /** Bytes of the whole result. */
  readonly totalBytes: number;
}

/**
 * Reads the lines of a result, a few megabytes at a time. The link is a capability: it is followed only to a host that is
 * known for results, without our credentials, and appears in no error.
 *
 * @throws IntegrationError `not-found` when the link has expired
 */
export async function* linesOf(link: string, ports: DownloadPorts, signal: AbortSignal): AsyncGenerator<ResultLine> {
  const client = clientFor(link, ports);
  let at = 0;
  let wantedBytes = portionBytes;
  for (;;) {
    const { text, totalBytes } = await portionAt(client, link, at, wantedBytes, signal);
    const isLast = at + wantedBytes >= totalBytes;
    // A portion may end within a line, even within a character: what follows its last line end is read again.
    const end = isLast ? text.length : text.lastIndexOf('\n') + 1;
    if (end === 0 && !isLast) {
      if (wantedBytes >= longestLineBytes) {
        throw new IntegrationError('A line of the bulk result is too long', { code: 'response-too-large' });
      }
      wantedBytes *= 4;
      continue;
    }
    const read = text.slice(0, end);
    for (const line of read.split('\n')) if (line !== '') yield { text: line, totalBytes };
    if (isLast) return;
    at += Buffer.byteLength(read);
    wantedBytes = portionBytes;
  }
}

function clientFor(link: string, { http, hosts }: DownloadPorts): HttpClient {
  const { origin, hostname } = new URL(link);
  if (!hosts.includes(hostname)) {
    throw new IntegrationError('The result of the bulk operation lies at a host that is not known for results', {
      code: 'redirect-refused',
      path: 'bulkHosts',
      details: { host: hostname },
    });
  }
  return http({
    baseUrl: origin,
    timeoutMs: 120_000,
    errors: ({ status }) =>
      status >= 400 && status < 500 && status !== 408 && status !== 429
        ? new IntegrationError('The link to the bulk result has expired', { code: 'not-found', details: { status } })
        : undefined,
  });
}

async function portionAt(
  client: HttpClient,
  link: string,
  at: number,
  wantedBytes: number,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly totalBytes: number }> {
  const { status, headers, text } = await client.get(link, {
    headers: { range: `bytes=${at}-${at + wantedBytes - 1}`, 'accept-encoding': 'identity' },
    // A host that knows no ranges answers all of it: then the result must be small.
    maxResponseBytes: wantedBytes,
    signal,
  });
  const total = /^bytes \d+-\d+\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  if (status === 206 && total !== undefined) return { text, totalBytes: Number(total) };
  if (status === 200 && at === 0) return { text, totalBytes: Buffer.byteLength(text) };
  throw new IntegrationError('The bulk result was not answered in the portion that was asked for', {
    code: 'response-invalid',
    disposition: 'reject',
  });
}
