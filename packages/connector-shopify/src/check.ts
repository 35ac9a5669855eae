import type { ConfigFinding } from '@crossdock/core';
import type { z } from 'zod';
import { documents } from './api/documents.ts';
import { appAndShop } from './api/platform-documents.ts';
import { AppAndShopData } from './api/graphql-order.ts';
import { publicationFindings } from './catalog/publications.ts';
import type { ConnectorContext } from './context.ts';
import { locationFindings } from './inventory/location-findings.ts';
import { apiVersion } from './options.ts';

/** Compares the options with the shop and with what the app was granted. */
export async function checkAccount(context: ConnectorContext, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  const { client, config } = context;
  const account = await client.query(appAndShop, { data: AppAndShopData, signal });
  return [
    ...shopFindings(account, config),
    ...scopeFindings(account),
    ...versionFindings(account),
    ...(await locationFindings(context, signal)),
    ...(await publicationFindings(context, signal)),
  ];
}

type Account = z.output<typeof AppAndShopData>;

function* shopFindings({ shop }: Account, config: ConnectorContext['config']): Iterable<ConfigFinding> {
  if (shop.myshopifyDomain !== config.shop) {
    yield {
      severity: 'error',
      path: 'shop',
      message: `the credentials are those of ${shop.myshopifyDomain}; name that shop or give its credentials`,
    };
  }
  if (config.timeZone !== undefined && config.timeZone !== shop.ianaTimezone) {
    yield {
      severity: 'warning',
      path: 'timeZone',
      message: `the shop is in ${shop.ianaTimezone}: orders near midnight will fall on another business day than there`,
    };
  }
}

/** What is lost without a scope, where that is not said by the names of the documents that need it. */
const losses: Readonly<Record<string, string>> = {
  read_orders: 'no order can be read',
  read_all_orders: 'orders older than 60 days are not found',
  read_products: 'the variant of a line cannot be read',
  read_customers: 'the buyer of an order cannot be read',
  read_locations: 'where an order was sold or sent from cannot be read',
};

/** The sweep reads orders, whatever else the shop is used for. */
const indispensable = 'read_orders';

function* scopeFindings({ currentAppInstallation }: Account): Iterable<ConfigFinding> {
  const granted = new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle));
  for (const [scope, users] of neededScopes()) {
    // Who may write may read.
    if (granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_'))) continue;
    yield {
      severity: scope === indispensable ? 'error' : 'warning',
      path: 'credentials',
      message: `the app lacks the access scope ${scope}: ${losses[scope] ?? `it is needed for ${users.join(', ')}`}`,
    };
  }
}

/** Every access scope that some document needs, with the names of these. */
function neededScopes(): ReadonlyMap<string, readonly string[]> {
  const needed = new Map<string, string[]>([['read_all_orders', []]]);
  for (const { name, scopes = [] } of documents) {
    for (const scope of scopes) needed.set(scope, [...(needed.get(scope) ?? []), name]);
  }
  return needed;
}

function* versionFindings({ publicApiVersions }: Account): Iterable<ConfigFinding> {
  const ours = publicApiVersions.find(({ handle }) => handle === apiVersion);
  if (ours?.supported === true) return;
  yield {
    severity: 'warning',
    message: `Shopify does not support API version ${apiVersion} any more and answers with another; update the connector`,
  };
}
