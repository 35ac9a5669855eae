import { IntegrationError } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';

/** Which part of a feed is listed. */
export interface ListedSpan {
  /** Version to read on from. */
  readonly after: string;
  /** Whether a row that changed at an instant is in it; one that says no instant is. */
  holds(updatedAt: string | undefined): boolean;
}

/**
 * The part of a feed that holds what changed within a span; nothing when the span has not begun.
 *
 * @throws IntegrationError `input-invalid` (path `cursor`) for a cursor that is not a version.
 */
export async function spanOf(
  {
    changedFrom,
    changedBefore,
    cursor,
  }: {
    readonly changedFrom?: string | undefined;
    readonly changedBefore?: string | undefined;
    readonly cursor?: string | undefined;
  },
  { clock, marks }: ConnectorContext,
  signal: AbortSignal,
): Promise<ListedSpan | undefined> {
  if (changedFrom !== undefined && Date.parse(changedFrom) > clock.now()) return undefined;
  if (cursor !== undefined && !/^\d{1,18}$/.test(cursor)) {
    throw new IntegrationError('The cursor is not one of this listing', { code: 'input-invalid', path: 'cursor' });
  }
  const after = cursor ?? (changedFrom === undefined ? '0' : await marks.before(changedFrom, signal));
  // The platform tells whole seconds: what changed in the second of the beginning may have changed after it.
  const from = changedFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(changedFrom) - 999;
  const before = changedBefore === undefined ? Number.POSITIVE_INFINITY : Date.parse(changedBefore);
  return {
    after,
    holds(updatedAt) {
      if (updatedAt === undefined) return true;
      const at = Date.parse(updatedAt);
      return at >= from && at < before;
    },
  };
}
