import { IntegrationError } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';

/** What a listing is asked by. */
export interface ListingRequest {
  readonly changedFrom?: string | undefined;
  readonly cursor?: string | undefined;
}

/** The version to list from: the one of the cursor, which is our own, or the one before the first change that is wanted. */
export async function versionToListFrom(
  { changedFrom, cursor }: ListingRequest,
  { marks }: ConnectorContext,
  signal: AbortSignal,
): Promise<string> {
  if (cursor === undefined) return changedFrom === undefined ? '0' : marks.before(changedFrom, signal);
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw new IntegrationError('The cursor is not one of this listing', { code: 'input-invalid', path: 'cursor' });
}

/** Whether a change lies in the span that is listed. What tells no time is listed. */
export function isWithin(
  changedAt: string | undefined,
  {
    changedFrom,
    changedBefore,
  }: { readonly changedFrom?: string | undefined; readonly changedBefore?: string | undefined },
): boolean {
  if (changedAt === undefined) return true;
  const at = Date.parse(changedAt);
  if (changedFrom !== undefined && at < Date.parse(changedFrom)) return false;
  return changedBefore === undefined || at < Date.parse(changedBefore);
}
