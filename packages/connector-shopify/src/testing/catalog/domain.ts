import { type PageArguments, pageOf } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import { itemView } from '../inventory/stock-view.ts';
import { gid, numberOf, payloadTime } from '../platform-formats.ts';
import { searchFilter, type SearchKey } from '../search.ts';
import { catalogChanges } from './catalog-changes.ts';
import { type CatalogProduct, type CatalogVariant, type FoundVariant, noOptions } from './catalog-books.ts';
import { type CatalogViewSettings, priceListView, productView, publicationView, variantView } from './catalog-view.ts';
import { byCustomId, definitionView, type OwnerType } from './metafields.ts';

/** A product to enter: one variant, or several by their options. */
export interface AddProductInput {
  readonly title: string;
  readonly vendor?: string;
  readonly type?: string;
  /** @default 'ACTIVE' */
  readonly status?: CatalogProduct['status'];
  readonly giftCard?: boolean;
  readonly variants: readonly (Partial<
    Pick<CatalogVariant, 'sku' | 'barcode' | 'price' | 'compareAtPrice' | 'tracked'>
  > & {
    readonly options?: Readonly<Record<string, string>>;
  })[];
}

/** What happens to products in the shop: every call books it and tells it. */
export interface CatalogControls {
  addProduct(input: AddProductInput): CatalogProduct;
  /** Changes fields of the product with this SKU, or of the variant itself. */
  editProduct(
    sku: string,
    change: Partial<Pick<CatalogProduct, 'title' | 'vendor' | 'status' | 'descriptionHtml' | 'handle'>> &
      Partial<Pick<CatalogVariant, 'price' | 'compareAtPrice' | 'barcode'>>,
  ): void;
  /** Enters a price list. */
  addPriceList(name: string, currency: string): void;
}

/** Products and variants: the fields of the root that read and write them. */
export function catalogDomain(shop: ShopContext): Domain {
  const { catalog, now } = shop;
  const settings = viewSettings(shop);
  const tell = (topic: 'products/create' | 'products/update', product: CatalogProduct): void =>
    tellProduct(shop, topic, product);
  const changes = catalogChanges({ catalog, nextId: shop.nextId, tell });
  const seen = (payload: unknown): unknown => payloadView(payload, settings);
  const shownProduct = (product: CatalogProduct | undefined) => (product ? productView(product, settings) : null);
  return {
    queries: {
      product: ({ id }: { id: string }) => shownProduct(catalog.product(numberOf(id, 'Product'))),
      productByIdentifier: ({ identifier }: { identifier: Identifier }) => {
        if (identifier.id != null) return shownProduct(catalog.product(numberOf(identifier.id, 'Product')));
        if (identifier.handle != null)
          return shownProduct(catalog.products.find(({ handle }) => handle === identifier.handle));
        return shownProduct(identifier.customId ? byCustomId(catalog.products, identifier.customId) : undefined);
      },
      productVariant: ({ id }: { id: string }) => {
        const found = catalog.variant(numberOf(id, 'ProductVariant'));
        return found ? variantView(found, settings) : null;
      },
      products: (page: PageArguments & { query?: string | null; sortKey?: string | null }) =>
        pageOf(
          catalog.products.filter(searchFilter(page.query, productKeys)),
          page,
          (product) => [page.sortKey === 'UPDATED_AT' ? product.updatedAt : 0, product.id.toString()],
          (product) => productView(product, settings),
        ),
      productVariants: (page: PageArguments & { query?: string | null }) =>
        pageOf(
          catalog.variants.filter(searchFilter(page.query, variantKeys)),
          page,
          ({ variant }) => [0, variant.id.toString()],
          (found) => variantView(found, settings),
        ),
      priceList: ({ id }: { id: string }) =>
        priceListView(
          catalog.priceLists.find((it) => gid('PriceList', it.id) === id),
          settings,
        ),
      priceLists: (page: PageArguments) =>
        pageOf(
          catalog.priceLists,
          page,
          ({ id }) => [0, id.toString()],
          (list) => priceListView(list, settings),
        ),
      publications: (page: PageArguments) =>
        pageOf(
          catalog.publications,
          page,
          ({ id }) => [0, id.toString()],
          (it) => publicationView(it),
        ),
      metafieldDefinitions: (
        page: PageArguments & { ownerType: OwnerType; namespace?: string | null; key?: string | null },
      ) =>
        pageOf(
          catalog.metafields.definitions(page),
          page,
          ({ id }) => [0, id.toString()],
          (definition) => definitionView(definition),
        ),
    },
    mutations: {
      metafieldDefinitionCreate: ({ definition }: { definition: Parameters<typeof catalog.metafields.define>[0] }) =>
        catalog.metafields.define(definition),
      priceListFixedPricesAdd: (args: Parameters<typeof changes.setFixedPrices>[0]) => changes.setFixedPrices(args),
      productCreate: (args: Parameters<typeof changes.create>[0]) => seen(changes.create(args)),
      productUpdate: (args: Parameters<typeof changes.update>[0]) => seen(changes.update(args)),
      productVariantsBulkCreate: (args: Parameters<typeof changes.createVariants>[0]) =>
        seen(changes.createVariants(args)),
      productVariantsBulkUpdate: (args: Parameters<typeof changes.updateVariants>[0]) =>
        seen(changes.updateVariants(args)),
      publishablePublish: (args: Omit<Parameters<typeof changes.publish>[0], 'now'>) =>
        changes.publish({ ...args, now: now() }),
    },
  };
}

