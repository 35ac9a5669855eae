import { type CsvRecordOptions } from '../reading/csv-records.ts';
import { type ReadingLimits } from '../reading/limits.ts';
import { numberIn } from './cells.ts';
import { type CsvMapping } from './mapping.ts';

/** How the tickets of a mapping are found in a file. */
export function groupsOf(mapping: CsvMapping, limits: ReadingLimits): CsvRecordOptions {
  const { columns, trailer, delimiter } = mapping;
  const keys = [columns.store, columns.register, columns.businessDate, columns.sequence].filter(
    (it) => it !== undefined,
  );
  const summed = trailer?.sum?.[1];
  return {
    delimiter,
    columns: [...new Set([...(Object.values(columns) as readonly string[]), ...(trailer ? [trailer.column] : [])])],
    keyOf: ({ cells }) => JSON.stringify(keys.map((it) => cells[it])),
    isTrailer: ({ cells }) => trailer !== undefined && cells[trailer.column]?.trim() === trailer.value,
    ...(summed !== undefined && {
      amountOf: ({ cells }) => numberIn(cells[summed] ?? '', mapping, `the trailer's sum of ${summed}`) ?? '0',
    }),
    limits,
  };
}
