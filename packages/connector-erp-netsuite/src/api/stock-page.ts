import { IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { NetsuiteConfig } from '../options.ts';
import { type ChangeSpan, changedWithin } from './changed-rows.ts';
import { literals } from './query.ts';

const Units = z
  .string()
  .regex(/^-?\d*\.?\d+(?:[eE][+-]?\d+)?$/, 'must be a number')
  .optional();

/** Stock of one item at one location as it is selected. */
export const StockRow = z.object({
  id: z.string().regex(/^\d+$/, 'must be an internal id'),
  location: z.string().regex(/^\d+$/, 'must be an internal id'),
  itemid: z.string().min(1),
  externalid: z.string().optional(),
  unit: z.string().optional(),
  quantityonhand: Units,
  quantityavailable: Units,
  quantitycommitted: Units,
  quantityonorder: Units,
});

export type StockRow = z.output<typeof StockRow>;

/** Where the reading of stock stands: stock has no time of its own, so it is read by item and location. */
export interface StockPlace {
  readonly item: string;
  readonly location: string;
}

/**
 * A page of stock. No table tells when stock changed: what changed is what a transaction that changed was about, and every
 * movement of stock has one.
 */
export function stockQuery(
  { products, changes }: Pick<NetsuiteConfig, 'products' | 'changes'>,
  wanted: {
    readonly locations: readonly string[];
    readonly span: ChangeSpan;
    readonly after: StockPlace | undefined;
    readonly limit: number;
  },
): string {
  const { locations, span, after, limit } = wanted;
  const unit = products.unit === undefined ? '' : `, i.${products.unit} AS unit`;
  const moved = changedWithin('t', span, changes.timeZone);
  const conditions = [
    `l.location IN (${literals(locations)})`,
    `i.itemtype IN (${literals(Object.keys(products.itemTypes))})`,
    "(i.matrixtype IS NULL OR i.matrixtype <> 'PARENT')",
    ...(moved.length === 0
      ? []
      : [
          `EXISTS (SELECT 1 FROM transactionline tl JOIN transaction t ON t.id = tl.transaction
            WHERE tl.item = l.item AND tl.location = l.location AND ${moved.join(' AND ')})`,
        ]),
    ...(after ? [`(l.item > ${after.item} OR (l.item = ${after.item} AND l.location > ${after.location}))`] : []),
  ];
  return `SELECT l.item AS id, l.location, i.itemid, i.externalid, l.quantityonhand, l.quantityavailable, l.quantitycommitted,
      l.quantityonorder${unit}
    FROM inventoryitemlocations l JOIN item i ON i.id = l.item
    WHERE ${conditions.join(' AND ')} ORDER BY l.item, l.location FETCH FIRST ${String(limit)} ROWS ONLY`;
}

const PlaceOnPage = z.tuple([z.string().regex(/^\d+$/), z.string().regex(/^\d+$/)]);

export function stockCursorOf({ item, location }: StockPlace): string {
  return Buffer.from(JSON.stringify([item, location])).toString('base64url');
}

/** Reads a cursor. One that is not of ours is refused: it would lead into the query. */
export function stockPlaceAt(cursor: string | undefined): StockPlace | undefined {
  if (cursor === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    json = undefined;
  }
  const read = PlaceOnPage.safeParse(json);
  if (read.success) return { item: read.data[0], location: read.data[1] };
  throw new IntegrationError('The cursor is none of this listing', { code: 'input-invalid', path: 'cursor' });
}
