import type { NetsuiteClient } from './client.ts';
import { literals } from './api/query.ts';
import type { NetsuiteConfig } from './options.ts';

export interface CatalogItem {
  readonly id: string;
  /** Units of it leave a shelf, so a fulfilment may name it. */
  readonly ships: boolean;
}

/** Finds the items of SKUs, and remembers what it found. A SKU that has none is asked for again the next time. */
export interface ItemCatalog {
  /** Items by SKU; SKUs without an active item are left out. */
  bySku(skus: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, CatalogItem>>;
  /** Items by internal id. */
  byId(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, CatalogItem>>;
}

/** Oracle takes a thousand values in one list. */
const mostLiterals = 900;

/** Kinds of item that are charged but never shipped. */
const charges = new Set([
  'Service',
  'OthCharge',
  'GiftCert',
  'Discount',
  'Markup',
  'Subtotal',
  'Payment',
  'Description',
]);

export function createItemCatalog(client: Pick<NetsuiteClient, 'query'>, config: NetsuiteConfig['items']): ItemCatalog {
  const known = new Map<string, CatalogItem>();
  const knownById = new Map<string, CatalogItem>();
  const nameColumn = config.by === 'itemId' ? 'itemid' : 'externalid';
  const nameOf = (sku: string): string => (config.by === 'itemId' ? sku : `${config.externalIdPrefix}${sku}`);

  async function load(
    column: string,
    values: readonly string[],
    condition: string,
    signal: AbortSignal,
    remember: (row: Readonly<Record<string, string>>) => void,
  ): Promise<void> {
    for (let from = 0; from < values.length; from += mostLiterals) {
      const some = literals(values.slice(from, from + mostLiterals));
      const sql = `SELECT id, ${nameColumn} AS name, itemtype FROM item WHERE ${column} IN (${some})${condition} ORDER BY id`;
      for (const row of await client.query(sql, signal)) remember(row);
    }
  }

  return {
    async bySku(skus, signal) {
      const missing = [...new Set(skus)].filter((sku) => !known.has(sku) && config.overrides[sku] === undefined);
      const skuOf = new Map(missing.map((sku) => [nameOf(sku), sku]));
      await load(nameColumn, [...skuOf.keys()], " AND isinactive = 'F'", signal, (row) => {
        const sku = skuOf.get(row['name'] ?? '');
        if (sku !== undefined) known.set(sku, itemIn(row));
      });
      const found = new Map<string, CatalogItem>();
      for (const sku of skus) {
        const override = config.overrides[sku];
        const item = override === undefined ? known.get(sku) : { id: override, ships: true };
        if (item) found.set(sku, item);
      }
      return found;
    },
    async byId(ids, signal) {
      const missing = [...new Set(ids)].filter((id) => !knownById.has(id));
      await load('id', missing, '', signal, (row) => knownById.set(row['id'] ?? '', itemIn(row)));
      return new Map(
        ids
          .flatMap((id) => [[id, knownById.get(id)] as const])
          .filter((entry): entry is [string, CatalogItem] => entry[1] !== undefined),
      );
    },
  };
}

function itemIn(row: Readonly<Record<string, string>>): CatalogItem {
  return { id: row['id'] ?? '', ships: !charges.has(row['itemtype'] ?? '') };
}
