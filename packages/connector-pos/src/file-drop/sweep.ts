import {
  type Duration,
  IntegrationError,
  isIntegrationError,
  type Sweep,
  type SweepWindow,
  toMs,
} from '@crossdock/core';
import { type FileEntry } from './books/entries.ts';
import { eventNames, type FileDropContext, type FileEventName, type Told } from './context.ts';
import { daysToldSince, dueDays, lookAgain } from './days.ts';
import { putAway } from './put-away.ts';
import { isMissing, recordsOfFile, takeRecords } from './read-files.ts';
import { type Resume } from './reading/record.ts';
import { type ReadRecord } from './reading/till-records.ts';
import { StableFiles } from './source/stable-files.ts';
import { takeFiles } from './take-files.ts';
import { keepWindow, settleWindow, type ToldFile } from './windows.ts';

const overlap: Duration = '0s';

/** A file that is being read, between two looks. */
interface Reading {
  readonly file: number;
  readonly records: AsyncGenerator<readonly ReadRecord[]>;
  /** Behind the last record that was told. */
  at: Resume;
}

/** One look at the folder: takes files, reads on in those that are open, and tells days that are due. */
export class FileSweep implements Sweep<FileEventName> {
  readonly emits = eventNames;
  readonly every: Duration;
  readonly overlap = overlap;
  readonly #open: () => FileDropContext;
  readonly #stable: StableFiles;
  #last: Promise<void> = Promise.resolve();
  #reading: Reading | undefined;
  #isBegun = false;

  constructor(config: Pick<FileDropContext['config'], 'lookEvery' | 'complete'>, open: () => FileDropContext) {
    this.every = config.lookEvery;
    this.#open = open;
    this.#stable = new StableFiles(config.complete);
  }

  /** One at a time: whoever asks while another look is under way waits for its end. */
  async *run(window: SweepWindow): AsyncGenerator<Told> {
    const before = this.#last;
    let done = (): void => undefined;
    this.#last = new Promise((resolve) => (done = resolve));
    await before;
    try {
      yield* this.#look(window);
    } finally {
      done();
    }
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#stopReading();
  }

  async *#look({ from, to, signal }: SweepWindow): AsyncGenerator<Told> {
    const context = this.#open();
    const { books, clock } = context;
    // What has not begun has brought nothing.
    if (Date.parse(from) > clock.now()) return;
    const standing = await books.together(() => settleWindow(from, toMs(overlap), clock.now(), books));
    if (standing === 'past') {
      yield* tellAgain(Date.parse(from), context, signal);
      return;
    }
    if (standing === 'lost') {
      await this.#stopReading();
      this.#isBegun = false;
      lookAgain(context);
    }
    await putAway(context);
    // Its end could not be told from that of the window before, so what it told could not be known to be kept.
    if (Date.parse(to) <= Date.parse(from)) return;
    const mended: string[] = [];
    if (!this.#isBegun) {
      for (const file of books.stoppedFiles()) books.reopenFile(file.id);
      yield* tryRefusedAgain(mended, context, signal);
    }
    await takeFiles(context, this.#stable, signal);
    const files: ToldFile[] = [];
    yield* this.#readOn(files, context, signal);
    // A day is not closed while tickets of it may be in a file that is here.
    const isBehind = books
      .filesAtHand('open')
      .some((it) => files.every((told) => told.id !== it.id || told.end === undefined));
    const days = isBehind ? { events: [], told: [] } : dueDays(context);
    yield* days.events;
    keepWindow({ to, files, days: days.told, mended }, books);
    this.#isBegun = true;
  }

