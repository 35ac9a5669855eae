import { type IntegrationError } from '@crossdock/core';

/** Where reading goes on: behind a record, or at the beginning of the file. */
export interface Resume {
  /** Number of the last record that was read. */
  readonly record: number;
  /** How far the decoded text was read, in the reader's own measure. */
  readonly offset: number;
  /** What has to stand before the rest, so that it is understood: tags that are open. */
  readonly prefix: string;
  /** Rows before it, and what they sum to, where a trailer tells of them. */
  readonly tally?: { readonly rows: number; readonly sum: string };
}

/** One record of a file, whole. */
export interface FileRecord<T> {
  /** Counted from 1. */
  readonly number: number;
  /** The record, or why it cannot be one by itself. What follows it is read all the same. */
  readonly content: T | IntegrationError;
  /** Where to go on behind it. */
  readonly next: Resume;
}

export const beginning: Resume = { record: 0, offset: 0, prefix: '' };
