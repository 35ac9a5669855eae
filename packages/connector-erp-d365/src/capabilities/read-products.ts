import { type Implementation, parse, Product } from '@crossdock/core';
import type { ReleasedProduct, ReleasedVariant } from '../api/product.ts';
import { type CatalogReader, createCatalogReader } from '../environment/catalog-reader.ts';
import type { Rooms } from '../context.ts';
import { createItemNames, isSellable, type ItemKey, type ItemNames, keyOf } from '../lookups/item-names.ts';
import { isAhead, nextOf, told } from '../listing.ts';
import { toProduct } from '../mapping/product.ts';

type Needed = Pick<Rooms, 'client' | 'config' | 'clock' | 'system' | 'items'>;

/** A page of products asks for the barcodes of every item, so it is shorter. */
const mostProducts = 100;

/** Reads released products with their barcodes. SKUs that the company does not have are left out. */
export function getProducts(rooms: Needed): Implementation<'getProducts'> {
  return {
    async run({ skus }, { signal }) {
      const desk = deskOf(rooms);
      const items = await rooms.items.bySku(skus, signal);
      const found: Product[] = [];
      for (const sku of new Set(skus)) {
        const item = items.get(sku);
        const product = item && (await productAt(sku, keyOf(item), desk, signal));
        if (product) found.push(product);
      }
      return found;
    },
  };
}

/**
 * Lists released products, one for each SKU, in the order of their numbers. The platform does not tell when one changed, so whatever span
 * is asked for, all of them are listed.
 */
export function listProducts(rooms: Needed): Implementation<'listProducts'> {
  return {
    async run({ changedFrom, cursor: after, limit: most }, { signal }) {
      if (isAhead(changedFrom, rooms.clock)) return { items: [], refused: [] };
      const desk = deskOf(rooms);
      const { reader, names } = desk;
      const limit = Math.min(most, mostProducts);
      const productsOf = async (item: ItemKey): Promise<readonly Product[]> => {
        const found = [];
        for (const sku of await names.skusOf(item, signal)) found.push(await productAt(sku, item, desk, signal));
        return found.flatMap((it) => it ?? []);
      };
      if (rooms.config.items.by === 'variant-number') {
        const rows = await reader.variants({ after, limit }, signal);
        const page = await told(rows, namesOfVariant, (row) => productsOf(keyOf(dimensionsOf(row))));
        return { ...page, ...nextOf(rows, { after, limit }, (row) => row.ProductVariantNumber) };
      }
      const rows = await reader.products({ after, limit }, signal);
      const page = await told(
        rows,
        (row) => [row.ItemNumber],
        async (row) => (await sellable(row, names, signal, productsOf)).flat(),
      );
      return { ...page, ...nextOf(rows, { after, limit }, (row) => row.ItemNumber) };
    },
  };
}

interface Desk extends Needed {
  readonly reader: CatalogReader;
  readonly names: ItemNames;
}

const deskOf = (rooms: Needed): Desk => ({
  ...rooms,
  reader: createCatalogReader(rooms.client, rooms.config),
  names: createItemNames(rooms.client, rooms.config),
});

/** A master is sold as one of its variants: only those that the configuration names have a SKU. */
async function sellable(
  row: ReleasedProduct,
  { variantsOf }: ItemNames,
  signal: AbortSignal,
  productsOf: (item: ItemKey) => Promise<readonly Product[]>,
): Promise<readonly (readonly Product[])[]> {
  if (row.ProductSubType !== 'ProductMaster') return [await productsOf(keyOf({ ItemNumber: row.ItemNumber }))];
  const products = [];
  for (const variant of await variantsOf(row.ItemNumber, signal)) {
    products.push(await productsOf(keyOf(dimensionsOf(variant))));
  }
  return products;
}

async function productAt(
  sku: string,
  item: ItemKey,
  { reader, names, config, system }: Desk,
  signal: AbortSignal,
): Promise<Product | undefined> {
  const product = await reader.product(item.ItemNumber, signal);
  if (!product || !isSellable(product, item)) return undefined;
  const variants = product.ProductSubType === 'ProductMaster' ? await names.variantsOf(item.ItemNumber, signal) : [];
  const variant = variants.find((it) => isVariant(it, item));
  const barcodes = await reader.barcodes(item.ItemNumber, signal);
  const what = `The released product ${item.ItemNumber}`;
  const input = toProduct({ sku, product, variant, barcodes }, config, system);
  return parse(Product, input, { what, code: 'response-invalid' });
}

const isVariant = (variant: ReleasedVariant, item: ItemKey): boolean =>
  Object.entries(dimensionsOf(variant)).every(([name, value]) => item[name as keyof ItemKey] === value);

function dimensionsOf({
  ProductVariantNumber: _,
  ProductName: __,
  ProductLifecycleStateId: ___,
  ...item
}: ReleasedVariant) {
  return item;
}

const namesOfVariant = ({ ItemNumber, ProductVariantNumber }: ReleasedVariant): readonly string[] =>
  [ProductVariantNumber, ItemNumber].filter((it) => it !== '');