  async *#readOn(told: ToldFile[], context: FileDropContext, signal: AbortSignal): AsyncGenerator<Told> {
    let left = context.config.recordsPerLook;
    for (const file of context.books.filesAtHand('open')) {
      if (left <= 0) return;
      const reading = await this.#readingOf(file, context);
      let end: Pick<ToldFile, 'end' | 'reason'> = {};
      while (left > 0) {
        signal.throwIfAborted();
        const next = await nextOf(reading.records);
        if ('end' in next) {
          end = next;
          if (next.refused) yield refusedFile(next.refused, file, context);
          break;
        }
        const start = reading.at;
        const events = await takeRecords(next.records, start, file, context);
        reading.at = next.records.at(-1)?.next ?? start;
        left -= next.records.length;
        yield* events;
      }
      told.push({ id: file.id, resume: reading.at, end: end.end, reason: end.reason });
      if (end.end) this.#reading = undefined;
    }
  }

  /** Goes on with the file that was read last; any other is opened where the books say. */
  async #readingOf(file: FileEntry, context: FileDropContext): Promise<Reading> {
    const current = this.#reading;
    if (current?.file === file.id && current.at.record === file.resume.record) return current;
    await this.#stopReading();
    if (file.resume.record > 0) {
      const attributes = { 'crossdock.system': context.name, 'file.name': file.name, record: file.resume.record };
      context.observer.log('info', 'a file is read on', attributes);
    }
    this.#reading = { file: file.id, records: recordsOfFile(file, context), at: file.resume };
    return this.#reading;
  }

  async #stopReading(): Promise<void> {
    const reading = this.#reading;
    this.#reading = undefined;
    await reading?.records.return(undefined);
  }
}

type Next =
  | { readonly records: readonly ReadRecord[] }
  | { readonly end: 'done' }
  | { readonly end: 'stopped'; readonly reason: string; readonly refused: IntegrationError };

/** The next records, or how the file ends. What may pass is thrown. */
async function nextOf(
  records: AsyncGenerator<readonly ReadRecord[]>,
): Promise<Next & { readonly refused?: IntegrationError }> {
  try {
    const next = await records.next();
    return next.done ? { end: 'done' } : { records: next.value };
  } catch (error) {
    const gone = isMissing(error)
      ? new IntegrationError('The file was taken away while it was read', { code: 'not-found', cause: error })
      : error;
    if (!isIntegrationError(gone) || gone.disposition === 'retry') throw gone;
    return { end: 'stopped', reason: gone.message, refused: gone };
  }
}

function refusedFile(error: IntegrationError, { name, hash }: FileEntry, context: FileDropContext): Told {
  const id = `${context.name}-file-${hash.slice(0, 24)}`;
  const { code, path, message } = error;
  const refused = new IntegrationError(`${name}: ${message}`, {
    code,
    disposition: 'reject',
    path,
    system: context.name,
    cause: error,
  });
  return { name: 'sale.recorded', id, key: id, refused };
}

/** Records that were refused may be readable now: somebody mended the configuration. Each file is read once for them. */
async function* tryRefusedAgain(mended: string[], context: FileDropContext, signal: AbortSignal): AsyncGenerator<Told> {
  for (const refusals of Map.groupBy(context.books.allRefusals(), (it) => it.file).values()) {
    const [first] = refusals;
    const file = first && context.books.file(first.file);
    if (!file) continue;
    const wanted = new Map(refusals.map((it) => [it.number, it]));
    const records = recordsOfFile(file, context, first.start);
    for (let next = await nextOf(records); 'records' in next; next = await nextOf(records)) {
      for (const record of next.records) {
        signal.throwIfAborted();
        const refusal = wanted.get(record.number);
        if (!refusal) continue;
        wanted.delete(record.number);
        const events = await takeRecords([record], refusal.start, file, context);
        if (events.some((it) => 'refused' in it)) continue;
        mended.push(refusal.id);
        yield* events;
      }
      if (wanted.size === 0) break;
    }
    await records.return(undefined);
  }
}

/** Tells again what files told since an instant, for a caller whose memory is older than ours or who asks for a refusal. */
async function* tellAgain(since: number, context: FileDropContext, signal: AbortSignal): AsyncGenerator<Told> {
  for (const file of context.books.filesToldSince(new Date(since).toISOString())) {
    let at: Resume = { record: 0, offset: 0, prefix: '' };
    const records = recordsOfFile(file, context, at);
    for (let next = await nextOf(records); 'records' in next; next = await nextOf(records)) {
      signal.throwIfAborted();
      const told = next.records.filter((it) => it.number <= file.resume.record);
      yield* await takeRecords(told, at, file, context);
      at = next.records.at(-1)?.next ?? at;
      if (told.length < next.records.length) break;
    }
    await records.return(undefined);
  }
  yield* daysToldSince(since, context);
}
