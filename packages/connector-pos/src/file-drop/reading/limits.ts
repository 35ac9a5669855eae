import { IntegrationError } from '@crossdock/core';

/** How much of a file is held at once, at most. Whatever its size, no more memory than this is used. */
export interface ReadingLimits {
  /**
   * Longest single transaction, in characters. A longer one is refused by itself.
   *
   * @default 4_194_304
   */
  readonly maxRecordLength: number;
  /** Most elements in one transaction. A transaction with more is refused by itself. */
  readonly maxElements: number;
  /** Longest single text, tag or comment, in characters. Beyond it the file is refused. */
  readonly maxTokenLength: number;
  /** Deepest nesting. Beyond it the file is refused. */
  readonly maxDepth: number;
  /** Longest file, in bytes, after it was unpacked. */
  readonly maxFileBytes: number;
}

export const defaultLimits: ReadingLimits = {
  maxRecordLength: 4 * 1_048_576,
  maxElements: 200_000,
  maxTokenLength: 8 * 1_048_576,
  maxDepth: 64,
  maxFileBytes: 16 * 1_073_741_824,
};

/** The file as a whole cannot be read on from here. */
export function unreadable(reason: string, path?: string, cause?: unknown): IntegrationError {
  return new IntegrationError(reason, { code: 'body-invalid', path, cause });
}
