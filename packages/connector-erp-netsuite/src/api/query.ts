import { z } from 'zod';

/** A row of SuiteQL: values are text. Links of a row are of no use to us. */
export const QueryRow = z.record(z.string(), z.unknown()).transform((row): Readonly<Record<string, string>> => {
  const cells = Object.entries(row).filter(
    (cell): cell is [string, string | number] => typeof cell[1] === 'string' || typeof cell[1] === 'number',
  );
  return Object.fromEntries(cells.map(([name, value]) => [name.toLowerCase(), String(value)]));
});

export type QueryRow = z.output<typeof QueryRow>;

/** One page of the query service. */
export const QueryPage = z.object({
  items: z.array(QueryRow),
  totalResults: z.coerce.number().int().nonnegative(),
});

/** A text literal. SuiteQL knows no other way to escape than doubling the quote; binds are not supported everywhere. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''").replaceAll(/\p{Cc}/gu, ' ')}'`;
}

export function literals(texts: readonly string[]): string {
  return texts.map(literal).join(', ');
}
