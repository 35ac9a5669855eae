import { z } from 'zod';
import { WireCustomer } from './api/customers.ts';
import { type ConnectorContext } from './context.ts';
import { api } from './options.ts';

const Rows = z.object({ data: z.array(z.unknown()).default([]) });
/** Rows of one page of the search; more is not given. */
const pageOfSearch = 500;
/** Customers that are looked at beside the search, newest first. */
const newest = 100;
/** Above every version. */
const afterAll = String(Number.MAX_SAFE_INTEGER);

/** Customers by a field, as the search finds them, compared again by whoever asks. */
export async function customersWith(
  field: 'customer_code' | 'email' | 'phone' | 'mobile',
  value: string,
  { client }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly WireCustomer[]> {
  const found: WireCustomer[] = [];
  for (let offset = 0; ; offset += pageOfSearch) {
    const { data } = await client.send('GET', `${api}/search`, {
      query: { type: 'customers', [field]: value, page_size: pageOfSearch, offset },
      response: Rows,
      signal,
    });
    found.push(...data.flatMap(customerIn));
    if (data.length < pageOfSearch) return found;
  }
}

/** Customers that changed last. The search shows a new one a little late, the feed at once. */
export async function newestCustomers(
  { client }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly WireCustomer[]> {
  const { data } = await client.send('GET', `${api}/customers`, {
    query: { before: afterAll, page_size: newest },
    response: Rows,
    signal,
  });
  return data.flatMap(customerIn);
}

function customerIn(raw: unknown): readonly WireCustomer[] {
  const { data } = WireCustomer.safeParse(raw);
  return data && data.deleted_at === undefined ? [data] : [];
}
