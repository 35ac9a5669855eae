import type { EntityKey } from '../odata/client.ts';
import type { Filter } from '../odata/literals.ts';

/** A row of the environment, its fields as they come. */
export type LooseRow = Readonly<Record<string, unknown>>;

/** One thing that the configuration names, and where the environment would have it. */
export type Reference = {
  /** Where the configuration names it, `locations.store-17.warehouse`. */
  readonly path: string;
  /** What it is, as part of a sentence: `warehouse '11'`. */
  readonly what: string;
  readonly set: string;
} & (
  | {
      readonly key: EntityKey;
      /** What is wrong with it although it is there, as the rest of a sentence: `belongs to site '2'`. */
      readonly flaw?: (row: LooseRow) => string | undefined;
    }
  | {
      readonly filter: Filter;
      /** Whether a row is the one that is meant. */
      readonly is: (row: LooseRow) => boolean;
      readonly flaw?: (row: LooseRow) => string | undefined;
    }
  | {
      /** A field that has to be there, whatever is in it. */
      readonly field: string;
    }
);

/** A text field of a row; empty if it has none. */
export const textIn = (row: LooseRow, field: string): string => {
  const value = row[field];
  return typeof value === 'string' ? value : '';
};
