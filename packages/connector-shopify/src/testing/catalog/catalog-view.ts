import { type PageArguments, pageOf } from '../connection.ts';
import { decimalAmount, toMinorUnits } from '../minor-units.ts';
import { gid, graphqlTime } from '../platform-formats.ts';
import type {
  CatalogBooks,
  CatalogPriceList,
  CatalogProduct,
  CatalogPublication,
  FoundVariant,
} from './catalog-books.ts';
import { metafieldOf } from './metafields.ts';

type View = Record<string, unknown>;

/** What the views are made with. */
export interface CatalogViewSettings {
  readonly catalog: CatalogBooks;
  readonly currency: string;
  readonly now: () => number;
  /** The inventory item of a variant, as the stock domain shows it. */
  readonly itemView: (found: FoundVariant) => View;
}

/** A product in the shape that GraphQL selects from. */
export function productView(product: CatalogProduct, settings: CatalogViewSettings): View {
  return {
    id: gid('Product', product.id),
    legacyResourceId: product.id.toString(),
    title: product.title,
    handle: product.handle,
    descriptionHtml: product.descriptionHtml,
    vendor: product.vendor,
    productType: product.productType,
    status: product.status,
    isGiftCard: product.giftCard,
    hasOnlyDefaultVariant: product.variants.every(({ selected }) => selected[0]?.name === 'Title'),
    hasVariantsThatRequiresComponents: false,
    tags: [],
    createdAt: graphqlTime(product.createdAt),
    updatedAt: graphqlTime(product.updatedAt),
    metafield: metafieldOf(product),
    options: product.options.map(({ name, values }, index) => ({
      id: `${gid('ProductOption', product.id)}${index}`,
      name,
      position: index + 1,
      values,
    })),
    media: (page: PageArguments) =>
      pageOf(
        product.media,
        page,
        ({ id }) => [0, id.toString()],
        ({ id, url }) => ({
          __typename: 'MediaImage',
          id: gid('MediaImage', id),
          alt: null,
          mediaContentType: 'IMAGE',
          image: { url: `https://cdn.shopify.example/files/${id.toString()}-${url.split('/').at(-1) ?? ''}` },
        }),
      ),
    resourcePublicationsV2: (page: PageArguments & { onlyPublished?: boolean | null }) =>
      pageOf(
        [...product.publications].filter(([, from]) => page.onlyPublished === false || from <= settings.now()),
        page,
        ([id]) => [0, id.toString()],
        ([id, from]) => ({
          isPublished: from <= settings.now(),
          publishDate: graphqlTime(from),
          publication: publicationView(settings.catalog.publications.find((it) => it.id === id)),
        }),
      ),
    variants: (page: PageArguments) =>
      pageOf(
        product.variants,
        page,
        ({ id }) => [0, id.toString()],
        (variant) => variantView({ product, variant }, settings),
      ),
  };
}

/** A variant in the shape that GraphQL selects from. */
export function variantView(found: FoundVariant, settings: CatalogViewSettings): View {
  const { product, variant } = found;
  const amount = (text: string): string =>
    decimalAmount(toMinorUnits(text, settings.currency), settings.currency).replace(/\.(\d)$/, '.$10');
  return {
    id: gid('ProductVariant', variant.id),
    legacyResourceId: variant.id.toString(),
    sku: variant.sku,
    barcode: variant.barcode,
    title: variant.selected.map(({ value }) => value).join(' / '),
    price: amount(variant.price),
    compareAtPrice: variant.compareAtPrice === null ? null : amount(variant.compareAtPrice),
    taxable: variant.taxable,
    requiresComponents: false,
    selectedOptions: variant.selected,
    updatedAt: graphqlTime(variant.updatedAt),
    metafield: metafieldOf(variant),
    product: () => productView(product, settings),
    inventoryItem: () => settings.itemView(found),
  };
}

/** A price list in the shape that GraphQL selects from. */
export function priceListView(list: CatalogPriceList | undefined, settings: CatalogViewSettings): View | null {
  if (!list) return null;
  const money = (amount: string): View => ({ amount, currencyCode: list.currency });
  return {
    id: gid('PriceList', list.id),
    name: list.name,
    currency: list.currency,
    prices: (page: PageArguments) =>
      pageOf(
        [...list.prices].flatMap(([id, price]) => {
          const found = settings.catalog.variant(id);
          return found ? [{ found, price }] : [];
        }),
        page,
        ({ found }) => [0, found.variant.id.toString()],
        ({ found, price: { price, compareAtPrice } }) => ({
          originType: 'FIXED',
          price: money(price),
          compareAtPrice: compareAtPrice === null ? null : money(compareAtPrice),
          variant: variantView(found, settings),
        }),
      ),
  };
}

/** A channel in the shape that GraphQL selects from. */
export function publicationView(publication: CatalogPublication | undefined): View | null {
  if (!publication) return null;
  const { id, title, supportsFuture } = publication;
  return {
    id: gid('Publication', id),
    supportsFuturePublishing: supportsFuture,
    catalog: { __typename: 'AppCatalog', id: gid('AppCatalog', id), title },
  };
}
