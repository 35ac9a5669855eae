import { IntegrationError, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';
import { dateOf } from '../odata/literals.ts';

/** A fiscal period of the company's ledger. */
export interface LedgerPeriod {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'open' | 'locked' | 'closed';
}

const Period = z.object({
  Calendar: z.string(),
  FiscalYear: z.string(),
  PeriodName: z.string(),
  StartDate: z.string(),
  EndDate: z.string(),
  Type: z.string(),
});

const State = z.object({
  Calendar: z.string(),
  YearName: z.string(),
  PeriodName: z.string(),
  PeriodStatus: z.string(),
  LedgerAccessLevel: z.string(),
});

/** Days that a document may be moved to find an open one. */
const mostDaysAhead = 400;
/** A closed period is looked at again after this time. */
const lookAgainMs = 3_600_000;

/** The operating periods that touch a span of days, earliest first. */
export async function readPeriods(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<readonly LedgerPeriod[]> {
  const periods = await client.list('FiscalPeriods', { row: Period, signal });
  const states = await client.list('LedgerFiscalPeriods', {
    filter: { LegalEntityId: config.company },
    row: State,
    signal,
  });
  return periods
    .flatMap((period): readonly LedgerPeriod[] => {
      const [start, end] = [dateOf(period.StartDate), dateOf(period.EndDate)];
      const state = states.find(
        (it) =>
          it.Calendar === period.Calendar && it.YearName === period.FiscalYear && it.PeriodName === period.PeriodName,
      );
      if (!state || period.Type !== 'Operating' || start === undefined || end === undefined) return [];
      if (start > to || end < from) return [];
      return [{ name: `${period.FiscalYear} ${period.PeriodName}`, from: start, to: end, state: stateOf(state) }];
    })
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
}

/** On hold can be taken back; closed cannot. A period that only some may post in is as good as locked for us. */
function stateOf({ PeriodStatus, LedgerAccessLevel }: z.output<typeof State>): LedgerPeriod['state'] {
  if (PeriodStatus === 'Closed') return 'closed';
  if (PeriodStatus === 'OnHold') return 'locked';
  if (PeriodStatus !== 'Open') {
    throw new IntegrationError(`The period status '${PeriodStatus}' of Dynamics 365 is not known`, {
      code: 'unmapped',
      path: 'PeriodStatus',
    });
  }
  return LedgerAccessLevel === 'None' ? 'locked' : 'open';
}

/** Writes a document on a day; when the period of that day is closed, does what the configuration says. */
export async function inOpenPeriod<T>(
  rooms: Pick<Rooms, 'client' | 'config'>,
  date: string,
  write: (postingDate: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await write(date);
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'period-closed') throw error;
    if (rooms.config.closedPeriod === 'reject') throw error;
    if (rooms.config.closedPeriod === 'next-open-day') {
      const open = await firstOpenDay(rooms, date, signal);
      if (open !== undefined && open !== date) return write(open);
    }
    throw held(date, error);
  }
}

/** The first day from this one on that takes documents. */
async function firstOpenDay(
  rooms: Pick<Rooms, 'client' | 'config'>,
  date: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const to = new Date(Date.parse(date) + mostDaysAhead * 86_400_000).toISOString().slice(0, 10);
  const open = (await readPeriods(rooms, { from: date, to }, signal)).find((period) => period.state === 'open');
  return open && (open.from > date ? open.from : date);
}

/** The day a document is posted on: its own, or what the configuration says when the period of that is closed. */
export async function openDayFor(
  rooms: Pick<Rooms, 'client' | 'config'>,
  businessDate: string,
  signal: AbortSignal,
): Promise<string> {
  const open = await firstOpenDay(rooms, businessDate, signal);
  if (open === businessDate) return businessDate;
  if (open !== undefined && rooms.config.closedPeriod === 'next-open-day') return open;
  if (rooms.config.closedPeriod !== 'reject') throw held(businessDate);
  throw new IntegrationError(`The fiscal period of ${businessDate} is closed in Dynamics 365`, {
    code: 'period-closed',
    path: 'businessDate',
  });
}

/** How long a day that was open is taken to be open. */
const openForMs = 5 * 60_000;

/** {@link openDayFor} for many documents of one day: a day that is open is not asked for again at once. */
export function createOpenDays(rooms: Pick<Rooms, 'client' | 'config' | 'clock'>) {
  const known = new Map<string, number>();
  return async (businessDate: string, signal: AbortSignal): Promise<string> => {
    const now = rooms.clock.now();
    if ((known.get(businessDate) ?? 0) > now) return businessDate;
    known.delete(businessDate);
    const day = await openDayFor(rooms, businessDate, signal);
    if (day === businessDate) known.set(businessDate, now + openForMs);
    return day;
  };
}

/** Waits until somebody opens the period. */
export function held(date: string, cause?: IntegrationError): IntegrationError {
  return new IntegrationError(`The fiscal period of ${date} is closed in Dynamics 365; it is held until one is open`, {
    code: 'period-closed',
    disposition: 'retry',
    retryAfterMs: lookAgainMs,
    path: 'businessDate',
    ...(cause && { details: cause.details, cause }),
  });
}
