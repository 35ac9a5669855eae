import type { Document, Mutation } from './document.ts';

/** Metafields of the app's own namespace: nobody else sees or changes them. */
export const metafieldKeys = {
  /** Our reference of a product, customer or imported order. Unique: its definition has the type `id`. */
  reference: 'crossdock_ref',
  /** What we published last, so that our own changes are not told back to us. */
  published: 'crossdock_published',
  /** What an order was imported with, so that its own news are not told back to us. */
  imported: 'crossdock_imported',
  /** Which parcels of an order we made, by our references. */
  shipments: 'crossdock_shipments',
  /** The base price that we published last. */
  price: 'crossdock_price',
} as const;

const productFields = /* GraphQL */ `
    id
    legacyResourceId
    title
    descriptionHtml
    vendor
    productType
    status
    isGiftCard
    updatedAt
    reference: metafield(key: "${metafieldKeys.reference}") { value }
    published: metafield(key: "${metafieldKeys.published}") { value }
`;

const product = /* GraphQL */ `
  fragment Product on Product {
    ${productFields}
    media(first: 250) { nodes { ... on MediaImage { image { url } } } }
  }
`;

const variantFields = /* GraphQL */ `
    id
    legacyResourceId
    sku
    barcode
    price
    compareAtPrice
    requiresComponents
    updatedAt
    selectedOptions { name value }
    published: metafield(key: "${metafieldKeys.published}") { value }
    publishedPrice: metafield(key: "${metafieldKeys.price}") { value }
    inventoryItem {
      duplicateSkuCount
      requiresShipping
      harmonizedSystemCode
      countryCodeOfOrigin
      measurement { weight { value unit } }
    }
`;

const variant = `fragment Variant on ProductVariant { ${variantFields} }`;

const terms = 'shop { currencyCode taxesIncluded }';

/** A product with its first variants. */
export const productById: Document = {
  name: 'ProductById',
  cost: 86,
  scopes: ['read_products', 'read_inventory'],
  text: `query ProductById($id: ID!, $after: String) {
    ${terms}
    product(id: $id) {
      ...Product
      variants(first: 60, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...Variant } }
    }
  } ${product}${variant}`,
};

/** The product that carries our reference. */
export const productByReference: Document = {
  name: 'ProductByReference',
  cost: 1,
  scopes: ['read_products'],
  text: `query ProductByReference($reference: String!) {
    productByIdentifier(identifier: { customId: { key: "${metafieldKeys.reference}", value: $reference } }) { id }
  }`,
};

/** The variants of SKUs, to know their products. */
export const variantsOfSkus: Document = {
  name: 'VariantsOfSkus',
  cost: 20,
  scopes: ['read_products'],
  text: `query VariantsOfSkus($query: String!, $after: String) {
    productVariants(first: 100, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor }
      nodes { id sku product { id } }
    }
  }`,
};

/** The variants of SKUs with their products. */
export const productsOfSkus: Document = {
  name: 'ProductsOfSkus',
  cost: 241,
  scopes: ['read_products', 'read_inventory'],
  text: `query ProductsOfSkus($query: String!, $after: String) {
    ${terms}
    productVariants(first: 50, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Variant product { ...Product } }
    }
  } ${product}${variant}`,
};

/** Products that changed in a span of time. */
export const productsUpdated: Document = {
  name: 'ProductsUpdated',
  cost: 428,
  scopes: ['read_products', 'read_inventory'],
  text: `query ProductsUpdated($query: String, $after: String) {
    ${terms}
    products(first: 20, after: $after, query: $query, sortKey: UPDATED_AT) {
      pageInfo { hasNextPage endCursor }
      edges {
        cursor
        node {
          ...Product
          variants(first: 60) { pageInfo { hasNextPage endCursor } nodes { ...Variant } }
        }
      }
    }
  } ${product}${variant}`,
};

/** The price lists of the shop, by name. */
export const priceLists: Document = {
  name: 'PriceLists',
  cost: 13,
  scopes: ['read_products'],
  text: `query PriceLists($after: String) {
    priceLists(first: 250, after: $after) { pageInfo { hasNextPage endCursor } nodes { id name currency } }
  }`,
};

/** The fixed prices of a list. */
export const fixedPrices: Document = {
  name: 'FixedPrices',
  cost: 31,
  scopes: ['read_products', 'read_inventory'],
  text: `query FixedPrices($id: ID!, $after: String) {
    ${terms}
    priceList(id: $id) {
      prices(first: 100, after: $after, originType: FIXED) {
        pageInfo { hasNextPage endCursor }
        edges {
          cursor
          node {
            price { amount currencyCode }
            compareAtPrice { amount currencyCode }
            variant { id sku inventoryItem { duplicateSkuCount } }
          }
        }
      }
    }
  }`,
};

/** The shop's currency, and whether its prices contain the tax. */
export const priceTerms: Document = {
  name: 'PriceTerms',
  cost: 1,
  text: `query PriceTerms { ${terms} }`,
};

