import type { NetsuiteClient } from './client.ts';
import { literal } from './api/query.ts';

/** An accounting period that takes postings. */
export interface OpenPeriod {
  readonly id: string;
  readonly name: string;
}

const dateFormat = "'YYYY-MM-DD'";

/** The first period that is open for receivables and does not end before the date, or `undefined` if none is open yet. */
export async function firstOpenPeriod(
  client: Pick<NetsuiteClient, 'query'>,
  date: string,
  signal: AbortSignal,
): Promise<OpenPeriod | undefined> {
  const sql = `SELECT id, periodname FROM accountingperiod
    WHERE isposting = 'T' AND isadjust = 'F' AND isquarter = 'F' AND isyear = 'F'
      AND closed = 'F' AND alllocked = 'F' AND arlocked = 'F'
      AND enddate >= TO_DATE(${literal(date)}, ${dateFormat})
    ORDER BY startdate FETCH FIRST 1 ROWS ONLY`;
  const [row] = await client.query(sql, signal);
  return row?.['id'] === undefined ? undefined : { id: row['id'], name: row['periodname'] ?? '' };
}
