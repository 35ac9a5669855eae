import {
  Barcode,
  barcodeFields,
  productFields,
  ReleasedProduct,
  ReleasedVariant,
  variantFields,
} from '../api/product.ts';
import type { ODataClient } from '../odata/client.ts';
import type { D365Config } from '../options/options.ts';

/** Which rows are wanted next: so many behind a key. */
export interface NextRows {
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Reads the catalogue of one company. Knows the rows and nothing of SKUs. */
export interface CatalogReader {
  product(itemNumber: string, signal: AbortSignal): Promise<ReleasedProduct | undefined>;
  /** Products in the order of their item numbers. */
  products(next: NextRows, signal: AbortSignal): Promise<readonly ReleasedProduct[]>;
  /** Variants in the order of their variant numbers. */
  variants(next: NextRows, signal: AbortSignal): Promise<readonly ReleasedVariant[]>;
  /** Barcodes of an item and of all its variants. */
  barcodes(itemNumber: string, signal: AbortSignal): Promise<readonly Barcode[]>;
}

/** For one call: products that were read are remembered until it ends. */
export function createCatalogReader(client: ODataClient, { company }: Pick<D365Config, 'company'>): CatalogReader {
  const products = new Map<string, ReleasedProduct | undefined>();
  const barcodes = new Map<string, readonly Barcode[]>();
  const scope = { dataAreaId: company };
  const behind = (field: string, { after, limit }: NextRows) => ({
    filter: { ...scope, ...(after !== undefined && { [field]: { after } }) },
    orderBy: field,
    top: limit,
  });
  return {
    async product(itemNumber, signal) {
      if (!products.has(itemNumber)) {
        const key = { ...scope, ItemNumber: itemNumber };
        const options = { row: ReleasedProduct, select: productFields, signal };
        products.set(itemNumber, await client.read('ReleasedProductsV2', key, options));
      }
      return products.get(itemNumber);
    },
    products: async (next, signal) => {
      const query = { ...behind('ItemNumber', next), select: productFields, row: ReleasedProduct, signal };
      const found = await client.list('ReleasedProductsV2', query);
      for (const it of found) products.set(it.ItemNumber, it);
      return found;
    },
    variants: (next, signal) =>
      client.list('ReleasedProductVariantsV2', {
        ...behind('ProductVariantNumber', next),
        select: variantFields,
        row: ReleasedVariant,
        signal,
      }),
    async barcodes(itemNumber, signal) {
      const known = barcodes.get(itemNumber);
      if (known) return known;
      const filter = { ...scope, ItemNumber: itemNumber };
      const query = { filter, select: barcodeFields, row: Barcode, signal };
      const found = (await client.list('ProductBarcodesV3', query)).filter((it) => it.ItemNumber === itemNumber);
      barcodes.set(itemNumber, found);
      return found;
    },
  };
}
