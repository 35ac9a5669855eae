import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { IntegrationError } from '@crossdock/core';
import { CsvError, parse } from 'csv-parse';

/** One row of a data file, by the name of its column in capitals. */
export type DataRow = Readonly<Record<string, string>>;

/** How a data file is read. */
export interface DataFileOptions {
  readonly delimiter: string;
  /** Columns that it must have, in capitals; the others are passed over. Without it all are read. */
  readonly columns?: readonly string[];
}

const chunkBytes = 262_144;
/** A quote that nobody closes makes a row of everything behind it. */
const longestRow = 1_048_576;

/**
 * Reads a data file row by row: fields between delimiters, quoted where needed, its first line the names of its columns. A line with another
 * number of fields is no line of it.
 *
 * @throws IntegrationError `config-invalid` when a column is absent, `response-invalid` when it is not as described
 */
export async function* dataRows(bytes: Uint8Array, options: DataFileOptions): AsyncGenerator<DataRow> {
  // Read in another code page, names would come out wrong and nobody would notice.
  if (!isUtf8(bytes)) throw wrong('is no text in UTF-8: see the code page of its data format');
  let hasHeader = false;
  const parser = parse({
    bom: true,
    columns(header: string[]) {
      hasHeader = true;
      return columnsOf(header, options.columns);
    },
    delimiter: options.delimiter,
    max_record_size: longestRow,
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
  });
  Readable.from(chunksOf(bytes)).pipe(parser);
  try {
    yield* parser as AsyncIterable<DataRow>;
  } catch (error) {
    if (error instanceof IntegrationError) throw error;
    // Its own message has the row in it.
    throw wrong(`is no table as expected (${error instanceof CsvError ? error.code : 'unknown'})`);
  }
  if (!hasHeader) throw wrong('has no header');
}

function columnsOf(header: readonly string[], wanted: readonly string[] | undefined) {
  const names = header.map((name) => name.trim().toUpperCase());
  // Of two columns with one name the later would be taken silently.
  if (new Set(names).size !== names.length) throw wrong('has two columns of one name');
  const absent = wanted?.filter((name) => !names.includes(name)) ?? [];
  if (absent.length > 0) {
    throw new IntegrationError(`A data file of Dynamics 365 has no column ${absent.join(', ')}`, {
      code: 'config-invalid',
      path: 'bulk.exports',
    });
  }
  return names.map((name) => (wanted === undefined || wanted.includes(name) ? name : false));
}

/** In pieces, with everybody else's turn between them: a long file does not keep the process from everything else. */
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    if (at > 0) await nextTurn();
    yield bytes.subarray(at, at + chunkBytes);
  }
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const wrong = (what: string): IntegrationError =>
  new IntegrationError(`A data file of Dynamics 365 ${what}`, { code: 'response-invalid', disposition: 'reject' });
