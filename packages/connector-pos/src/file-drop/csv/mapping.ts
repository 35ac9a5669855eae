import { type Tender } from '@crossdock/core';

/**
 * What one row is. `void`: its whole ticket was called off before it was paid; a row that was taken off a ticket which stays is `ignore`.
 */
export type RowMeaning = 'sale' | 'return' | 'void' | 'tender' | 'tax' | 'discount' | 'rounding' | 'total' | 'ignore';

/** Columns by what they hold, named as the header names them. */
export interface CsvColumns {
  readonly store: string;
  readonly register: string;
  readonly sequence: string;
  /** @default derived from the time */
  readonly businessDate?: string;
  /** Without it, rows of a ticket are told apart by their place. */
  readonly line?: string;
  /** What the row is, in the words of `types`. Without it a row with an item is goods, one with a tender is money. */
  readonly type?: string;
  readonly occurredAt: string;
  /** The time of day, where it stands apart from the date. */
  readonly time?: string;
  readonly receipt?: string;
  readonly sku?: string;
  readonly name?: string;
  readonly quantity?: string;
  readonly unitPrice?: string;
  /** Of the line; before or after its discount as `lineAmount` says. */
  readonly amount?: string;
  readonly discount?: string;
  readonly taxName?: string;
  /** In per cent. */
  readonly taxRate?: string;
  readonly taxAmount?: string;
  readonly tender?: string;
  readonly tenderAmount?: string;
  readonly total?: string;
  readonly currency?: string;
}

/** A last row that tells how much there is, so that a file that was cut off is known. */
export interface CsvTrailer {
  /** The column and value by which it is known. */
  readonly column: string;
  readonly value: string;
  /** The column with the number of rows before it. */
  readonly rows?: string;
  /** The column with a sum, and the column that is summed. */
  readonly sum?: readonly [said: string, of: string];
}

/** How one export writes tickets as rows. What is not declared here is not guessed. */
export interface CsvMapping {
  readonly id: string;
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly decimal: '.' | ',';
  /** Between thousands: `.` in `1.234,50`. @default none is taken */
  readonly thousands?: '.' | ',' | "'" | ' ';
  /** @default 'utf-8', unless a mark says otherwise */
  readonly encoding?: string;
  readonly columns: CsvColumns;
  /** What `type` means, word by word. */
  readonly types?: Readonly<Record<string, RowMeaning>>;
  /** How dates are written: any order of `YYYY`, `MM`, `DD`, with `HH`, `mm`, `ss` where there is a time. */
  readonly dateFormat: string;
  /** @default the date format */
  readonly timeFormat?: string;
  /** How a time without an offset is meant. @default 'store' */
  readonly timesWithoutOffset?: 'store' | 'utc';
  /** Whether amounts and quantities of returns are negative, or the type says it. A negative one always goes back. */
  readonly amounts: 'signed' | 'unsigned';
  /** Whether `amount` is before or after the line's discount. */
  readonly lineAmount: 'gross' | 'net';
  readonly taxIncluded: boolean;
  /** What tenders are, by their words. */
  readonly tenders: Readonly<Record<string, Tender['kind'] | 'rounding'>>;
  /** Words of `type` for goods that are no goods: gift cards, services. */
  readonly unit?: string;
  readonly trailer?: CsvTrailer;
}
