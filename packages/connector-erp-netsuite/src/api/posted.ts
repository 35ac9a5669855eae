import { z } from 'zod';
import {
  changedWithin,
  type ChangeSpan,
  inOrderOfChange,
  Modified,
  modifiedColumn,
  type Place,
} from './changed-rows.ts';
import { PostingRow, postingFields, postingSource } from './posting.ts';
import { literal } from './query.ts';

/** A posting with the time of its last change, and the external id of the document that it was made from. */
export const PostedRow = PostingRow.extend({ modified: Modified, origin: z.string().optional() });

const origin = `(SELECT MIN(o.externalid) FROM transactionline ol JOIN transaction o ON o.id = ol.createdfrom
  WHERE ol.transaction = t.id) AS origin`;

/** Documents of ours that reached the ledger and stayed there. */
function postedQuery(prefix: string, conditions: readonly string[], tail: string): string {
  const posted = ["t.posting = 'T'", "t.voided = 'F'", `t.externalid LIKE ${literal(`${prefix}%`)}`];
  return `SELECT ${postingFields}, ${origin}, ${modifiedColumn('t')} FROM ${postingSource}
    WHERE ${[...posted, ...conditions].join(' AND ')} ${tail}`;
}

export function changedPostings(
  prefix: string,
  wanted: {
    readonly span: ChangeSpan;
    readonly timeZone: string;
    readonly after: Place | undefined;
    readonly limit: number;
  },
): string {
  const { span, timeZone, after, limit } = wanted;
  return postedQuery(prefix, changedWithin('t', span, timeZone, after), inOrderOfChange('t', limit));
}

export function postingById(prefix: string, id: string): string {
  return postedQuery(prefix, [`t.id = ${literal(id)}`], 'ORDER BY t.id');
}
