import { type Clock, IntegrationError, isIntegrationError, type RefusedItem } from '@crossdock/core';

/** What is refused to us whichever row it is, or is about no row at all. */
const ofTheEnvironment: ReadonlySet<string> = new Set([
  'unauthorized',
  'forbidden',
  'config-invalid',
  'cancelled',
  'timeout',
]);

interface Page<Item> {
  readonly items: Item[];
  readonly refused: RefusedItem[];
}

/**
 * Whether a listing is over before it began. The platform tells of no row when it changed, so a listing of what changed since an instant
 * lists everything, unless the instant is still to come.
 */
export function isAhead(changedFrom: string | undefined, clock: Pick<Clock, 'now'>): boolean {
  return changedFrom !== undefined && Date.parse(changedFrom) > clock.now();
}

/** What rows are in our words. A row that cannot be told is refused by the names people know it by, and the others go on. */
export async function told<Row, Item>(
  rows: readonly Row[],
  namesOf: (row: Row) => readonly string[],
  tell: (row: Row) => readonly Item[] | Promise<readonly Item[]>,
): Promise<Page<Item>> {
  const page: Page<Item> = { items: [], refused: [] };
  for (const row of rows) {
    try {
      page.items.push(...(await tell(row)));
    } catch (error) {
      const { code, path, message } = asRefusal(error);
      page.refused.push({ identifiers: [...namesOf(row)], code, reason: message, ...(path !== undefined && { path }) });
    }
  }
  return page;
}

/** A failure that may pass is no refusal of a row. Nothing is written here, so there is nothing else whose outcome is open. */
function asRefusal(error: unknown): IntegrationError {
  if (isIntegrationError(error) && error.disposition !== 'retry' && !ofTheEnvironment.has(error.code)) return error;
  throw error;
}

/** Refuses to go round in circles. */
export function furtherThan(cursor: string, before: string | undefined): string {
  if (cursor !== before) return cursor;
  throw new IntegrationError('Dynamics 365 answers with the same rows again', { code: 'response-invalid' });
}

/** Where the next page begins, unless this is the last. */
export function nextOf<Row>(
  rows: readonly Row[],
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
  keyAt: (row: Row) => string,
): { readonly next?: string } {
  const last = rows.at(-1);
  return last === undefined || rows.length < limit ? {} : { next: furtherThan(keyAt(last), after) };
}
