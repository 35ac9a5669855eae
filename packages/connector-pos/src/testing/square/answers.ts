/** An answer that the platform refuses with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly category: string;
  readonly code: string;
  readonly field: string | undefined;

  constructor(status: number, code: string, field?: string, category = categoryOf(status)) {
    super(code);
    this.status = status;
    this.code = code;
    this.field = field;
    this.category = category;
  }
}

/** The envelope of errors. */
export function errorAnswer(
  { status, category, code, field }: Refusal,
  headers: Record<string, string> = {},
): Response {
  const error = { category, code, detail: `The simulated seller says ${code}`, ...(field !== undefined && { field }) };
  return Response.json({ errors: [error] }, { status, headers });
}

/** Refuses a request that the contract forbids. */
export function bad(code: string, field?: string): Refusal {
  return new Refusal(400, code, field);
}

export const notFound = (field?: string): Refusal => new Refusal(404, 'NOT_FOUND', field);

function categoryOf(status: number): string {
  if (status === 401 || status === 403) return 'AUTHENTICATION_ERROR';
  if (status === 429) return 'RATE_LIMIT_ERROR';
  return status >= 500 ? 'API_ERROR' : 'INVALID_REQUEST_ERROR';
}

export type Json = Readonly<Record<string, unknown>>;

/** A member of a body that must be an object, or nothing. */
export function objectIn(body: Json, key: string): Json {
  const value = body[key];
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw bad('EXPECTED_OBJECT', key);
  return value as Json;
}

/** A member of a body that must be a list, or nothing. */
export function listIn(body: Json, key: string): readonly Json[] {
  const value = body[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw bad('EXPECTED_ARRAY', key);
  return value as readonly Json[];
}

/** A member of a body that must be a list of texts, or nothing. */
export function textsIn(body: Json, key: string): readonly string[] {
  const texts: readonly unknown[] = listIn(body, key);
  if (!texts.every((it) => typeof it === 'string')) throw bad('EXPECTED_STRING', key);
  return texts;
}

/** A member of a body that must be a text, or nothing. */
export function textIn(body: Json, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw bad('EXPECTED_STRING', key);
  return value;
}

/** A member of a body that must be a text. */
export function requiredText(body: Json, key: string): string {
  const text = textIn(body, key);
  if (text === undefined || text === '') throw bad('MISSING_REQUIRED_PARAMETER', key);
  return text;
}
