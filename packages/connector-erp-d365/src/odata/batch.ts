import { IntegrationError } from '@crossdock/core';

/** One write of a changeset. */
export interface ChangesetWrite {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Below the root, with its query: `/data/SalesOrderHeadersV4?cross-company=true`. */
  readonly path: string;
  readonly json?: object;
}

/** One answer inside a batch. */
export interface BatchPart {
  readonly status: number;
  readonly body: unknown;
}

const newline = '\r\n';

/**
 * A changeset as a multipart body: all of it happens or none. The boundaries never stand inside, because JSON has no line that
 * begins with two dashes.
 *
 * @see https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part1-protocol.html#_Toc406398359
 */
export function encodeChangeset(writes: readonly ChangesetWrite[]): {
  readonly contentType: string;
  readonly body: string;
} {
  const batch = 'batch_crossdock';
  const changeset = 'changeset_crossdock';
  const parts = writes.flatMap(({ method, path, json }, index) => [
    `--${changeset}`,
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    `Content-ID: ${index + 1}`,
    '',
    `${method} ${path} HTTP/1.1`,
    'Content-Type: application/json; charset=utf-8',
    'Accept: application/json',
    '',
    json === undefined ? '' : JSON.stringify(json),
  ]);
  const lines = [
    `--${batch}`,
    `Content-Type: multipart/mixed; boundary=${changeset}`,
    '',
    ...parts,
    `--${changeset}--`,
    `--${batch}--`,
    '',
  ];
  return { contentType: `multipart/mixed; boundary=${batch}`, body: lines.join(newline) };
}

/** A batch has changesets in it, and these have answers: nothing is deeper. */
const deepest = 2;

/** The answers of a batch, changesets opened. Throws `response-invalid` when it is no multipart body, or one within too many others. */
export function decodeBatch(contentType: string | null, text: string, depth = 1): readonly BatchPart[] {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined || depth > deepest) throw malformed();
  return partsOf(text, boundary).flatMap((part) => {
    const { headers, rest } = headAndRest(part);
    const type = headers.get('content-type') ?? '';
    if (/^multipart\/mixed/i.test(type)) return decodeBatch(type, rest, depth + 1);
    return [responseOf(rest)];
  });
}

function responseOf(text: string): BatchPart {
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(text)?.[1];
  if (status === undefined) throw malformed();
  const { rest } = headAndRest(text.slice(text.indexOf('\n') + 1));
  return { status: Number(status), body: jsonOf(rest) };
}

function jsonOf(text: string): unknown {
  const trimmed = text.trim();
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return trimmed;
  }
}

function boundaryOf(contentType: string | null): string | undefined {
  const match = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2];
}

/** What stands between the boundaries: neither what comes before the first nor after the last. */
function partsOf(text: string, boundary: string): readonly string[] {
  const pieces = `\r\n${text}`.split(new RegExp(String.raw`\r?\n--${escape(boundary)}`));
  const last = pieces.findIndex((piece) => piece.startsWith('--'));
  if (last === -1) throw malformed();
  return pieces.slice(1, last).map((piece) => piece.replace(/^[^\r\n]*\r?\n/, ''));
}

function headAndRest(text: string): { readonly headers: ReadonlyMap<string, string>; readonly rest: string } {
  const headers = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = (end === -1 ? text.slice(at) : text.slice(at, end)).replace(/\r$/, '');
    at = end === -1 ? text.length : end + 1;
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, rest: text.slice(at) };
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const malformed = (): IntegrationError =>
  new IntegrationError('Dynamics 365 answered a batch in a shape that is not expected', {
    code: 'response-invalid',
  });