/** All products with all their variants, for a bulk operation. */
export function productsInBulk(since: string | undefined): string {
  const filter = since === undefined ? '' : `(query: "updated_at:>='${since}'")`;
  return `{ products${filter} { edges { node {
    ${productFields}
    media { edges { node { id ... on MediaImage { image { url } } } } }
    variants { edges { node { ${variantFields} } } }
  } } } }`;
}

/** The channels that products are published to. */
export const publications: Document = {
  name: 'Publications',
  cost: 24,
  scopes: ['read_publications'],
  text: `query Publications($after: String) {
    publications(first: 250, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id supportsFuturePublishing catalog { title } }
    }
  }`,
};

/** Where a product is published, or will be. */
export const publicationsOfProduct: Document = {
  name: 'PublicationsOfProduct',
  cost: 21,
  scopes: ['read_products', 'read_publications'],
  text: `query PublicationsOfProduct($id: ID!) {
    product(id: $id) {
      resourcePublicationsV2(first: 100, onlyPublished: false) { nodes { publishDate publication { id } } }
    }
  }`,
};

/** Whether our references are unique already. */
export const referenceDefinition: Document = {
  name: 'ReferenceDefinition',
  cost: 3,
  text: `query ReferenceDefinition($ownerType: MetafieldOwnerType!) {
    metafieldDefinitions(first: 1, ownerType: $ownerType, namespace: "$app", key: "${metafieldKeys.reference}") {
      nodes { id }
    }
  }`,
};

/** Makes our references unique. */
export const defineReference: Mutation = {
  name: 'DefineReference',
  cost: 13,
  text: `mutation DefineReference($definition: MetafieldDefinitionInput!) {
    metafieldDefinitionCreate(definition: $definition) {
      createdDefinition { id }
      userErrors { field message code }
    }
  }`,
};

/** Enters a product with its one variant. */
export const createProduct: Mutation = {
  name: 'CreateProduct',
  cost: 13,
  scopes: ['write_products', 'read_products'],
  text: `mutation CreateProduct($product: ProductCreateInput!, $media: [CreateMediaInput!]) {
    productCreate(product: $product, media: $media) {
      product { id }
      userErrors { field message }
    }
  }`,
};

const optionRefusals = {
  VARIANT_ALREADY_EXISTS: 'conflict',
  OPTION_DOES_NOT_EXIST: 'conflict',
  OPTION_VALUES_FOR_NUMBER_OF_UNKNOWN_OPTIONS: 'conflict',
  PRODUCT_VARIANT_DOES_NOT_EXIST: 'not-found',
  NEGATIVE_PRICE_VALUE: 'input-invalid',
} as const;

/** Adds variants to a product. What is there stays, the variant without options too. */
export const createVariants: Mutation = {
  name: 'CreateVariants',
  cost: 13,
  scopes: ['write_products', 'read_products'],
  refusals: optionRefusals,
  text: `mutation CreateVariants($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkCreate(productId: $productId, variants: $variants, strategy: PRESERVE_STANDALONE_VARIANT) {
      productVariants { id }
      userErrors { field message code }
    }
  }`,
};

/** Changes a product and its variants, in this order and in one request. */
export const changeProduct: Mutation = {
  name: 'ChangeProduct',
  cost: 26,
  scopes: ['write_products', 'read_products'],
  refusals: optionRefusals,
  text: `mutation ChangeProduct(
    $product: ProductUpdateInput!
    $media: [CreateMediaInput!]
    $withProduct: Boolean!
    $productId: ID!
    $variants: [ProductVariantsBulkInput!]!
    $withVariants: Boolean!
  ) {
    productVariantsBulkUpdate(productId: $productId, variants: $variants) @include(if: $withVariants) {
      productVariants { id }
      userErrors { field message code }
    }
    productUpdate(product: $product, media: $media) @include(if: $withProduct) {
      product { id }
      userErrors { field message }
    }
  }`,
};

/** Publishes a product to channels. */
export const publishToChannels: Mutation = {
  name: 'PublishToChannels',
  cost: 12,
  scopes: ['write_publications'],
  text: `mutation PublishToChannels($id: ID!, $input: [PublicationInput!]!) {
    publishablePublish(id: $id, input: $input) { userErrors { field message } }
  }`,
};

/** Sets prices of a price list. */
export const setFixedPrices: Mutation = {
  name: 'SetFixedPrices',
  cost: 12,
  scopes: ['write_products', 'read_products'],
  refusals: {
    PRICE_LIST_NOT_FOUND: 'not-found',
    VARIANT_NOT_FOUND: 'not-found',
    PRICE_LIST_CURRENCY_MISMATCH: 'currency-mismatch',
  },
  text: `mutation SetFixedPrices($id: ID!, $prices: [PriceListPriceInput!]!) {
    priceListFixedPricesAdd(priceListId: $id, prices: $prices) { userErrors { field message code } }
  }`,
};

/** The documents about products, prices and channels. */
export const catalogDocuments = [
  productById,
  productByReference,
  variantsOfSkus,
  productsOfSkus,
  productsUpdated,
  priceLists,
  fixedPrices,
  priceTerms,
  publications,
  publicationsOfProduct,
  referenceDefinition,
  defineReference,
  createProduct,
  createVariants,
  changeProduct,
  publishToChannels,
  setFixedPrices,
] as const;
