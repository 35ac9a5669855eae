import { type EventData, IntegrationError, type Money, parse, Product } from '@crossdock/core';
import { type WireItem, type WireVariation } from '../api/catalog.ts';
import { type Variation } from '../variations.ts';
import { toMinor } from './amounts.ts';

type ProductData = EventData<'product.changed'>;

/** Temporary ids of a new item and its variation, good within one request. */
const newItem = '#item';
export const newVariation = '#variation';

/** A new item with one variation. */
export function newItemOf(product: ProductData): Readonly<Record<string, unknown>> {
  mustBeSellable(product);
  const { sku, name, description, state, barcodes } = product;
  return {
    type: 'ITEM',
    id: newItem,
    present_at_all_locations: true,
    item_data: {
      name,
      ...(description !== undefined && { description }),
      is_archived: state !== 'active',
      product_type: 'REGULAR',
      variations: [
        {
          type: 'ITEM_VARIATION',
          id: newVariation,
          present_at_all_locations: true,
          item_variation_data: {
            item_id: newItem,
            name,
            sku,
            ...(barcodes[0] !== undefined && { upc: barcodes[0] }),
            // Without a price the cashier is asked for one, until a price is published.
            pricing_type: 'VARIABLE_PRICING',
            track_inventory: true,
          },
        },
      ],
    },
  };
}

/**
 * An item with what a product carries put into it. Whatever else it has stays: other variations, prices, taxes, pictures. Where
 * it has several variations, its own name is not that of one of them.
 */
export function withProduct(item: WireItem, variationId: string, product: ProductData): WireItem {
  mustBeSellable(product);
  const { variations = [] } = item.item_data;
  const alone = variations.length === 1;
  const { name, description, state, barcodes } = product;
  const active = state === 'active';
  return {
    ...item,
    item_data: {
      ...item.item_data,
      ...(alone && { name, is_archived: !active }),
      ...(alone && description !== undefined && { description }),
      variations: variations.map((it) =>
        it.id === variationId
          ? {
              ...it,
              item_variation_data: {
                ...it.item_variation_data,
                name,
                ...(barcodes[0] !== undefined && { upc: barcodes[0] }),
                ...(!alone && { sellable: active }),
              },
            }
          : it,
      ),
    },
  };
}

/** A variation that costs so much: everywhere, or at one store. Prices of other stores stay. */
export function withPrice(variation: WireVariation, price: Money, locationId: string | undefined): WireVariation {
  const data = variation.item_variation_data;
  const price_money = { amount: toMinor(price), currency: price.currency };
  const fixed = { pricing_type: 'FIXED_PRICING', price_money };
  if (locationId === undefined) return { ...variation, item_variation_data: { ...data, ...fixed } };
  const { location_overrides: overrides = [] } = data;
  const own = overrides.find((it) => it.location_id === locationId);
  const changed = { ...(own ?? { location_id: locationId }), ...fixed };
  const location_overrides = own ? overrides.map((it) => (it === own ? changed : it)) : [...overrides, changed];
  return { ...variation, item_variation_data: { ...data, location_overrides } };
}

/** A variation as a product of ours. */
export function toProduct(variation: WireVariation, article: Variation, item: WireItem, name: string): ProductData {
  const { item_variation_data: data, updated_at } = variation;
  const { item_data } = item;
  const alone = (item_data.variations ?? []).length <= 1;
  const description = item_data.description_plaintext ?? item_data.description;
  const document = {
    sku: article.sku,
    ...(!alone && { parent: item.id }),
    refs: { [name]: variation.id },
    name: (alone ? item_data.name : data.name) ?? data.name ?? item_data.name ?? article.sku,
    ...(description !== undefined && description !== '' && { description }),
    state: item_data.is_archived === true || data['sellable'] === false ? 'archived' : 'active',
    barcodes: data.upc === undefined || data.upc === '' ? [] : [data.upc],
    unit: article.unit,
    ...(updated_at !== undefined && { updatedAt: updated_at }),
  };
  return parse(Product, document, { what: 'the product', code: 'unmapped' });
}

function mustBeSellable({ kind, unit }: ProductData): void {
  if (kind === 'gift-card' || kind === 'bundle') {
    throw new IntegrationError(`Square takes no ${kind} from outside`, { code: 'unsupported-document', path: 'kind' });
  }
  if (unit !== 'EA') {
    throw new IntegrationError('Articles that are weighed or measured are made at Square itself', {
      code: 'unsupported-document',
      path: 'unit',
    });
  }
}
