import { contentHash, isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import type { Variant } from '../api/catalog-data.ts';
import type { ConnectorContext } from '../context.ts';
import type { catalogEventNames } from '../event-names.ts';
import { ambiguous } from '../inventory/stock-reader.ts';
import { instantOf } from '../mapping/ids.ts';
import { priceFingerprint, toBasePrice } from '../mapping/to-price.ts';
import { fingerprints, toProduct } from '../mapping/to-product.ts';
import type { WholeProduct } from './catalog-reader.ts';
import { hasPrice } from './plan-publication.ts';
import { publishedState, unfinished } from './published-state.ts';

/** One fact that the connector tells of a product. */
export type CatalogEvent = SourceEvent<(typeof catalogEventNames)[number]>;

type Told = CatalogEvent | RefusedEvent<CatalogEvent['name']>;

/**
 * Everything that a product's present state tells: what each of its variants is, and what it costs.
 *
 * What we published ourselves and nobody changed since is not told: its fingerprint is remembered beside it on the platform.
 * What changed nothing that we map has the id of what was told before.
 */
export function catalogEvents(whole: WholeProduct, context: Pick<ConnectorContext, 'name' | 'rooms'>): Told[] {
  if (isInTheMaking(whole)) return [];
  return whole.variants.flatMap((variant) => {
    try {
      const { sku, inventoryItem } = variant;
      if (sku !== null && inventoryItem.duplicateSkuCount > 0) throw ambiguous(sku, 'sku');
      return [...productEvents(whole, variant, context), ...priceEvents(whole, variant, context)];
    } catch (error) {
      if (!isIntegrationError(error) || error.disposition === 'retry') throw error;
      const { sku, legacyResourceId, id } = variant;
      const key = sku === null || sku.trim() === '' ? id : sku;
      return [{ name: 'product.changed', id: `${legacyResourceId}/${error.code}`, key, refused: error }];
    }
  });
}

/** We entered the product a moment ago, and what it says is still to come. */
function isInTheMaking({ product }: WholeProduct): boolean {
  return product.reference !== null && product.published === null;
}

function productEvents(
  { product, variants: _, terms: __ }: WholeProduct,
  variant: Variant,
  { name, rooms }: Pick<ConnectorContext, 'name' | 'rooms'>,
): Told[] {
  const data = toProduct(product, variant, name);
  const prints = fingerprints(product, variant);
  const state = publishedState(variant.published);
  const own = (product.published?.value === prints.product && state?.is === prints.variant) || state?.is === unfinished;
  const updatedAt = data.updatedAt ?? instantOf(product.updatedAt, 'updatedAt');
  const content = contentHash([prints, data.images]);
  const id = rooms.told.idOf({ about: `product/${variant.legacyResourceId}`, updatedAt, content, own });
  if (id === undefined) return [];
  return [{ name: 'product.changed', id, ...subjectOf(product, variant, data.sku), occurredAt: updatedAt, data }];
}

function priceEvents(
  { product, terms }: WholeProduct,
  variant: Variant,
  { name, rooms }: Pick<ConnectorContext, 'name' | 'rooms'>,
): Told[] {
  const data = toBasePrice(variant, terms, name);
  const print = priceFingerprint(data);
  // What we entered and nobody priced yet costs nothing only because everything new does.
  const unpriced = variant.published !== null && !hasPrice(variant);
  const own = variant.publishedPrice?.value === print || unpriced;
  const updatedAt = instantOf(variant.updatedAt, 'updatedAt');
  const id = rooms.told.idOf({ about: `price/${variant.legacyResourceId}`, updatedAt, content: print, own });
  if (id === undefined) return [];
  return [{ name: 'price.changed', id, ...subjectOf(product, variant, data.sku), occurredAt: updatedAt, data }];
}

function subjectOf(product: WholeProduct['product'], variant: Variant, key: string) {
  return { key, identifiers: [variant.legacyResourceId, variant.id, product.id] };
}
