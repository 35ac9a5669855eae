import { GraphQLError } from 'graphql';

/** One condition of a search: `updated_at:>='2026-11-24T09:00:00Z'`. */
export interface Term {
  readonly key: string;
  readonly comparator: '' | '>' | '>=' | '<' | '<=';
  readonly value: string;
}

/** Whether two values stand as the term says. */
export function compare<Value extends number | bigint>(
  left: Value,
  right: Value,
  comparator: Term['comparator'],
): boolean {
  switch (comparator) {
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '':
      return left === right;
    default:
      return false;
  }
}

/** The refusal of what the simulated search does not know: it is never skipped in silence. */
export function unsupported(what: string): GraphQLError {
  return new GraphQLError(`The simulated search does not understand ${what}`, { extensions: { code: 'BAD_REQUEST' } });
}
