/** Fills custom fields from a document by an explicit table. What the document does not have is left out. */
export function filledFields<K extends string>(
  table: Readonly<Record<string, K>>,
  source: { readonly [key in K]?: string | undefined },
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([field, name]) => {
      const value = source[name];
      return value === undefined ? [] : [[field, value]];
    }),
  );
}
