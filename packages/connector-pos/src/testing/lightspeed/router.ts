import { type Envelope, type Json, objectOf, bad } from './answers.ts';

/** A request that was routed. */
export interface Routed {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** An object, or a list where the endpoint takes one. */
  readonly body: unknown;
}

/** One endpoint of the platform. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/2.0/sales/{id}` */
  readonly path: string;
  /** Whether it changes the books. @default false */
  readonly write?: boolean;
  /** @default 200 */
  readonly status?: number;
  /** How its errors are wrapped. @default 'plain' */
  readonly envelope?: Envelope;
  /** An object, or a list where the endpoint answers with one. */
  answer(request: Routed): unknown;
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

/** The body of a request; an empty object where there is none. */
export async function bodyOf(request: Request): Promise<unknown> {
  const text = request.method === 'GET' ? '' : await request.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw bad('Must be JSON', 'body');
  }
}

/** The body of a request that must be an object. */
export function fieldsOf({ body }: Pick<Routed, 'body'>): Json {
  return objectOf(body, 'body');
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
