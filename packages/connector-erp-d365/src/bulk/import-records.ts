import { IntegrationError, isIntegrationError } from '@crossdock/core';
import type { DataManagement, ErrorFiles } from './data-management.ts';
import type { EndState, RecordError } from './jobs.ts';
import type { PackageFiles } from './zip.ts';

/** Of which records it is asked what became of them. */
export interface RecordQuestion {
  /** Names the job: a name of your own, or what `queue.executionOf` returned. */
  readonly execution: string;
  /** Keys of the records in it, as the environment names them. */
  readonly records: readonly string[];
  /** Whether the environment has a record: what it says of its jobs is not enough to know. */
  readonly isThere: (record: string, signal: AbortSignal) => Promise<boolean>;
  /**
   * Where else keys of failed records are written, when the list of errors is empty: the error file of the staging table, and the file of target
   * keys. Without it those files are not asked for.
   */
  readonly errorFiles?: ErrorFiles;
  readonly signal: AbortSignal;
}

/** What is imported. */
export interface ImportRequest extends RecordQuestion {
  /** Data project that imports it. */
  readonly project: string;
  /** Names the import: the same one is made once. From the business fact, never from the clock or chance. At most 80 letters and digits. */
  readonly execution: string;
  /** Files of the package, those with its manifest and header among them. */
  readonly files: PackageFiles;
}

/** What became of one record. */
export interface ImportedRecord {
  readonly record: string;
  /** `refused`: the environment names it among its errors. `missing`: it is not there, and the environment does not say why. */
  readonly outcome: 'there' | 'refused' | 'missing';
  readonly reasons: readonly string[];
}

/** Where data management keeps what went wrong. */
export type ErrorSource = 'error-list' | 'staging-file' | 'target-file';

/** What became of an import, record by record. */
export interface ImportReport {
  readonly state: EndState;
  readonly records: readonly ImportedRecord[];
  /** Errors that name no record of the import. */
  readonly otherErrors: readonly RecordError[];
  /** Sources of errors that could not be read. What they would have said is missing among the reasons, never among the outcomes. */
  readonly unread: readonly ErrorSource[];
}

/**
 * Imports records, and tells of each what became of it. Called once more with the same execution, it goes on with what was started, and imports
 * nothing twice.
 */
export async function importRecords(data: DataManagement, request: ImportRequest): Promise<ImportReport> {
  requireDistinct(request);
  requireName(request.execution);
  const { project, execution, files, signal } = request;
  const state = await data.imported(project, execution, files, signal);
  return reportOf(data, request, state);
}

/** Waits for a job that somebody else started, and tells of each record what became of it. */
export async function inspectRecords(data: DataManagement, question: RecordQuestion): Promise<ImportReport> {
  requireDistinct(question);
  return reportOf(data, question, await data.ended(question.execution, question.signal));
}

async function reportOf(data: DataManagement, question: RecordQuestion, state: EndState): Promise<ImportReport> {
  const { records, isThere, signal } = question;
  if (state === 'succeeded' && (await seemsWhole(question))) {
    const there = records.map((record) => ({ record, outcome: 'there', reasons: [] }) as const);
    return { state, records: there, otherErrors: [], unread: [] };
  }
  const { errors, named, unread } = await errorsIn(data, question);
  const found: ImportedRecord[] = [];
  for (const record of records) {
    const reasons = errors.filter((it) => it.record === record).map(reasonOf);
    // A record that has an error may have been saved all the same, and one without may be missing.
    const isKnown = await isThere(record, signal);
    const refused = named.has(record) ? 'refused' : 'missing';
    found.push({ record, outcome: isKnown ? 'there' : refused, reasons });
  }
  const known = new Set(records);
  return { state, records: found, otherErrors: errors.filter((it) => !known.has(it.record)), unread };
}

/** A job that read another file than ours has succeeded as well: the first record and the last are looked for. */
async function seemsWhole({ records, isThere, signal }: RecordQuestion): Promise<boolean> {
  for (const record of new Set([records.at(0), records.at(-1)])) {
    if (record !== undefined && !(await isThere(record, signal))) return false;
  }
  return true;
}

/** All that the environment says of failed records. One source that fails does not silence the others. */
async function errorsIn(data: DataManagement, { execution, errorFiles, signal }: RecordQuestion) {
  const unread: ErrorSource[] = [];
  const read = async <T>(source: ErrorSource, ask: () => Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await ask();
    } catch (error) {
      // What passes is worth another try; a job whose history was cleared away never says more.
      if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
      unread.push(source);
      return [];
    }
  };
  const errors = await read('error-list', () => data.errorsOf(execution, signal));
  const named = new Set(errors.map((it) => it.record));
  if (!errorFiles) return { errors, named, unread };
  const staging = await read('staging-file', () => data.stagingErrorsOf(execution, errorFiles, signal));
  const target = await read('target-file', () => data.targetErrorsOf(execution, errorFiles, signal));
  for (const record of [...staging, ...target]) named.add(record);
  return { errors, named, unread };
}

function requireDistinct({ records }: RecordQuestion): void {
  if (new Set(records).size === records.length) return;
  throw new IntegrationError('A record is in the import twice', { code: 'input-invalid', path: 'records' });
}

/** The name of a job is that of its package too. */
export function requireName(execution: string): void {
  if (/^[\w .-]{1,80}$/.test(execution)) return;
  throw new IntegrationError('An execution is named by letters, digits, blanks, dots and dashes, 80 at most', {
    code: 'input-invalid',
    path: 'execution',
  });
}

const reasonOf = ({ field, message }: RecordError): string => (field === '' ? message : `${field}: ${message}`);
