import { IntegrationError } from '@crossdock/core';
import { CsvError, parse, type Parser } from 'csv-parse';
import { type ReadingLimits, unreadable } from './limits.ts';
import { plus } from '../values.ts';
import { beginning, type FileRecord, type Resume } from './record.ts';

/** One row by its column names. */
export interface CsvRow {
  readonly cells: Readonly<Record<string, string>>;
}

/** What is read out of a CSV file. */
export interface CsvRecordOptions {
  readonly delimiter: string;
  /** Columns that the header must have. */
  readonly columns: readonly string[];
  /** What rows of one record have in common. */
  keyOf(row: CsvRow): string;
  /** Whether a row is the last one of the file, which tells how much there is. */
  isTrailer(row: CsvRow): boolean;
  /** What the trailer tells the sum of. */
  amountOf?(row: CsvRow): string;
  readonly limits: ReadingLimits;
  readonly from?: Resume;
}

/** Rows that belong together, or the trailer. */
export interface CsvGroup {
  readonly rows: readonly CsvRow[];
  readonly isTrailer: boolean;
  /** Whether something follows it, so that no row of it can be missing. */
  readonly isClosed: boolean;
  /** All rows before it, and the sum of what the trailer tells the sum of. */
  readonly before: Tally;
}

/** How much was read. */
export interface Tally {
  readonly rows: number;
  readonly sum: string;
}

/** Most rows of one ticket. */
const maxRows = 5_000;

/**
 * Reads a CSV file and puts neighbouring rows of one key together. A group is given out once another one begins; the last one
 * of the file says that nothing closed it.
 *
 * @throws IntegrationError `body-invalid` where the file cannot be trusted any further
 */
export async function* csvRecords(
  text: AsyncIterable<string>,
  options: CsvRecordOptions,
): AsyncGenerator<readonly FileRecord<CsvGroup>[]> {
  const reader = new CsvReader(options);
  for await (const piece of text) {
    await reader.read(piece);
    const groups = reader.taken();
    if (groups.length > 0) yield groups;
    reader.check();
  }
  await reader.end();
  const last = reader.taken();
  if (last.length > 0) yield last;
  reader.check();
}

class CsvReader {
  readonly #options: CsvRecordOptions;
  readonly #parser: Parser;
  /** Bytes of the text before what the parser is given, less those of the header put in front. */
  readonly #shift: number;
  #header: readonly string[] | undefined;
  #rows: CsvRow[] = [];
  #key = '';
  #sawTrailer = false;
  #done: FileRecord<CsvGroup>[] = [];
  #failure: IntegrationError | undefined;
  #number: number;
  #rowStart: number;
  #tally: Tally;
  /** Of the rows before the group that is read. */
  #before: Tally;
  #lastWasNewline = true;

