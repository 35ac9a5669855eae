/** A failure as the platform words it: HTTP status, error code, sentence and, where known, the path of the field. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly extra: Readonly<Record<string, string>>;

  constructor(status: number, code: string, detail: string, extra: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}

const access = 'Error while accessing a resource.';

/** The catch-all of the platform: business rules, duplicates, permissions and periods all come as `USER_ERROR`. */
export function userError(detail: string): Problem {
  return new Problem(400, 'USER_ERROR', `${access} ${detail}`);
}

/** A field that has a wrong name or value; the path names it. */
export function invalidContent(detail: string, path: string): Problem {
  return new Problem(400, 'INVALID_CONTENT', `${access} ${detail}`, { 'o:errorPath': path });
}

/** A record, or an external id, that nobody has. */
export function nonexistent(url: string): Problem {
  return new Problem(404, 'NONEXISTENT_ID', 'Record does not exist.', { 'o:errorUrl': url });
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

const sections: Readonly<Record<number, string>> = {
  400: '15.5.1',
  401: '15.5.2',
  403: '15.5.4',
  404: '15.5.5',
  405: '15.5.6',
  500: '15.6.1',
};

const vendorJson = 'application/vnd.oracle.resource+json; type=error; charset=UTF-8';

/** The error envelope of SuiteTalk REST. */
export function problemResponse(
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
  title: string = titles[problem.status] ?? 'Error',
): Response {
  const section = sections[problem.status];
  const body = {
    type: section
      ? `https://www.rfc-editor.org/rfc/rfc9110.html#section-${section}`
      : 'https://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html',
    title,
    status: problem.status,
    ...(problem.status === 429 ? { 'o:errorCode': 'USER_ERROR' } : {}),
    'o:errorDetails': [{ detail: problem.message, ...problem.extra, 'o:errorCode': problem.code }],
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { 'content-type': vendorJson, ...headers },
  });
}

/** What a caller sees during a maintenance window: a page for people, not JSON. */
export function maintenancePage(): Response {
  const page =
    '<!DOCTYPE html><html><head><title>NetSuite - Scheduled Maintenance</title></head>' +
    '<body><h1>NetSuite is currently undergoing scheduled maintenance.</h1></body></html>';
  return new Response(page, { status: 503, headers: { 'content-type': 'text/html;charset=utf-8' } });
}
