import { z } from 'zod';
import type { Held, MemoryVisibilityBooks } from './books.ts';
import { Refused, sameWord, type VisibilityConfiguration } from './configuration.ts';

const Query = z.object({
  filters: z.object({
    organizationId: z.array(z.string()).length(1),
    productId: z.array(z.string()).max(5_000),
    siteId: z.array(z.string()).min(1),
    locationId: z.array(z.string()).min(1),
  }),
  groupByValues: z.array(z.string()).default([]),
  returnNegative: z.boolean().default(false),
});

/** Most sites times locations of one query. */
const mostPlaces = 100;

/** Answers an index query: rows of products, grouped by dimensions, without those that have nothing. */
export function indexQuery(
  json: unknown,
  {
    books,
    configuration,
    organization,
  }: {
    readonly books: MemoryVisibilityBooks;
    readonly configuration: VisibilityConfiguration;
    readonly organization: string;
  },
): readonly object[] {
  const parsed = Query.safeParse(json);
  if (!parsed.success) {
    throw new Refused(`The query is invalid at '${parsed.error.issues[0]?.path.join('.') ?? ''}'.`);
  }
  const { filters, groupByValues, returnNegative } = parsed.data;
  if (!sameWord(filters.organizationId[0] ?? '', organization)) throw new Refused('Organization does not exist.');
  if (filters.siteId.length * filters.locationId.length > mostPlaces) {
    throw new Refused(`At most ${mostPlaces} combinations of siteId and locationId may be asked for.`);
  }
  const isIndexed = configuration.indexes.some((set) =>
    groupByValues.every((name, at) => sameWord(set[at] ?? '', name)),
  );
  if (!isIndexed) throw new Refused('The groupByValues are not the beginning of a configured index set.');
  const has = (list: readonly string[], value: string) => list.some((it) => sameWord(it, value));
  const groups = new Map<string, { readonly productId: string; readonly dimensions: object; readonly rows: Held[] }>();
  for (const row of books.rows.values()) {
    const isAsked =
      (filters.productId.length === 0 || has(filters.productId, row.product)) &&
      has(filters.siteId, row.site) &&
      has(filters.locationId, row.location);
    if (!isAsked) continue;
    const dimensions = Object.fromEntries(groupByValues.map((name) => [name, valueOf(row, name)]));
    const key = JSON.stringify([row.product.toLowerCase(), dimensions]);
    const group = groups.get(key) ?? { productId: row.product, dimensions, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ productId, dimensions, rows }) => ({ productId, dimensions, quantities: books.tell(rows) }))
    .filter(({ quantities }) => returnNegative || !isNegative(quantities));
}

function valueOf(row: Held, name: string): string {
  if (sameWord(name, 'siteId')) return row.site;
  if (sameWord(name, 'locationId')) return row.location;
  return Object.entries(row.dimensions).find(([it]) => sameWord(it, name))?.[1] ?? '';
}

function isNegative(quantities: Readonly<Record<string, Readonly<Record<string, number>>>>): boolean {
  return Object.values(quantities).some((measures) => Object.values(measures).some((units) => units < 0));
}
