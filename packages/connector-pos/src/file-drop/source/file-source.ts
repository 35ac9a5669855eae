/** A file as a folder lists it. */
export interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  /** When it was written last, as epoch milliseconds, by the clock of where it lies. */
  readonly modifiedAt: number;
}

/** Where tills drop their files. */
export interface FileSource {
  /** Where it is, for people: no secret. */
  readonly address: string;
  /** The files that lie there now, without those of subfolders. */
  list(signal: AbortSignal): Promise<readonly ListedFile[]>;
  /**
   * Brings a file to a local path, whole and durable, and takes it out of the list. A crash in between may leave it in
   * both places; it never leaves it in none.
   */
  take(file: ListedFile, to: string, signal: AbortSignal): Promise<void>;
  /** Removes a marker beside a file that was taken. */
  remove(name: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
