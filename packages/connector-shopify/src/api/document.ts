import type { UserErrorTable } from '../user-errors.ts';

/** A query with its price in points. */
export interface Document {
  readonly name: string;
  readonly text: string;
  /** Points that the platform takes before it runs the query. */
  readonly cost: number;
  /**
   * Access scopes that the app needs for all of it, `read_orders`. A test compares them with the real schema; the check at
   * the start compares them with what was granted.
   *
   * @default none is needed
   */
  readonly scopes?: readonly AccessScope[];
}

/** Access scopes that documents name. */
export type AccessScope = `${'read' | 'write'}_${string}`;

/**
 * A change with its price in points. Its text selects the `userErrors` of the payload with `field`, `message` and, where
 * the type has it, `code`, and little else: what is selected may be denied although the change was made.
 */
export interface Mutation extends Document {
  /** What the codes of its user errors mean, where that is not said by the common table. */
  readonly refusals?: UserErrorTable;
  /**
   * The text takes `$idempotencyKey: String!` and puts `@idempotent(key: $idempotencyKey)` on its field. The key is made
   * from the once-only key of the call.
   *
   * @default false
   */
  readonly idempotent?: boolean;
}
