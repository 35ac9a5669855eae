import { IntegrationError, isIntegrationError } from '@crossdock/core';
import { firstOpenPeriod, type LockedFor } from '../periods.ts';
import type { Rooms } from './context.ts';

/** A closed period is looked at again after this time. */
const lookAgainMs = 3_600_000;

/** What a document says of its period: nothing, or the one that it is to be posted in. */
export type PeriodFields = { readonly postingPeriod?: { readonly id: string } };

/** What of a document decides where it may be posted. */
export interface Posted {
  readonly date: string;
  /** @default 'receivables' */
  readonly lockedFor?: LockedFor;
}

/** Writes a document; when the period of its date is closed, does what the configuration says. */
export async function inOpenPeriod<T>(
  rooms: Pick<Rooms, 'client' | 'config'>,
  { date, lockedFor = 'receivables' }: Posted,
  write: (fields: PeriodFields) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await write({});
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'period-closed') throw error;
    switch (rooms.config.closedPeriod) {
      case 'reject':
        throw error;
      case 'hold':
        throw held(date, error);
      case 'next-open-day': {
        const period = await firstOpenPeriod(rooms.client, date, lockedFor, signal);
        if (!period) throw held(date, error);
        return write({ postingPeriod: { id: period.id } });
      }
    }
  }
}

function held(date: string, cause: IntegrationError): IntegrationError {
  return new IntegrationError(`The accounting period of ${date} is closed in NetSuite; it is held until one is open`, {
    code: 'period-closed',
    disposition: 'retry',
    retryAfterMs: lookAgainMs,
    path: 'businessDate',
    details: cause.details,
    cause,
  });
}

/**
 * Changes what a posted document settles. One whose own period is closed cannot be moved to another, so it waits, or is refused: somebody
 * opens the period, or lets it settle by hand, which is found at the next look.
 */
export async function ofOpenPeriod<T>({ config }: Pick<Rooms, 'config'>, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'period-closed') throw error;
    const sentence = 'What was redeemed ahead lies in an accounting period that is closed in NetSuite';
    throw new IntegrationError(`${sentence}: open it, or apply its credit memo to the invoice by hand`, {
      code: 'period-closed',
      ...(config.closedPeriod !== 'reject' && { disposition: 'retry' as const, retryAfterMs: lookAgainMs }),
      details: error.details,
      cause: error,
    });
  }
}
