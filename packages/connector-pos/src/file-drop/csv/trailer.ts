import { type IntegrationError } from '@crossdock/core';
import { type CsvGroup } from '../reading/csv-records.ts';
import { unreadable } from '../reading/limits.ts';
import { isSame } from '../values.ts';
import { numberIn } from './cells.ts';
import { type CsvMapping } from './mapping.ts';

/** What is wrong with a file by what its trailer says, if anything is. */
export function trailerProblem({ rows, before }: CsvGroup, mapping: CsvMapping): IntegrationError | undefined {
  const { trailer } = mapping;
  const cells = rows[0]?.cells ?? {};
  if (trailer?.rows !== undefined) {
    const said = numberIn(cells[trailer.rows] ?? '', mapping, trailer.rows) ?? '';
    if (said !== String(before.rows)) return unreadable(`The trailer tells of ${said} rows, there are ${before.rows}`);
  }
  if (trailer?.sum) {
    const said = numberIn(cells[trailer.sum[0]] ?? '', mapping, trailer.sum[0]) ?? '0';
    if (!isSame(said, before.sum)) return unreadable(`The trailer tells of a sum of ${said}, it is ${before.sum}`);
  }
  return undefined;
}
