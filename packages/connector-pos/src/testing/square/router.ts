import { bad, type Json } from './answers.ts';

/** A request that was routed. */
export interface Routed {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Json;
}

/** One endpoint of the platform. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `/v2/orders/{id}` */
  readonly path: string;
  /** Whether it changes the books. @default false */
  readonly write?: boolean;
  answer(request: Routed): Json | Promise<Json>;
}

/** A route and the values of its placeholders. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the endpoint of a request; fixed paths come before those with placeholders. */
export function findRoute(routes: readonly Route[], method: string, pathname: string): Match | undefined {
  const parts = pathname.split('/');
  const matches = routes.flatMap((route) => {
    const params = route.method === method ? paramsOf(route.path.split('/'), parts) : undefined;
    return params ? [{ route, params }] : [];
  });
  return matches.toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0];
}

/** The body of a request as an object. */
export async function bodyOf(request: Request): Promise<Json> {
  if (request.method === 'GET') return {};
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw bad('EXPECTED_JSON_BODY');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw bad('EXPECTED_OBJECT');
  return body as Json;
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = decodeURIComponent(parts[index] ?? '');
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined) params[name] = given;
    else if (part !== given) return undefined;
  }
  return params;
}
