import { bad, type Json } from './answers.ts';
import { type Books } from './books.ts';
import { wireCustomer } from './customers-api.ts';
import { type BookedCustomer } from './entries.ts';
import { type Route } from './router.ts';
import { type SaleWriting, wireSale } from './wire-sales.ts';

/** Most rows of a page of the search. */
const searchCap = 1000;
const customerFields = ['customer_code', 'email', 'first_name', 'last_name', 'company_name', 'mobile', 'phone'];

/** Searching with offsets: it shows a new row a little later than the feeds do. */
export function searchApi({
  books,
  writing,
  lagMs,
}: {
  readonly books: Books;
  readonly writing: SaleWriting;
  readonly lagMs: number;
}): readonly Route[] {
  const isIndexed = (createdAt: string): boolean => books.now() - Date.parse(createdAt) >= lagMs;
  return [
    {
      method: 'GET',
      path: '/api/2.0/search',
      answer: ({ query }) => {
        const type = query.get('type');
        if (type === 'customers') {
          const rows = books.customers
            .values()
            .filter((it) => it.deletedAt === undefined && isIndexed(it.createdAt) && fits(it, query));
          return pageOf(rows.map(wireCustomer), query);
        }
        if (type === 'sales') {
          const [from, to] = [timeIn(query, 'date_from'), timeIn(query, 'date_to')];
          const rows = books.sales.values().filter((it) => {
            const at = Date.parse(it.soldAt);
            return (
              isIndexed(it.createdAt) &&
              at >= (from ?? at) &&
              at <= (to ?? at) &&
              (query.getAll('status').length === 0 || query.getAll('status').includes(it.status)) &&
              [
                ['outlet_id', it.outletId],
                ['customer_id', it.customerId ?? ''],
                ['invoice_number', it.invoiceNumber],
              ].every(([key = '', own]) => (query.get(key) ?? own) === own)
            );
          });
          const ordered = rows.toSorted((a, b) => Date.parse(a.soldAt) - Date.parse(b.soldAt));
          if (query.get('order_direction') !== 'asc') ordered.reverse();
          return pageOf(
            ordered.map((it) => wireSale(it, writing)),
            query,
          );
        }
        throw bad('Is no type to search', 'type');
      },
    },
  ];
}

/** Compares texts by their beginning and without case: others come along, as in a search. */
function fits({ fields, code }: BookedCustomer, query: URLSearchParams): boolean {
  const own: Readonly<Record<string, unknown>> = { ...fields, customer_code: code };
  return customerFields.every((key) => {
    const wanted = query.get(key)?.toLowerCase();
    const text = own[key];
    return wanted === undefined || (typeof text === 'string' && text.toLowerCase().startsWith(wanted));
  });
}

function timeIn(query: URLSearchParams, key: string): number | undefined {
  const text = query.get(key);
  if (text === null) return undefined;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) throw bad('Must be a time in UTC', key);
  return Date.parse(text);
}

function pageOf(rows: readonly Json[], query: URLSearchParams): Json {
  const size = Math.min(Number(query.get('page_size') ?? 100), searchCap);
  const offset = Number(query.get('offset') ?? 0);
  return { data: rows.slice(offset, offset + size) };
}
