import { GraphQLError } from 'graphql';
import { supportedVersions } from './api-versions.ts';
import type { BookedOrder } from './book-entries.ts';
import type { Books } from './books.ts';
import { type PageArguments, type Place, pageOf } from './connection.ts';
import { orderFilter } from './order-search.ts';
import { fulfillmentView, locationView, orderView, productView, variantView } from './order-view.ts';
import { gid, graphqlTime, numberOf } from './platform-formats.ts';
import type { Subscriptions } from './subscriptions.ts';

/** What the root of a query answers from. */
export interface RootOptions {
  readonly books: Books;
  readonly subscriptions: Subscriptions;
  readonly shopDomain: string;
  readonly shopCurrency: string;
  readonly timeZone: string;
  readonly plus: boolean;
  readonly scopes: readonly string[];
  /** Types that the app is not approved for, `Order`. */
  readonly denied: ReadonlySet<string>;
}

/** The root object of every query and mutation. */
export function queryRoot(options: RootOptions): Record<string, unknown> {
  const { books, subscriptions } = options;
  return {
    shop: () => shopView(options),
    publicApiVersions: () => supportedVersions.map((handle) => ({ handle, displayName: handle, supported: true })),
    currentAppInstallation: () => ({
      id: gid('AppInstallation', 1n),
      accessScopes: options.scopes.map((handle) => ({ handle, description: handle })),
    }),
    order: ({ id }: { id: string }) => {
      refuseDenied(options, 'Order');
      const order = orderBy(books, id);
      return order ? orderView(order, books) : null;
    },
    orders: (page: PageArguments & { query?: string | null; sortKey?: string | null }) => {
      refuseDenied(options, 'Order');
      const rows = books.bookedOrders.filter(orderFilter(page.query));
      return pageOf(
        rows,
        page,
        (order) => placeOf(order, page.sortKey ?? 'PROCESSED_AT'),
        (order) => orderView(order, books),
      );
    },
    fulfillment: ({ id }: { id: string }) => {
      const number = numberOf(id, 'Fulfillment');
      const order = books.bookedOrders.find((it) => it.fulfillments.some((parcel) => parcel.id === number));
      const parcel = order?.fulfillments.find((it) => it.id === number);
      return order && parcel ? fulfillmentView(order, parcel, books) : null;
    },
    location: ({ id }: { id?: string | null }) =>
      locationView(
        id == null ? books.locations[0] : books.locations.find((location) => location.id === numberOf(id, 'Location')),
      ),
    locations: (page: PageArguments) =>
      pageOf(
        books.locations,
        page,
        (location): Place => [location.name, location.id.toString()],
        (location) => locationView(location),
      ),
    product: ({ id }: { id: string }) => {
      const item = books.catalogue.find(({ productId }) => productId === numberOf(id, 'Product'));
      return item ? productView(item) : null;
    },
    productVariant: ({ id }: { id: string }) => {
      const item = books.catalogue.find(({ variantId }) => variantId === numberOf(id, 'ProductVariant'));
      return item ? variantView(item, { shop: options.shopCurrency, presentment: options.shopCurrency }) : null;
    },
    webhookSubscriptions: (page: PageArguments & { topics?: readonly string[] | null; uri?: string | null }) =>
      subscriptions.page(page),
    webhookSubscriptionCreate: subscriptions.create,
    webhookSubscriptionDelete: subscriptions.remove,
  };
}

function placeOf(order: BookedOrder, sortKey: string): Place {
  const id = order.id.toString();
  switch (sortKey) {
    case 'UPDATED_AT':
      return [order.updatedAt, id];
    case 'CREATED_AT':
      return [order.createdAt, id];
    case 'PROCESSED_AT':
      return [order.processedAt, id];
    default:
      return [0, id];
  }
}

function orderBy(books: Books, id: string): BookedOrder | undefined {
  const number = numberOf(id, 'Order');
  return number === undefined ? undefined : books.order(number);
}

function shopView(options: RootOptions): Record<string, unknown> {
  return {
    id: gid('Shop', 1n),
    name: options.shopDomain.replace('.myshopify.com', ''),
    myshopifyDomain: options.shopDomain,
    currencyCode: options.shopCurrency,
    enabledPresentmentCurrencies: [options.shopCurrency],
    ianaTimezone: options.timeZone,
    taxesIncluded: false,
    plan: {
      partnerDevelopment: false,
      publicDisplayName: options.plus ? 'Shopify Plus' : 'Basic',
      shopifyPlus: options.plus,
    },
    createdAt: graphqlTime(0),
  };
}

function refuseDenied({ denied }: RootOptions, type: string): void {
  if (!denied.has(type)) return;
  throw new GraphQLError(`This app is not approved to access the ${type} object.`, {
    extensions: { code: 'ACCESS_DENIED' },
  });
}
