import { z } from 'zod';
import { PageInfo } from './inventory-data.ts';

const Metafield = z.object({ value: z.string() }).nullable();

/** A product without its variants. */
export const Product = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  title: z.string(),
  descriptionHtml: z.string(),
  vendor: z.string(),
  productType: z.string(),
  status: z.string(),
  isGiftCard: z.boolean(),
  updatedAt: z.string(),
  reference: Metafield,
  published: Metafield,
  media: z.object({ nodes: z.array(z.object({ image: z.object({ url: z.string() }).nullish() })) }),
});

/** A variant: what has a SKU. */
export const Variant = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  price: z.string(),
  compareAtPrice: z.string().nullable(),
  requiresComponents: z.boolean(),
  updatedAt: z.string(),
  selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
  published: Metafield,
  publishedPrice: Metafield,
  inventoryItem: z.object({
    duplicateSkuCount: z.int(),
    requiresShipping: z.boolean(),
    harmonizedSystemCode: z.string().nullable(),
    countryCodeOfOrigin: z.string().nullable(),
    measurement: z.object({ weight: z.object({ value: z.number(), unit: z.string() }).nullable() }),
  }),
});

const Variants = z.object({ pageInfo: PageInfo, nodes: z.array(Variant) });

/** The shop's currency, and whether its prices contain the tax. */
export const Terms = z.object({ currencyCode: z.string(), taxesIncluded: z.boolean() });

export type Product = z.output<typeof Product>;
export type Variant = z.output<typeof Variant>;
export type Terms = z.output<typeof Terms>;

/** Answer of `ProductById`. */
export const ProductByIdData = z.object({ shop: Terms, product: Product.extend({ variants: Variants }).nullable() });

/** Answer of `ProductByReference`. */
export const ProductByReferenceData = z.object({ productByIdentifier: z.object({ id: z.string() }).nullable() });

/** Answer of `VariantsOfSkus`. */
export const VariantsOfSkusData = z.object({
  productVariants: z.object({
    pageInfo: PageInfo,
    nodes: z.array(z.object({ id: z.string(), sku: z.string().nullable(), product: z.object({ id: z.string() }) })),
  }),
});

/** Answer of `ProductsOfSkus`. */
export const ProductsOfSkusData = z.object({
  shop: Terms,
  productVariants: z.object({ pageInfo: PageInfo, nodes: z.array(Variant.extend({ product: Product })) }),
});

/** Answer of `ProductsUpdated`. */
export const ProductsUpdatedData = z.object({
  shop: Terms,
  products: z.object({
    pageInfo: PageInfo,
    edges: z.array(z.object({ cursor: z.string(), node: Product.extend({ variants: Variants }) })),
  }),
});

/** Answer of `PriceLists`. */
export const PriceListsData = z.object({
  priceLists: z.object({
    pageInfo: PageInfo,
    nodes: z.array(z.object({ id: z.string(), name: z.string(), currency: z.string() })),
  }),
});

const MoneyV2 = z.object({ amount: z.string(), currencyCode: z.string() });

/** A fixed price of a list. */
export const FixedPrice = z.object({
  price: MoneyV2,
  compareAtPrice: MoneyV2.nullable(),
  variant: z.object({
    id: z.string(),
    sku: z.string().nullable(),
    inventoryItem: z.object({ duplicateSkuCount: z.int() }),
  }),
});
export type FixedPrice = z.output<typeof FixedPrice>;

/** Answer of `FixedPrices`. */
export const FixedPricesData = z.object({
  shop: Terms,
  priceList: z
    .object({
      prices: z.object({
        pageInfo: PageInfo,
        edges: z.array(z.object({ cursor: z.string(), node: FixedPrice })),
      }),
    })
    .nullable(),
});

/** Answer of `PriceTerms`. */
export const PriceTermsData = z.object({ shop: Terms });

/** A product of a bulk operation: what belongs to it comes in lines of its own. */
export const BulkProduct = Product.omit({ media: true });

/** An image, or another medium, of a bulk operation. */
export const BulkMedium = z.object({ image: z.object({ url: z.string() }).nullish() });

/** Answer of `Publications`. */
export const PublicationsData = z.object({
  publications: z.object({
    pageInfo: PageInfo,
    nodes: z.array(
      z.object({
        id: z.string(),
        supportsFuturePublishing: z.boolean(),
        catalog: z.object({ title: z.string() }).nullable(),
      }),
    ),
  }),
});

/** Answer of `PublicationsOfProduct`. */
export const PublicationsOfProductData = z.object({
  product: z
    .object({
      resourcePublicationsV2: z.object({
        nodes: z.array(z.object({ publishDate: z.string().nullable(), publication: z.object({ id: z.string() }) })),
      }),
    })
    .nullable(),
});

/** Answer of `ReferenceDefinition`. */
export const ReferenceDefinitionData = z.object({
  metafieldDefinitions: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
});

/** Answer of `CreateProduct`. */
export const CreateProductData = z.object({ productCreate: z.object({ product: z.object({ id: z.string() }) }) });

/** Answer of `CreateVariants`. */
export const CreateVariantsData = z.object({
  productVariantsBulkCreate: z.object({ productVariants: z.array(z.object({ id: z.string() })).min(1) }),
});
