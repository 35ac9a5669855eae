import { IntegrationError, isIntegrationError } from '@crossdock/core';
import { dateOf } from '../odata/literals.ts';
import { AccountingPeriod, LedgerSetup } from './api/finance.ts';
import type { Rooms } from './context.ts';

/** A period of the company's ledger. */
export interface LedgerPeriod {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'open' | 'locked' | 'closed';
}

type Needed = Pick<Rooms, 'client' | 'config'>;

/** Days that a document may be moved to find an open one. */
const mostDaysAhead = 400;
/** A date that cannot be posted on is looked at again after this time. */
const lookAgainMs = 3_600_000;
const dayMs = 86_400_000;

/** Days on which the company takes postings: all of them when it says nothing. */
interface Allowed {
  readonly from: string;
  readonly to: string;
}

const theFirstDay = '0001-01-01';
const theLastDay = '9999-12-31';

/**
 * The periods that touch a span of days, earliest first. Each ends where the next one begins; the last one has no end and is left out, as
 * the platform itself takes it for the beginning of a year that is not there yet.
 */
export async function readPeriods(
  { client }: Needed,
  { from, to }: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<readonly LedgerPeriod[]> {
  const rows = await client.list({ set: 'accountingPeriods' }, { row: AccountingPeriod, signal });
  const allowed = await readAllowed({ client }, signal);
  const sorted = rows.toSorted((a, b) => (a.startingDate < b.startingDate ? -1 : 1));
  return sorted.flatMap(({ name, startingDate, closed }, index): readonly LedgerPeriod[] => {
    const start = startingDate.slice(0, 10);
    const next = sorted[index + 1]?.startingDate.slice(0, 10);
    if (next === undefined) return [];
    const end = dayBefore(next);
    if (start > to || end < from) return [];
    const shut = end < allowed.from || start > allowed.to;
    return [
      { name: name === '' ? start : name, from: start, to: end, state: closed ? 'closed' : shut ? 'locked' : 'open' },
    ];
  });
}

/** Older versions have no such entity; they say no when something is posted. */
async function readAllowed({ client }: Pick<Rooms, 'client'>, signal: AbortSignal): Promise<Allowed> {
  const whole = { from: theFirstDay, to: theLastDay };
  try {
    const [setup] = await client.list({ set: 'generalLedgerSetup' }, { row: LedgerSetup, signal });
    if (!setup) return whole;
    return { from: dateOf(setup.allowPostingFrom) ?? whole.from, to: dateOf(setup.allowPostingTo) ?? whole.to };
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return whole;
    throw error;
  }
}

/** The first day from this one on that takes documents. */
async function firstOpenDay(rooms: Needed, date: string, signal: AbortSignal): Promise<string | undefined> {
  const to = new Date(Date.parse(date) + mostDaysAhead * dayMs).toISOString().slice(0, 10);
  const allowed = await readAllowed(rooms, signal);
  for (const period of await readPeriods(rooms, { from: date, to }, signal)) {
    if (period.state !== 'open') continue;
    const first = [date, period.from, allowed.from].toSorted().at(-1) ?? date;
    if (first <= period.to && first <= allowed.to) return first;
  }
  return undefined;
}

/** The day a document is posted on: its own, or what the configuration says when that takes none. Asked before anything is written. */
export async function openDayFor(rooms: Needed, date: string, signal: AbortSignal): Promise<string> {
  const open = await firstOpenDay(rooms, date, signal);
  if (open === date) return date;
  if (open !== undefined && rooms.config.closedPeriod === 'next-open-day') return open;
  if (rooms.config.closedPeriod === 'reject') {
    throw new IntegrationError(`Business Central does not take postings on ${date}`, {
      code: 'period-closed',
      path: 'businessDate',
    });
  }
  throw held(date);
}

/** Posts on a day; when the company does not take it, does what the configuration says. */
export async function inOpenPeriod<T>(
  rooms: Needed,
  date: string,
  post: (postingDate: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await post(date);
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'period-closed') throw error;
    if (rooms.config.closedPeriod === 'reject') throw error;
    if (rooms.config.closedPeriod === 'next-open-day') {
      const open = await firstOpenDay(rooms, date, signal);
      if (open !== undefined && open !== date) return post(open);
    }
    throw held(date, error);
  }
}

/** Waits until somebody opens it. */
function held(date: string, cause?: IntegrationError): IntegrationError {
  return new IntegrationError(`Business Central does not take postings on ${date}; it is held until it does`, {
    code: 'period-closed',
    disposition: 'retry',
    retryAfterMs: lookAgainMs,
    path: 'businessDate',
    ...(cause && { details: cause.details, cause }),
  });
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10);
}
