import { z } from 'zod';

const lowerKeys = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]));

/** A number as it was sent. */
const Units = z.string().regex(/^-?\d{1,20}(?:\.\d{1,20})?$/, 'must be a number');

/** Units of a product, by data source and measure. Names are told in lower case. */
export const Row = z.object({
  productId: z.string().min(1),
  dimensions: z
    .record(z.string(), z.string().nullable())
    .nullish()
    .transform((dimensions) => lowerKeys(dimensions ?? {})),
  quantities: z
    .record(z.string(), z.record(z.string(), Units).transform(lowerKeys).nullable())
    .transform((sources) => lowerKeys(sources)),
});
export type Row = Omit<z.output<typeof Row>, 'quantities'> & {
  readonly quantities: Readonly<Record<string, Readonly<Record<string, string>> | null>>;
};

/** What `indexquery` answers. */
export const Rows = z.array(Row);

/** Most product ids of one query. */
export const productsPerQuery = 5_000;
/** Most sites times locations of one query. */
export const placesPerQuery = 100;
