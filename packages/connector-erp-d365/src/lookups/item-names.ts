import { IntegrationError } from '@crossdock/core';
import {
  type Dimensions,
  dimensionNames,
  type ReleasedProduct,
  ReleasedVariant,
  variantFields,
} from '../api/product.ts';
import { itemFieldsOf } from './item-catalog.ts';
import type { ODataClient } from '../odata/client.ts';
import type { D365Config } from '../options/options.ts';

/** An item, or one variant of it where dimensions are filled. */
export type ItemKey = Dimensions & { readonly ItemNumber: string };

/** Tells the SKUs of items: the rule by which `ItemCatalog` finds an item, the other way round. */
export interface ItemNames {
  /** SKUs of exactly this item or variant; none when no SKU of ours is it. */
  skusOf(item: ItemKey, signal: AbortSignal): Promise<readonly string[]>;
  /** SKUs of everything of a product that has these dimensions; an empty one stands for any. A master is only sold as its variants. */
  skusWithin(
    item: ItemKey,
    product: Pick<ReleasedProduct, 'ProductSubType'>,
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** The variants of an item. */
  variantsOf(itemNumber: string, signal: AbortSignal): Promise<readonly ReleasedVariant[]>;
}

/** For one call: variants that were read are remembered until it ends. */
export function createItemNames(client: ODataClient, config: Pick<D365Config, 'company' | 'items'>): ItemNames {
  const { items, company } = config;
  const variants = new Map<string, readonly ReleasedVariant[]>();
  const overrides = Object.entries(items.overrides).map(([sku, it]) => ({ sku, item: keyOf(itemFieldsOf(it)) }));

  const variantsOf = async (itemNumber: string, signal: AbortSignal): Promise<readonly ReleasedVariant[]> => {
    const known = variants.get(itemNumber);
    if (known) return known;
    const filter = { dataAreaId: company, ItemNumber: itemNumber };
    const query = { filter, select: variantFields, row: ReleasedVariant, signal };
    const found = (await client.list('ReleasedProductVariantsV2', query)).filter((it) => it.ItemNumber === itemNumber);
    variants.set(itemNumber, found);
    return found;
  };

  const named = async (
    item: ItemKey,
    fits: (candidate: ItemKey) => boolean,
    signal: AbortSignal,
  ): Promise<readonly string[]> => {
    const own = overrides.filter((it) => it.item.ItemNumber === item.ItemNumber);
    const skus = own.filter((it) => fits(it.item)).map((it) => it.sku);
    if (items.by === 'item-number') {
      const isPlain = fits({ ...noDimensions, ItemNumber: item.ItemNumber });
      // A name that the configuration gives to another item does not mean this one.
      const isTaken = items.overrides[item.ItemNumber] !== undefined || own.some((it) => isWithout(it.item));
      return isPlain && !isTaken ? [...skus, item.ItemNumber] : skus;
    }
    const others = (await variantsOf(item.ItemNumber, signal)).filter(
      (it) => fits(it) && !own.some((known) => isSame(known.item, it)),
    );
    for (const { ProductVariantNumber: number } of others) {
      if (number === '') {
        throw new IntegrationError('A variant has no variant number, so it has no SKU', {
          code: 'unmapped',
          path: 'ProductVariantNumber',
        });
      }
      if (items.overrides[number] === undefined) skus.push(number);
    }
    return skus;
  };

  return {
    variantsOf,
    skusOf: (item, signal) => named(item, (candidate) => isSame(candidate, item), signal),
    skusWithin: (item, product, signal) => {
      const isWithin = (it: ItemKey) => dimensionNames.every((name) => item[name] === '' || it[name] === item[name]);
      return named(item, (it) => isSellable(product, it) && isWithin(it), signal);
    },
  };
}

const noDimensions: Dimensions = {
  ProductConfigurationId: '',
  ProductSizeId: '',
  ProductColorId: '',
  ProductStyleId: '',
  ProductVersionId: '',
};

/** An item with every dimension, empty where it has none. */
export function keyOf(item: { readonly ItemNumber: string } & Partial<Dimensions>): ItemKey {
  return { ...noDimensions, ...item };
}

/** Whether an order can name it: a master only by one of its variants. */
export function isSellable({ ProductSubType }: Pick<ReleasedProduct, 'ProductSubType'>, item: Dimensions): boolean {
  return ProductSubType !== 'ProductMaster' || !isWithout(item);
}

const isWithout = (item: Dimensions): boolean => dimensionNames.every((name) => item[name] === '');

const isSame = (a: Dimensions, b: Dimensions): boolean => dimensionNames.every((name) => a[name] === b[name]);