  constructor(options: CsvRecordOptions) {
    const { from = beginning } = options;
    this.#options = options;
    this.#number = from.record;
    this.#shift = from.offset - Buffer.byteLength(from.prefix);
    this.#rowStart = from.offset;
    this.#tally = from.tally ?? { rows: 0, sum: '0' };
    this.#before = this.#tally;
    this.#parser = parse({
      delimiter: options.delimiter,
      max_record_size: options.limits.maxRecordLength,
      // Said, not found out: behind a resume the header in front ends its line in its own way.
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: false,
      skip_empty_lines: true,
      // Nothing is handed to the stream: rows are taken where they are parsed.
      on_record: (row: string[], context) => {
        this.#took(row, context.bytes);
        return null;
      },
    });
    this.#parser.on('error', (error) => this.#fail(error));
    if (from.prefix !== '') this.#parser.write(from.prefix);
  }

  async read(piece: string): Promise<void> {
    if (this.#failure) return;
    this.#lastWasNewline = /[\r\n]$/.test(piece);
    if (piece.includes('\0')) return this.#refuse('has a character of nothing');
    await new Promise<void>((resolve) => void this.#parser.write(piece, () => resolve()));
  }

  async end(): Promise<void> {
    if (!this.#failure) {
      await new Promise<void>((resolve) => {
        this.#parser.once('close', resolve);
        this.#parser.resume();
        this.#parser.end();
      });
    }
    if (this.#failure) return;
    if (!this.#header) return this.#refuse('has no header');
    if (!this.#lastWasNewline && !this.#sawTrailer) return this.#refuse('ends within a row');
    this.#close(this.#parser.info.bytes, false);
  }

  taken(): readonly FileRecord<CsvGroup>[] {
    const groups = this.#done;
    this.#done = [];
    return groups;
  }

  check(): void {
    if (this.#failure) throw this.#failure;
  }

  #took(row: readonly string[], bytes: number): void {
    if (this.#failure) return;
    if (!this.#header) {
      this.#header = this.#headerOf(row);
      this.#rowStart = bytes + this.#shift;
      return;
    }
    if (this.#sawTrailer) return this.#refuse('goes on behind its trailer');
    const cells = Object.fromEntries(this.#header.map((name, index) => [name, row[index] ?? '']));
    const it: CsvRow = { cells };
    const isTrailer = this.#options.isTrailer(it);
    const key = isTrailer ? '' : this.#options.keyOf(it);
    if (this.#rows.length > 0 && (isTrailer || key !== this.#key)) this.#close(this.#rowStart - this.#shift, true);
    this.#key = key;
    this.#sawTrailer = isTrailer;
    if (!isTrailer) this.#count(it);
    // One more than allowed is enough to know.
    if (this.#rows.length <= maxRows) this.#rows.push(it);
    this.#rowStart = bytes + this.#shift;
  }

  #count(row: CsvRow): void {
    const { rows, sum } = this.#tally;
    this.#tally = { rows: rows + 1, sum: plus(sum, this.#amountOf(row)) };
  }

  /** A cell that is no amount is refused with its ticket, and missing in the sum. */
  #amountOf(row: CsvRow): string {
    try {
      return this.#options.amountOf?.(row) ?? '0';
    } catch {
      return '0';
    }
  }

  #close(bytes: number, isClosed: boolean): void {
    if (this.#rows.length === 0) return;
    this.#number += 1;
    const group: CsvGroup = { rows: this.#rows, isTrailer: this.#sawTrailer, isClosed, before: this.#before };
    const content = this.#rows.length > maxRows ? tooLong(this.#number) : group;
    const next = { record: this.#number, offset: bytes + this.#shift, prefix: this.#headerText(), tally: this.#tally };
    this.#done.push({ number: this.#number, content, next });
    this.#rows = [];
    this.#before = this.#tally;
  }

  #headerText(): string {
    const cells = this.#header?.map((it) => `"${it.replaceAll('"', '""')}"`) ?? [];
    return `${cells.join(this.#options.delimiter)}\n`;
  }

  /** Columns of one name overwrite each other silently, so they are looked for here. */
  #headerOf(row: readonly string[]): readonly string[] {
    const names = row.map((it) => it.trim());
    const doubled = names.find((it, index) => it !== '' && names.indexOf(it) !== index);
    if (doubled !== undefined) this.#refuse('has two columns of one name');
    const absent = this.#options.columns.find((it) => !names.includes(it));
    if (absent !== undefined) this.#refuse(`has no column '${absent}'`);
    return names;
  }

  #refuse(what: string): void {
    this.#failure ??= unreadable(
      `The file ${what}, after ${this.#number} whole records`,
      `line ${this.#parser.info.lines}`,
    );
  }

  #fail(error: unknown): void {
    const code = error instanceof CsvError ? error.code : 'unknown';
    this.#failure ??= unreadable(
      `The file is no CSV (${code}), after ${this.#number} whole records`,
      `line ${this.#parser.info.lines}`,
      error,
    );
  }
}

function tooLong(number: number): IntegrationError {
  return new IntegrationError('A transaction is longer than any a till makes', {
    code: 'body-too-large',
    path: `record ${number}`,
  });
}
