import { z } from 'zod';
import { LevelOfItemData, ToldLocationData } from '../api/inventory-data.ts';
import { levelOfItem, toldLocation } from '../api/inventory-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { isFact } from '../is-fact.ts';
import { locationsOf } from '../locations.ts';
import { gidOf } from '../mapping/ids.ts';
import { type LevelEvent, levelEvents } from './level-events.ts';
import { type LocationEvent, locationEvents } from './location-events.ts';

const Id = z.string().regex(/^\d{1,20}$/);

/** @see https://shopify.dev/docs/api/webhooks */
export const LevelNews = z.object({ inventory_item_id: Id, location_id: Id });

/** News of a location; of one that was deleted they say nothing else. */
export const LocationNews = z.object({ id: Id });

/**
 * The news of a level say what can be sold, and of which item by number only: the level is read. A place that the options do
 * not name, and a SKU on several variants, wait for the sweep, which parks them once and not with every sale.
 */
export async function readLevelNews(
  news: z.output<typeof LevelNews>,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<LevelEvent[]> {
  const place = gidOf('Location', news.location_id);
  const location = locationsOf(context.config).knownCodeOf(place);
  if (location === undefined) return [];
  const mark = context.rooms.levels.mark();
  const asOf = new Date(context.clock.now()).toISOString();
  const variables = { id: gidOf('InventoryItem', news.inventory_item_id), location: place };
  const { inventoryItem: item } = await context.client.query(levelOfItem, { variables, data: LevelOfItemData, signal });
  const level = item?.inventoryLevel;
  if (!item || !level) return [];
  return levelEvents({ item, level, location, asOf, mark }, context).filter(isFact);
}

/** A location that was deleted since tells so by news of its own. */
export async function readLocationNews(
  { id }: z.output<typeof LocationNews>,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<LocationEvent[]> {
  const variables = { id: gidOf('Location', id) };
  const { location } = await context.client.query(toldLocation, { variables, data: ToldLocationData, signal });
  return location ? locationEvents(location, context).filter(isFact) : [];
}
