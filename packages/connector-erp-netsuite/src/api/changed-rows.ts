import { IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { wallTimeOf } from '../wall-time.ts';
import { literal } from './query.ts';

/** Where a reading stands: the last row that was read. Rows that change meanwhile come again further on, none is lost. */
export interface Place {
  /** As the account told it, to the second. */
  readonly modified: string;
  readonly id: string;
}

/** Which changes. Both ends are ISO instants; the upper one is not part of it. */
export interface ChangeSpan {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
}

/** How the time of the last change is selected: the format of the user who asks is not ours. */
export function modifiedColumn(alias: string): string {
  return `TO_CHAR(${alias}.lastmodifieddate, 'YYYY-MM-DD"T"HH24:MI:SS') AS modified`;
}

/** The order of reading. Offsets over moving data lose rows; a place does not. */
export function inOrderOfChange(alias: string, limit: number): string {
  return `ORDER BY ${alias}.lastmodifieddate, ${alias}.id FETCH FIRST ${String(limit)} ROWS ONLY`;
}

/** Conditions for the changes of a span that come after a place. */
export function changedWithin(
  alias: string,
  { from, before }: ChangeSpan,
  timeZone: string,
  after?: Place,
): readonly string[] {
  const column = `${alias}.lastmodifieddate`;
  return [
    ...(from === undefined ? [] : [`${column} >= ${timestamp(wallTimeOf(Date.parse(from), timeZone))}`]),
    // Times are whole seconds: a part of one rounds up, so that nothing of the span is left out.
    ...(before === undefined ? [] : [`${column} < ${timestamp(wallTimeOf(Date.parse(before) + 999, timeZone))}`]),
    ...(after === undefined ? [] : [afterPlace(alias, column, after)]),
  ];
}

function afterPlace(alias: string, column: string, { modified, id }: Place): string {
  const time = timestamp(modified.replace('T', ' '));
  return `(${column} > ${time} OR (${column} = ${time} AND ${alias}.id > ${id}))`;
}

function timestamp(wallTime: string): string {
  return `TO_TIMESTAMP(${literal(wallTime)}, 'YYYY-MM-DD HH24:MI:SS')`;
}

const PlaceOnPage = z.tuple([z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/), z.string().regex(/^\d+$/)]);

/** A place as the cursor of a listing. */
export function cursorOf({ modified, id }: Place): string {
  return Buffer.from(JSON.stringify([modified, id])).toString('base64url');
}

/** Reads a cursor. One that is not of ours is refused: it would lead into the query. */
export function placeAt(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const read = PlaceOnPage.safeParse(jsonIn(cursor));
  if (!read.success) throw noCursor();
  return { modified: read.data[0], id: read.data[1] };
}

function jsonIn(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

function noCursor(): IntegrationError {
  return new IntegrationError('The cursor is none of this listing', { code: 'input-invalid', path: 'cursor' });
}

/** The time of the last change as it is selected by {@link modifiedColumn}. */
export const Modified = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/, 'must be a time to the second');
