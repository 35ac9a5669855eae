import { parse } from '@crossdock/core';
import { z } from 'zod';
import type { NetsuiteClient } from './client.ts';
import { literal } from './api/query.ts';

/** An accounting period that takes postings. */
export interface OpenPeriod {
  readonly id: string;
  readonly name: string;
}

/** Which lock keeps documents of a kind out, besides the one that keeps out all. */
export type LockedFor = 'receivables' | 'other';

const dateFormat = "'YYYY-MM-DD'";
const postingMonths = "isposting = 'T' AND isadjust = 'F' AND isquarter = 'F' AND isyear = 'F'";

/** The first period that is open for documents of the kind and does not end before the date, or `undefined` if none is. */
export async function firstOpenPeriod(
  client: Pick<NetsuiteClient, 'query'>,
  date: string,
  lockedFor: LockedFor,
  signal: AbortSignal,
): Promise<OpenPeriod | undefined> {
  const receivables = lockedFor === 'receivables' ? " AND arlocked = 'F'" : '';
  const sql = `SELECT id, periodname FROM accountingperiod
    WHERE ${postingMonths} AND closed = 'F' AND alllocked = 'F'${receivables}
      AND enddate >= TO_DATE(${literal(date)}, ${dateFormat})
    ORDER BY startdate FETCH FIRST 1 ROWS ONLY`;
  const [row] = await client.query(sql, signal);
  return row?.['id'] === undefined ? undefined : { id: row['id'], name: row['periodname'] ?? '' };
}

const Flag = z.enum(['T', 'F']).transform((value) => value === 'T');

const PeriodRow = z.object({
  periodname: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  closed: Flag,
  alllocked: Flag,
  arlocked: Flag,
  aplocked: Flag,
});

/** A period and what it takes. A lock for receivables or payables keeps out some kinds of documents, a full one all. */
export interface Period {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'open' | 'locked' | 'closed';
}

/** The periods that touch a span of days, in the order of time. */
export async function periodsWithin(
  client: Pick<NetsuiteClient, 'query'>,
  span: { readonly from: string; readonly to: string },
  signal: AbortSignal,
): Promise<readonly Period[]> {
  const day = (column: string, name: string) => `TO_CHAR(${column}, ${dateFormat}) AS ${name}`;
  const sql = `SELECT periodname, ${day('startdate', 'first_day')}, ${day('enddate', 'last_day')}, closed, alllocked, arlocked, aplocked
    FROM accountingperiod
    WHERE ${postingMonths} AND enddate >= TO_DATE(${literal(span.from)}, ${dateFormat})
      AND startdate <= TO_DATE(${literal(span.to)}, ${dateFormat})
    ORDER BY startdate`;
  const rows = await client.query(sql, signal);
  return rows.map(({ first_day: from, last_day: to, ...row }) => {
    const what = 'An accounting period of NetSuite';
    const period = parse(PeriodRow, { ...row, from, to }, { what, code: 'response-invalid' });
    const isLocked = period.alllocked || period.arlocked || period.aplocked;
    const state = period.closed ? 'closed' : isLocked ? 'locked' : 'open';
    return { name: period.periodname, from: period.from, to: period.to, state };
  });
}
