import { type Shelf } from '../../journal/index.ts';
import { type EntryBatch, writeBatch } from './entries.ts';

/** An entry of the log that is durable, with what several callers asked for at one moment. */
export interface Written {
  /** Its number in the log. */
  readonly seq: number;
  readonly batches: number;
  /** Batches that are not applied yet. */
  unapplied: number;
}

/** An entry that still takes batches. */
interface OpenEntry {
  texts: string[];
  length: number;
  readonly written: Promise<Written>;
}

/** Most batches in one entry, and most characters before another one is begun. */
const mostBatches = 500;
const mostCharacters = 1_000_000;

/**
 * The log of decisions. What is asked for while the journal has not written yet goes into one entry, so that many reservations
 * at once are one row: each of them costs its text and no write of its own.
 */
export class Log {
  readonly #shelf: Shelf;
  #open: OpenEntry | undefined;

  constructor(shelf: Shelf) {
    this.#shelf = shelf;
  }

  /** Writes a batch; resolves with its entry once that is durable, for all of its batches in the order in which they came. */
  append(batch: EntryBatch): Promise<Written> {
    const text = writeBatch(batch);
    const open = this.#open;
    if (open && open.texts.length < mostBatches && open.length + text.length <= mostCharacters) {
      open.texts.push(text);
      open.length += text.length;
      return open.written;
    }
    return this.#begin(text).written;
  }

  #begin(text: string): OpenEntry {
    const texts = [text];
    let entry: OpenEntry | undefined;
    let sealed: string | undefined;
    const close = () => {
      if (this.#open === entry) this.#open = undefined;
    };
    // Asked for at the moment of writing, and once more if the transaction has to be written again.
    const seal = (): string => {
      close();
      sealed ??= texts.length === 1 ? text : `[${texts.join(',')}]`;
      return sealed;
    };
    const written = this.#shelf.append(seal).then(
      (seq): Written => ({ seq, batches: texts.length, unapplied: texts.length }),
      (error: unknown) => {
        close();
        throw error;
      },
    );
    entry = { texts, length: text.length, written };
    // A shelf that writes at once has sealed it already.
    if (sealed === undefined) this.#open = entry;
    return entry;
  }
}
