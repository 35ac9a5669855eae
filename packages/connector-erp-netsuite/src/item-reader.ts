import { parse } from '@crossdock/core';
import { type ChangeSpan, changedWithin, inOrderOfChange } from './api/changed-rows.ts';
import { BasePrice, ItemRow, itemQuery, PriceLine, recordTypesOf } from './api/item.ts';
import { literals, type QueryRow } from './api/query.ts';
import type { NextRows } from './capabilities/listing.ts';
import type { NetsuiteClient } from './client.ts';
import { skuOf } from './mapping/product.ts';
import type { NetsuiteConfig } from './options.ts';

/** Reads items out of the account, as products and with their prices. */
export interface ItemReader {
  changed(span: ChangeSpan, next: NextRows, signal: AbortSignal): Promise<readonly QueryRow[]>;
  byId(id: string, signal: AbortSignal): Promise<readonly QueryRow[]>;
  /** SKUs that no item has are left out. */
  bySku(skus: readonly string[], signal: AbortSignal): Promise<readonly ItemRow[]>;
  pricesOf(row: ItemRow, signal: AbortSignal): Promise<readonly PriceLine[]>;
}

/** The platform takes a thousand values in one list. */
const mostLiterals = 900;

export function createItemReader(client: NetsuiteClient, config: NetsuiteConfig): ItemReader {
  const { items, prices } = config;
  const nameOf = (sku: string): string => (items.by === 'itemId' ? sku : `${items.externalIdPrefix}${sku}`);
  const nameColumn = items.by === 'itemId' ? 'i.itemid' : 'i.externalid';
  const select = (conditions: readonly string[], tail: string, signal: AbortSignal) =>
    client.query(itemQuery(config, conditions, tail), signal);

  async function inParts(column: string, values: readonly string[], signal: AbortSignal): Promise<readonly ItemRow[]> {
    const rows: ItemRow[] = [];
    for (let from = 0; from < values.length; from += mostLiterals) {
      const some = literals(values.slice(from, from + mostLiterals));
      rows.push(...(await select([`${column} IN (${some})`], 'ORDER BY i.id', signal)).map(itemIn));
    }
    return rows;
  }

  async function fromMatrix(row: ItemRow, signal: AbortSignal): Promise<readonly PriceLine[]> {
    for (const type of recordTypesOf(row)) {
      const lines = await client.readSublist(type, row.id, 'price', PriceLine, signal);
      if (lines) return lines;
    }
    return [];
  }

  async function fromItem(row: ItemRow, signal: AbortSignal): Promise<readonly PriceLine[]> {
    for (const type of recordTypesOf(row)) {
      const found = await client.readRecord(type, { id: row.id }, BasePrice, signal);
      if (found) return [{ priceLevel: { id: prices.base.level }, price: found.basePrice }];
    }
    return [];
  }

  return {
    changed: (span, { after, limit }, signal) =>
      select(changedWithin('i', span, config.changes.timeZone, after), inOrderOfChange('i', limit), signal),
    byId: (id, signal) => select([`i.id IN (${literals([id])})`], 'ORDER BY i.id', signal),
    async bySku(skus, signal) {
      const wanted = [...new Set(skus)];
      const overridden = wanted.flatMap((sku) => items.overrides[sku] ?? []);
      const named = wanted.filter((sku) => items.overrides[sku] === undefined).map(nameOf);
      const rows = [...(await inParts('i.id', overridden, signal)), ...(await inParts(nameColumn, named, signal))];
      // The platform may compare without regard to case, and an item that is overridden has another SKU than its name.
      return rows.filter((row) => wanted.includes(skuOf(row, config)));
    },
    pricesOf: prices.from === 'matrix' ? fromMatrix : fromItem,
  };
}

/** A row of the query as an item. */
export function itemIn(row: QueryRow): ItemRow {
  return parse(ItemRow, row, { what: 'An item of NetSuite', code: 'response-invalid' });
}
