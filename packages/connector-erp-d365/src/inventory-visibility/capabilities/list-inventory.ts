import { type Implementation, IntegrationError, type InventoryLevel, type RefusedItem } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { asOfAt, levelOf } from '../levels.ts';
import { type PlacedRow, readRows } from '../on-hand.ts';
import { inQueries, placesOf, type Place } from '../places.ts';
import type { Products } from '../products.ts';

/** How long one answer serves the pages that are cut from it. */
const freshMs = 60_000;

/** What was answered last, so that the pages of a location do not each ask for all of it. */
interface Answer {
  readonly of: string;
  readonly at: number;
  readonly rows: readonly PlacedRow[];
}

/**
 * Lists all levels, location by location. The service has no pages and does not say when a level changed, so a span that has begun lists every
 * level, and one that begins later lists none.
 */
export function listInventory(rooms: Rooms, products: Products): Implementation<'listInventory'> {
  const { config, clock } = rooms;
  let last: Answer | undefined;

  async function rowsAt(places: readonly Place[], isNewList: boolean, signal: AbortSignal): Promise<Answer> {
    const of = JSON.stringify(places.map(({ code }) => code));
    if (!isNewList && last?.of === of && clock.now() - last.at < freshMs) return last;
    const at = clock.now();
    const rows = (await readRows(rooms, places, [], signal)).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    last = { of, at, rows };
    return last;
  }

  return {
    async run({ changedFrom, cursor, limit, locations }, { signal }) {
      if (changedFrom !== undefined && Date.parse(changedFrom) > clock.now()) return { items: [] };
      const queries = inQueries(placesOf(locations, config), config.reading.byPlace);
      const { query, after } = placeIn(cursor);
      const places = queries[query];
      if (!places) return { items: [] };
      const { rows, at } = await rowsAt(places, after === undefined, signal);
      const open = after === undefined ? rows : rows.filter((it) => keyOf(it) > after);
      const told = open.slice(0, limit);
      const items: InventoryLevel[] = [];
      const refused: RefusedItem[] = [];
      for (const it of told) {
        const sku = products.skuOf(it.row);
        if (sku === undefined) refused.push(unknownVariant(it));
        else {
          const asOf = asOfAt(at, config);
          items.push(levelOf(it, { sku, unit: products.ofSku(sku).unit, asOf }, rooms));
        }
      }
      const end = told.at(-1);
      if (end && open.length > limit) return { items, refused, next: cursorOf(query, keyOf(end)) };
      // A location can be large, and nobody needs it any more.
      last = undefined;
      return query + 1 < queries.length ? { items, refused, next: cursorOf(query + 1) } : { items, refused };
    },
  };
}

const keyOf = ({ row, place }: PlacedRow): string =>
  JSON.stringify([
    place.code,
    row.productId,
    Object.entries(row.dimensions)
      .map((it) => it.join('='))
      .toSorted(),
  ]);

const cursorOf = (query: number, after?: string): string =>
  Buffer.from(JSON.stringify(after === undefined ? [query] : [query, after])).toString('base64url');

function placeIn(cursor: string | undefined): { readonly query: number; readonly after?: string } {
  if (cursor === undefined) return { query: 0 };
  try {
    const [query, after] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as readonly [unknown, unknown];
    if (typeof query === 'number' && Number.isInteger(query) && query >= 0) {
      if (after === undefined) return { query };
      if (typeof after === 'string') return { query, after };
    }
  } catch {
    // Falls through to the refusal.
  }
  throw new IntegrationError('The cursor is none of ours', { code: 'input-invalid', path: 'cursor' });
}

/** A variant that the configuration does not name has no SKU. */
function unknownVariant({ row, place }: PlacedRow): RefusedItem {
  return {
    identifiers: [row.productId],
    code: 'unmapped',
    path: 'items.overrides',
    reason: `A variant at '${place.code}' has no SKU: name it in items.overrides`,
  };
}
