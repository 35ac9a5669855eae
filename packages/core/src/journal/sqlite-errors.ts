import { type ErrorCode, IntegrationError } from '../primitives/index.ts';

/** What SQLite's primary result codes mean for a journal, see https://www.sqlite.org/rescode.html. */
const failures: Readonly<Record<number, readonly [code: ErrorCode, sentence: string]>> = {
  5: ['journal-locked', 'is in use by another process'],
  6: ['journal-locked', 'is in use by another connection'],
  8: ['journal-unwritable', 'cannot be written'],
  10: ['journal-unwritable', 'cannot be read or written; the disk reports a failure'],
  11: ['journal-corrupt', 'is damaged'],
  13: ['journal-full', 'cannot grow; the disk is full'],
  14: ['journal-unwritable', 'cannot be opened'],
  26: ['journal-corrupt', 'is not a journal'],
};

/** Tells a failure of SQLite in the words of the journal; other errors, and those that speak of one change, pass as they are. */
export function toJournalError(error: unknown, file: string): unknown {
  const resultCode = resultCodeOf(error);
  const failure = resultCode === undefined ? undefined : failures[resultCode & 0xff];
  if (failure === undefined) return error;
  const [code, sentence] = failure;
  return new IntegrationError(`The journal file ${file} ${sentence}`, { code, details: { file }, cause: error });
}

/** Whether the store failed, not one of the changes. */
export function isStoreFailure(error: unknown): boolean {
  const resultCode = resultCodeOf(error);
  return resultCode !== undefined && failures[resultCode & 0xff] !== undefined;
}

function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode : undefined;
}
