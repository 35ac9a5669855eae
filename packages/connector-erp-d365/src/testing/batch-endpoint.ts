import { failureOf, operate, type ODataEndpoint, type Operation, type Outcome } from './odata-endpoint.ts';
import { ODataError } from './filter.ts';

const newline = '\r\n';
const mostOperations = 5_000;

/** Serves `$batch`: every changeset happens as a whole or is one refused part; the outer answer is 200 either way. */
export function serveBatch(endpoint: ODataEndpoint, contentType: string | null, body: string): Response {
  const parts = sections(body, boundaryOf(contentType));
  const answers = parts.map(({ head, content }) => {
    const type = head.get('content-type') ?? '';
    if (!type.startsWith('multipart/mixed')) return part(attempt(endpoint, operationIn(endpoint, content)), undefined);
    return changeset(endpoint, sections(content, boundaryOf(type)));
  });
  const text = [...answers.flatMap((answer) => ['--batchresponse_1', answer]), '--batchresponse_1--', ''].join(newline);
  return new Response(text, { status: 200, headers: { 'content-type': 'multipart/mixed; boundary=batchresponse_1' } });
}

interface Section {
  readonly head: Headers;
  readonly content: string;
}

function changeset(endpoint: ODataEndpoint, writes: readonly Section[]): string {
  if (writes.length > mostOperations) throw new ODataError('A batch holds at most 5000 operations.');
  let failedId: string | undefined;
  try {
    const outcomes = endpoint.books.atomically(() =>
      writes.map(({ head, content }) => {
        const contentId = head.get('content-id');
        if (contentId === null || head.get('content-transfer-encoding') !== 'binary') {
          throw new ODataError('A part of a changeset needs Content-ID and Content-Transfer-Encoding: binary.');
        }
        failedId = contentId;
        return part(operate(endpoint, operationIn(endpoint, content)), contentId);
      }),
    );
    const inner = [...outcomes.flatMap((it) => ['--changesetresponse_1', it]), '--changesetresponse_1--'].join(newline);
    return ['Content-Type: multipart/mixed; boundary=changesetresponse_1', '', inner].join(newline);
  } catch (error) {
    return part(failureOf(error), failedId);
  }
}

function attempt(endpoint: ODataEndpoint, operation: Operation): Outcome {
  try {
    return operate(endpoint, operation);
  } catch (error) {
    return failureOf(error);
  }
}

function part({ status, body }: Outcome, contentId: string | undefined): string {
  const reasons: Readonly<Record<number, string>> = {
    200: 'OK',
    201: 'Created',
    204: 'No Content',
    400: 'Bad Request',
  };
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Error'}`,
    'Content-Type: application/json; odata.metadata=minimal',
    'OData-Version: 4.0',
    '',
    body === undefined ? '' : JSON.stringify(body),
  ].join(newline);
}

function boundaryOf(contentType: string | null): string {
  const boundary = /boundary=([^;\s]+)/.exec(contentType ?? '')?.[1];
  if (boundary === undefined) throw new ODataError('The content type of a batch needs a boundary.');
  return boundary;
}

/** Lines end with CRLF, or there is nothing to see: the platform is strict about it. */
function sections(text: string, boundary: string): readonly Section[] {
  const pieces = `${newline}${text}`.split(`${newline}--${boundary}`).slice(1);
  if (!pieces.some((piece) => piece.startsWith('--'))) throw new ODataError('The batch has no end.');
  return pieces
    .filter((piece) => piece.startsWith(newline))
    .map((piece) => {
      const end = piece.indexOf(`${newline}${newline}`);
      const head = new Headers();
      for (const line of piece.slice(newline.length, end).split(newline)) {
        const colon = line.indexOf(':');
        head.set(line.slice(0, colon), line.slice(colon + 1).trim());
      }
      return { head, content: piece.slice(end + 2 * newline.length) };
    });
}

function operationIn({ origin }: ODataEndpoint, content: string): Operation {
  const [head = '', ...rest] = content.split(`${newline}${newline}`);
  const [requestLine = '', ...headerLines] = head.split(newline);
  const match = /^(\w+) (\S+) HTTP\/1\.1$/.exec(requestLine);
  if (!match) throw new ODataError('A part of a batch is no HTTP request.');
  const headers = new Headers(
    headerLines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = rest.join(`${newline}${newline}`).trim();
  return {
    method: match[1] ?? '',
    url: new URL(match[2] ?? '', origin),
    json: body === '' ? undefined : (JSON.parse(body) as unknown),
    headers,
  };
}
