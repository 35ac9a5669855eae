import { supportedVersions } from '../api-versions.ts';
import type { PageArguments } from '../connection.ts';
import type { Domain, ShopContext } from '../domain.ts';
import { gid, graphqlTime } from '../platform-formats.ts';
import type { BulkOperations } from './bulk-operations.ts';
import type { Subscriptions } from './subscriptions.ts';

/** The shop itself, the app and its webhook subscriptions. */
export function platformDomain(shop: ShopContext, subscriptions: Subscriptions, bulk: BulkOperations): Domain {
  return {
    queries: {
      bulkOperation: bulk.one,
      bulkOperations: bulk.page,
      shop: () => shopView(shop),
      publicApiVersions: () => supportedVersions.map((handle) => ({ handle, displayName: handle, supported: true })),
      currentAppInstallation: () => ({
        id: gid('AppInstallation', 1n),
        accessScopes: shop.scopes.map((handle) => ({ handle, description: handle })),
      }),
      webhookSubscriptions: (page: PageArguments & { topics?: readonly string[] | null; uri?: string | null }) =>
        subscriptions.page(page),
    },
    mutations: {
      bulkOperationRunQuery: bulk.run,
      bulkOperationCancel: bulk.cancel,
      webhookSubscriptionCreate: subscriptions.create,
      webhookSubscriptionUpdate: subscriptions.update,
      webhookSubscriptionDelete: subscriptions.remove,
    },
  };
}

function shopView({ shopDomain, shopCurrency, timeZone, plus }: ShopContext): Record<string, unknown> {
  return {
    id: gid('Shop', 1n),
    name: shopDomain.replace('.myshopify.com', ''),
    myshopifyDomain: shopDomain,
    currencyCode: shopCurrency,
    enabledPresentmentCurrencies: [shopCurrency],
    ianaTimezone: timeZone,
    taxesIncluded: false,
    plan: {
      partnerDevelopment: false,
      publicDisplayName: plus ? 'Shopify Plus' : 'Basic',
      shopifyPlus: plus,
    },
    createdAt: graphqlTime(0),
  };
}
