import { IntegrationError } from '../primitives/index.ts';

/** One page of a list. */
export interface Page<Item, Cursor extends string | number> {
  readonly items: readonly Item[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: Cursor | undefined;
}

export interface PaginateOptions {
  /**
   * Most pages that are read; a list that goes on after that is refused with `response-too-large`, never cut.
   *
   * @default 10_000
   */
  readonly maxPages?: number;
}

/**
 * Reads a list page by page, one page ahead of nobody: the next page is asked for when its items are. A platform that
 * sends the same cursor twice is refused with `response-invalid` instead of being read for ever.
 */
export async function* paginate<Item, Cursor extends string | number>(
  load: (cursor: Cursor | undefined) => Promise<Page<Item, Cursor>>,
  { maxPages = 10_000 }: PaginateOptions = {},
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set<Cursor>();
  let cursor: Cursor | undefined;
  for (let pages = 1; ; pages += 1) {
    const { items, next } = await load(cursor);
    yield* items;
    if (next === undefined) return;
    if (seen.has(next)) {
      throw new IntegrationError('The platform leads us round in circles: a page cursor came back', {
        code: 'response-invalid',
        disposition: 'reject',
      });
    }
    if (pages === maxPages) {
      throw new IntegrationError(`The list has more than ${maxPages} pages`, { code: 'response-too-large' });
    }
    seen.add(next);
    cursor = next;
  }
}
