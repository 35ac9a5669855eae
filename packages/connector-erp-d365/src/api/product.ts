import { z } from 'zod';

/** The dimensions that tell variants apart, empty where an item has none. */
export const Dimensions = z.object({
  ProductConfigurationId: z.string(),
  ProductSizeId: z.string(),
  ProductColorId: z.string(),
  ProductStyleId: z.string(),
  ProductVersionId: z.string(),
});
export type Dimensions = z.output<typeof Dimensions>;

/** Names of the dimensions. */
export const dimensionNames = Object.keys(Dimensions.shape) as readonly (keyof Dimensions)[];

/** A released product, as far as we read it. */
export const ReleasedProduct = z.object({
  ItemNumber: z.string().min(1),
  ProductSearchName: z.string(),
  SearchName: z.string(),
  ProductType: z.string(),
  ProductSubType: z.string(),
  ProductLifecycleStateId: z.string(),
  SalesUnitSymbol: z.string(),
  SalesSalesTaxItemGroupCode: z.string(),
  SalesPrice: z.string(),
  SalesPriceQuantity: z.string(),
  OriginCountryRegionId: z.string(),
});
export type ReleasedProduct = z.output<typeof ReleasedProduct>;

export const productFields = Object.keys(ReleasedProduct.shape);

/** A released variant of a product master. */
export const ReleasedVariant = Dimensions.extend({
  ItemNumber: z.string().min(1),
  ProductVariantNumber: z.string(),
  ProductName: z.string(),
  ProductLifecycleStateId: z.string(),
});
export type ReleasedVariant = z.output<typeof ReleasedVariant>;

export const variantFields = Object.keys(ReleasedVariant.shape);

/** A barcode of an item or of one variant of it. */
export const Barcode = Dimensions.extend({ ItemNumber: z.string(), Barcode: z.string() });
export type Barcode = z.output<typeof Barcode>;

export const barcodeFields = Object.keys(Barcode.shape);