interface Identifier {
  readonly id?: string | null;
  readonly handle?: string | null;
  readonly customId?: { readonly namespace?: string | null; readonly key: string; readonly value: string } | null;
}

/** What a test or a demo does with the products of the shop. */
export function catalogControls(shop: ShopContext): CatalogControls {
  const { catalog } = shop;
  return {
    addProduct({ variants, title, giftCard = false, vendor = 'Simulated', type = '', status = 'ACTIVE' }) {
      const names = Object.keys(variants[0]?.options ?? {});
      const options = names.map((name) => ({ name, values: [] }));
      const product = catalog.add({ title, giftCard, vendor, productType: type, status, options });
      for (const { options: chosen = {}, ...fields } of variants) {
        const selected = Object.entries(chosen).map(([name, value]) => ({ name, value }));
        catalog.addVariant(product, { ...fields, selected: selected.length > 0 ? selected : noOptions() });
      }
      tellProduct(shop, 'products/create', product);
      return product;
    },
    editProduct(sku, { price, compareAtPrice, barcode, ...fields }) {
      const [found] = catalog.bySku(sku);
      if (!found) throw new RangeError(`There is no variant ${sku}`);
      Object.assign(found.product, fields);
      if (price !== undefined) found.variant.price = price;
      if (compareAtPrice !== undefined) found.variant.compareAtPrice = compareAtPrice;
      if (barcode !== undefined) found.variant.barcode = barcode;
      catalog.touch(found.product, found.variant);
      tellProduct(shop, 'products/update', found.product);
    },
    addPriceList(name, currency) {
      catalog.priceLists.push({ id: shop.nextId(), name, currency, prices: new Map() });
    },
  };
}

/** How products are shown in this shop. */
function viewSettings(shop: ShopContext): CatalogViewSettings {
  return {
    catalog: shop.catalog,
    currency: shop.shopCurrency,
    now: shop.now,
    itemView: (found) => itemView(found, shop),
  };
}

const productKeys: Readonly<Record<string, SearchKey<CatalogProduct>>> = {
  id: { number: ({ id }) => id },
  title: { words: ({ title }) => title },
  status: { text: ({ status }) => status.toLowerCase() },
  updated_at: { instant: ({ updatedAt }) => updatedAt },
  created_at: { instant: ({ createdAt }) => createdAt },
};

const variantKeys: Readonly<Record<string, SearchKey<FoundVariant>>> = {
  id: { number: ({ variant }) => variant.id },
  sku: { text: ({ variant }) => variant.sku },
  barcode: { text: ({ variant }) => variant.barcode },
  product_id: { number: ({ product }) => product.id },
  updated_at: { instant: ({ variant }) => variant.updatedAt },
};

function payloadView(payload: unknown, settings: CatalogViewSettings): unknown {
  const { product, productVariants, ...rest } = payload as {
    readonly product?: CatalogProduct;
    readonly productVariants?: readonly FoundVariant[];
  };
  return {
    ...rest,
    ...(product && { product: productView(product, settings) }),
    ...(productVariants && { productVariants: productVariants.map((found) => variantView(found, settings)) }),
  };
}

/** Tells that a product was created or changed. */
function tellProduct(shop: ShopContext, topic: 'products/create' | 'products/update', product: CatalogProduct): void {
  const at = (time: number): string => payloadTime(time, shop.offsetMinutes);
  shop.tell({
    topics: [topic],
    subject: `${gid('Product', product.id)} ${product.updatedAt}`,
    payload: () => ({
      id: product.id,
      admin_graphql_api_id: gid('Product', product.id),
      title: product.title,
      body_html: product.descriptionHtml,
      vendor: product.vendor,
      product_type: product.productType,
      handle: product.handle,
      status: product.status.toLowerCase(),
      created_at: at(product.createdAt),
      updated_at: at(product.updatedAt),
      variants: product.variants.map((variant) => ({
        id: variant.id,
        admin_graphql_api_id: gid('ProductVariant', variant.id),
        product_id: product.id,
        inventory_item_id: variant.inventoryItemId,
        sku: variant.sku,
        barcode: variant.barcode,
        price: variant.price,
        compare_at_price: variant.compareAtPrice,
        updated_at: at(variant.updatedAt),
      })),
    }),
  });
}
