/** Data files and packages, as the environment itself reads and writes them. */
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js';
import { parse } from 'csv-parse/sync';
import { type Books, emptyOf, type EntitySet, type Row } from '../entity-model.ts';
import { failureOf, type ODataEndpoint, operate } from '../odata-endpoint.ts';

/** What the environment says of a record that it did not take. */
export interface ImportError {
  readonly RecordId: string;
  readonly Field: string;
  readonly ErrorMessage: string;
}

/** What an import did. */
export interface Imported {
  readonly count: number;
  readonly errors: readonly ImportError[];
  /** Keys of rows that did not get as far as the staging table, and of those that did not get into the books. */
  readonly failed: { readonly staging: readonly string[]; readonly target: readonly string[] };
}

const encoder = new TextEncoder();

/** A package with its manifest and header. Nothing of it is compressed: that is work outside of this process, which no clock of tests waits for. */
export async function packageOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false, level: 0 });
  const all = {
    'Manifest.xml': encoder.encode('<Manifest/>'),
    'PackageHeader.xml': encoder.encode('<PackageHeader/>'),
  };
  for (const [name, bytes] of Object.entries({ ...all, ...files })) await writer.add(name, new Uint8ArrayReader(bytes));
  return writer.close();
}

/** The files of a package; `undefined` when it is none, or has no manifest or header. */
export async function filesOf(bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
  const files = new Map<string, Uint8Array>();
  try {
    for (const entry of await new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false }).getEntries()) {
      if (!entry.directory) files.set(entry.filename.toLowerCase(), await entry.getData(new Uint8ArrayWriter()));
    }
  } catch {
    return undefined;
  }
  return files.has('manifest.xml') && files.has('packageheader.xml') ? files : undefined;
}

/** A data file: names in capitals, lines as the platform ends them. */
export function dataFile(names: readonly string[], rows: readonly (readonly string[])[]): Uint8Array {
  const quoted = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
  const lines = [names.map((it) => it.toUpperCase()), ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`);
  return encoder.encode(`\uFEFF${lines.join('')}`);
}

/** All rows of an entity set in one company as a data file. */
export function exportedFile(books: Books, name: string, company: string): Uint8Array {
  const set = setOf(books, name);
  const fields = Object.keys(set.fields).filter((field) => field !== 'dataAreaId');
  const rows = books.rows(name).filter((row) => !('dataAreaId' in set.fields) || row['dataAreaId'] === company);
  return dataFile(
    fields,
    rows.map((row) => {
      const whole: Partial<Row> = { ...row, ...set.view?.(row, books) };
      return fields.map((field) => String(whole[field] ?? '').replaceAll('\n', '\r\n'));
    }),
  );
}

/** Takes the rows of a data file one by one, as any caller would write them: a row that is there is changed, another one is made. */
export function importFile(endpoint: ODataEndpoint, name: string, file: Uint8Array, company: string): Imported {
  const { books } = endpoint;
  const set = setOf(books, name);
  const fields = new Map(Object.keys(set.fields).map((field) => [field.toUpperCase(), field]));
  const key = set.keys.at(-1) ?? '';
  const rows: readonly Record<string, string>[] = parse(file, { bom: true, columns: true, skip_empty_lines: true });
  const errors: ImportError[] = [];
  const failed = { staging: [] as string[], target: [] as string[] };
  for (const cells of rows) {
    const RecordId = cells[key.toUpperCase()] ?? '';
    const row: Row = {};
    const wrong = Object.entries(cells).find(([column, text]) => !take(row, set, fields.get(column) ?? '', text));
    if (wrong) {
      errors.push({ RecordId, Field: wrong[0], ErrorMessage: `The value is not valid for the field ${wrong[0]}.` });
      failed.staging.push(RecordId);
      continue;
    }
    const reason = write(endpoint, set, { ...row, ...('dataAreaId' in set.fields && { dataAreaId: company }) });
    if (reason === undefined) continue;
    errors.push({ RecordId, Field: '', ErrorMessage: reason });
    failed.target.push(RecordId);
  }
  return { count: rows.length, errors, failed };
}

/** Puts a cell into its row. Columns that the entity does not have are passed over. */
function take(row: Row, set: EntitySet, field: string, text: string): boolean {
  const kind = set.fields[field];
  if (kind === undefined) return true;
  const value = text === '' ? emptyOf(kind) : kind === 'number' ? Number(text) : text;
  row[field] = value;
  return !Number.isNaN(value);
}

function write(endpoint: ODataEndpoint, set: EntitySet, row: Row): string | undefined {
  const known = set.keys.every((it) => (row[it] ?? '') !== '');
  const match = Object.fromEntries(set.keys.map((it) => [it, row[it] ?? '']));
  const isThere = known && endpoint.books.find(set.name, match) !== undefined;
  const key = set.keys.map((it) => `${it}='${String(row[it]).replaceAll("'", "''")}'`).join(',');
  const place = isThere ? `${set.name}(${encodeURIComponent(key)})` : set.name;
  const changes = Object.fromEntries(Object.entries(row).filter(([field]) => !isThere || !set.keys.includes(field)));
  const url = new URL(`${endpoint.origin}/data/${place}?cross-company=true`);
  try {
    operate(endpoint, { method: isThere ? 'PATCH' : 'POST', url, json: changes, headers: new Headers() });
    return undefined;
  } catch (error) {
    const { error: told } = failureOf(error).body as { readonly error: { innererror: { readonly message: string } } };
    return told.innererror.message.replace(/^.*?Infolog:\s*/s, '');
  }
}

function setOf(books: Books, name: string): EntitySet {
  const set = books.sets.get(name);
  if (!set) throw new RangeError(`There is no entity set ${name}`);
  return set;
}
