/** How an error is wrapped: by the 2.0 versions, by the old one, or by endpoints between them. */
export type Envelope = 'plain' | 'legacy' | 'global';

/** An answer that the platform refuses with. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly field: string | undefined;

  constructor(status: number, message: string, field?: string) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** Wraps a refusal as the endpoint's version does. */
export function errorAnswer(
  { status, message, field }: Refusal,
  { envelope, headers = {} }: { readonly envelope: Envelope; readonly headers?: Readonly<Record<string, string>> },
): Response {
  const details = field === undefined ? message : `${message}: ${field}`;
  const bodies = {
    plain: { error: message, message: details },
    legacy: { status: 'error', error: message, details },
    global: { errors: { global: [details] }, reference: 'simulated-reference' },
  };
  return Response.json(bodies[envelope], { status, headers });
}

/** Refuses a request that the contract forbids. */
export function bad(message: string, field?: string): Refusal {
  return new Refusal(400, message, field);
}

export const notFound = (): Refusal => new Refusal(404, 'Not Found');

export type Json = Readonly<Record<string, unknown>>;

/** A body or member that must be an object. */
export function objectOf(value: unknown, field: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw bad('Must be an object', field);
  return value as Json;
}

/** A member that must be a list, or nothing. */
export function listIn(body: Json, key: string): readonly Json[] {
  const value = body[key] ?? [];
  if (!Array.isArray(value)) throw bad('Must be a list', key);
  return value.map((it) => objectOf(it, key));
}

/** A member that must be a text, or nothing. */
export function textIn(body: Json, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw bad('Must be a text', key);
  return value;
}

/** A member that must be a text. */
export function requiredText(body: Json, key: string): string {
  const text = textIn(body, key);
  if (text === undefined || text === '') throw bad('Is required', key);
  return text;
}

/** A member that must be a number, or nothing; where both are allowed a text of digits is one too. */
export function numberIn(body: Json, key: string, { text = false } = {}): number | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  const number = text && typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw bad('Must be a number', key);
  return number;
}
