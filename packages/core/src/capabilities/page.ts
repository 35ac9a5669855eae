import { z } from 'zod';
import { Instant } from '../schemas/index.ts';

/** What every listing takes: which changes, and which page of them. */
export const PageRequest = z.object({
  /** Only what changed at this ISO instant or later. Absent: from the beginning. */
  changedFrom: Instant.optional(),
  /** Only what changed before this ISO instant. Fix it for all pages of one listing, so that its end does not move. */
  changedBefore: Instant.optional(),
  /** `next` of the page before. Absent: the first page. Only good for the same question. */
  cursor: z.string().min(1).optional(),
  /** Most items of one page; the system may give fewer. */
  limit: z.int().min(1).max(1000).default(100),
});
export type PageRequest = z.output<typeof PageRequest>;

/** One thing that is there and cannot be told in our words: by name, so that a reconciliation does not take it for missing. */
export const RefusedItem = z.object({
  /** Our reference of it, where it can be told. */
  ref: z.string().min(1).optional(),
  /** The ids by which the system and people know it. */
  identifiers: z.array(z.string().min(1)).min(1),
  /** A code of `docs/errors.md`. */
  code: z.string().min(1),
  /** Where in the platform's document. */
  path: z.string().optional(),
  /** Why, without customer data. */
  reason: z.string().min(1),
});
export type RefusedItem = z.output<typeof RefusedItem>;

/**
 * One page of a listing. The last one has no `next`; an empty page with `next` is not the last. What changes while the pages are
 * read may be listed twice, and is never left out.
 */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    refused: z.array(RefusedItem).default([]),
    next: z.string().min(1).optional(),
  });

/** How a listing is named in logs: by its span, never by what is in it. */
export function pageReference(
  what: string,
  { changedFrom, changedBefore }: Pick<PageRequest, 'changedFrom' | 'changedBefore'>,
): string {
  if (changedFrom === undefined && changedBefore === undefined) return what;
  return `${what} ${changedFrom ?? ''}/${changedBefore ?? ''}`;
}
