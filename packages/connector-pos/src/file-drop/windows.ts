import { type Books } from './books/books.ts';
import { type ToldDay } from './days.ts';
import { type Resume } from './reading/record.ts';

/** How far one file was told in a window, and whether that was its end. */
export interface ToldFile {
  readonly id: number;
  readonly resume: Resume;
  readonly end?: 'done' | 'stopped' | undefined;
  readonly reason?: string | undefined;
}

/** What one window told. It counts once the window is known to be kept. */
export interface ToldWindow {
  /** End of the window, an ISO instant. */
  readonly to: string;
  readonly files: readonly ToldFile[];
  readonly days: readonly ToldDay[];
  /** Refusals that were mended. */
  readonly mended: readonly string[];
}

/** How a window stands to the one before it. */
export type WindowStanding =
  /** What was told last is kept, or nothing was told. */
  | 'kept'
  /** What was told last was not kept: it is told again. */
  | 'lost'
  /** The window reaches back behind what was kept: whoever asks wants to hear it again. */
  | 'past';

/**
 * Finds out from a new window what became of the last one. The caller moves on to the end of a window only when all of it is
 * journaled, so a window that begins exactly there says that it is.
 */
export function settleWindow(from: string, overlapMs: number, now: number, books: Books): WindowStanding {
  const told = books.mark('told');
  const kept = books.mark('kept');
  const last = told === undefined ? undefined : (JSON.parse(told) as ToldWindow);
  const reached = new Date(Date.parse(from) + overlapMs).toISOString();
  if (last?.to === reached) {
    settle(last, books);
    return 'kept';
  }
  // A mark that lies ahead was set by a clock that was wrong: nobody has to wait until it is reached.
  const isAhead = kept !== undefined && Date.parse(kept) > now;
  if (kept !== undefined && reached < kept && !isAhead) return 'past';
  if (isAhead) books.setMark('kept', undefined);
  books.setMark('told', undefined);
  return last ? 'lost' : 'kept';
}

function settle({ to, files, days, mended }: ToldWindow, books: Books): void {
  for (const { id, resume, end, reason } of files) {
    books.moveFile(id, { resume, toldTo: to, ...(end && { state: end }), ...(reason !== undefined && { reason }) });
  }
  for (const { store, day, told, closedAt } of days) books.settleDay(store, day, told, closedAt);
  for (const id of mended) books.dropRefusal(id);
  books.setMark('kept', to);
  books.setMark('told', undefined);
}

/** Writes down what a window told, before its caller can know that it is over. */
export function keepWindow(window: ToldWindow, books: Books): void {
  books.setMark('told', JSON.stringify(window));
}
