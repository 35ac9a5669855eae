import type { Product } from '@crossdock/core';
import type { z } from 'zod';
import { type Barcode, dimensionNames, type ReleasedProduct, type ReleasedVariant } from '../api/product.ts';
import type { D365Config } from '../options/options.ts';
import { unmapped } from '../lookups/refusals.ts';

/** What a product of ours is made from. */
export interface ProductFacts {
  readonly sku: string;
  readonly product: ReleasedProduct;
  readonly variant?: ReleasedVariant | undefined;
  /** Those of the item, whichever variant they are of. */
  readonly barcodes: readonly Barcode[];
}

const optionNames = {
  ProductConfigurationId: 'configuration',
  ProductSizeId: 'size',
  ProductColorId: 'colour',
  ProductStyleId: 'style',
  ProductVersionId: 'version',
} as const;

/** A released product, or a variant of one, as a product. What is empty in the environment is absent. */
export function toProduct(facts: ProductFacts, config: D365Config, system: string): z.input<typeof Product> {
  const { sku, product, variant, barcodes } = facts;
  const own = barcodes.filter((it) => dimensionNames.every((name) => it[name] === (variant?.[name] ?? '')));
  const options = dimensionNames.flatMap((name) =>
    variant === undefined || variant[name] === '' ? [] : [[optionNames[name], variant[name]] as const],
  );
  const name = [variant?.ProductName, product.ProductSearchName, product.SearchName].find((it) => it?.trim());
  const origin = product.OriginCountryRegionId;
  return {
    sku,
    refs: { [system]: variant?.ProductVariantNumber || product.ItemNumber },
    name: name ?? product.ItemNumber,
    state: stateOf(variant?.ProductLifecycleStateId || product.ProductLifecycleStateId, config),
    kind: kindOf(product.ProductType),
    options: Object.fromEntries(options),
    barcodes: [...new Set(own.map((it) => it.Barcode).filter((code) => code !== ''))],
    unit: unitCodeOf(product.SalesUnitSymbol, config),
    ...(variant && { parent: product.ItemNumber }),
    ...(product.SalesSalesTaxItemGroupCode !== '' && { taxCategory: product.SalesSalesTaxItemGroupCode }),
    ...(/^[A-Z]{2}$/.test(origin) && { originCountry: origin }),
  };
}

function stateOf(id: string, { products }: Pick<D365Config, 'products'>): 'draft' | 'active' | 'archived' {
  if (id === '') return 'active';
  const state = Object.hasOwn(products.lifecycle, id) ? products.lifecycle[id] : undefined;
  if (state) return state;
  throw unmapped(`Life cycle state '${id}'`, `products.lifecycle.${id}`, 'ProductLifecycleStateId');
}

function kindOf(type: string): 'goods' | 'service' {
  if (type === 'Item') return 'goods';
  if (type === 'Service') return 'service';
  throw unmapped(`Product type '${type}'`, 'the connector', 'ProductType');
}

/** Our code of a unit. Names of units compare without regard to case; things without one are counted by the piece. */
function unitCodeOf(symbol: string, { units }: Pick<D365Config, 'units'>): string {
  if (symbol === '') return 'EA';
  const code = Object.entries(units).find(([name]) => name.toLowerCase() === symbol.toLowerCase())?.[1];
  if (code === undefined) throw unmapped(`Unit '${symbol}'`, `units.${symbol}`, 'SalesUnitSymbol');
  return code;
}
