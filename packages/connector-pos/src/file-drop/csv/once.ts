import { type CsvRow } from '../reading/csv-records.ts';

/**
 * The rows of a ticket once. A till that sends a ticket twice in a row writes the same rows again, and neighbouring rows of one
 * ticket stand together: read as they are, it would be worth double, and balance.
 *
 * One row that stands several times is as many of the same goods, unless its lines have numbers of their own.
 */
export function once(rows: readonly CsvRow[], { isNumbered }: { readonly isNumbered: boolean }): readonly CsvRow[] {
  const [first] = rows;
  if (!first) return rows;
  if (rows.every((row) => areSame(row, first))) return isNumbered ? [first] : rows;
  for (let length = 2; length <= rows.length / 2; length++) {
    if (rows.length % length !== 0 || !areSame(rows[length], first)) continue;
    if (rows.every((row, index) => areSame(row, rows[index % length]))) return rows.slice(0, length);
  }
  return rows;
}

function areSame(a: CsvRow | undefined, b: CsvRow | undefined): boolean {
  return a !== undefined && b !== undefined && Object.entries(a.cells).every(([name, cell]) => cell === b.cells[name]);
}
