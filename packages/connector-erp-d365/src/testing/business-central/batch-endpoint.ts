import { type Operation, operate, type Outcome, refused } from './endpoint.ts';
import { type Books, Refusal } from './entity-model.ts';

/** Most requests of one batch. */
const mostRequests = 100;

interface Part {
  readonly id?: string;
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Answers a JSON batch. With snapshot isolation a part that fails takes everything back, although the parts before it say that they are done;
 * without it each part stands alone.
 */
export function serveBatch(
  books: Books,
  company: string,
  base: Pick<Operation, 'api' | 'pageSize' | 'address'>,
  request: { readonly json: unknown; readonly isolation: string | null },
): Outcome {
  const parts = (request.json as { readonly requests?: readonly Part[] } | null)?.requests;
  if (!Array.isArray(parts) || parts.length === 0) throw new Refusal('BadRequest', 'Invalid Request Body');
  if (parts.length > mostRequests) throw new Refusal('BadRequest', `A batch has at most ${mostRequests} requests.`);
  const responses: object[] = [];
  class TakenBack extends Error {}
  const run = () => {
    for (const part of parts as readonly Part[]) {
      const { status, body } = answer(books, company, base, part);
      responses.push({ id: part.id ?? null, status, headers: {}, ...(body !== undefined && { body }) });
      if (status >= 400 && request.isolation === 'snapshot') throw new TakenBack();
    }
  };
  try {
    if (request.isolation === 'snapshot') books.atomically(run);
    else run();
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return { status: 200, body: { responses } };
}

function answer(
  books: Books,
  company: string,
  base: Pick<Operation, 'api' | 'pageSize' | 'address'>,
  { method, url, headers = {}, body }: Part,
): Outcome {
  try {
    const [path = '', search = ''] = url.split('?');
    const prefix = `companies(${company})/`;
    if (!path.toLowerCase().startsWith(prefix)) {
      throw new Refusal('Internal_CompanyNotFound', 'The default company cannot be found.', 404);
    }
    const ifMatch = Object.entries(headers).find(([name]) => name.toLowerCase() === 'if-match')?.[1] ?? null;
    const query = new URLSearchParams(search);
    return operate(books, { ...base, method, path: path.slice(prefix.length), query, json: body, ifMatch });
  } catch (error) {
    return refused(error);
  }
}
