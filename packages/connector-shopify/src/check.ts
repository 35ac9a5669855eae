import type { ConfigFinding } from '@crossdock/core';
import type { z } from 'zod';
import { appAndShop } from './api/platform-documents.ts';
import { AppAndShopData } from './api/graphql-order.ts';
import type { ConnectorContext } from './context.ts';
import { apiVersion } from './options.ts';

/** Compares the options with the shop and with what the app was granted. */
export async function checkAccount(
  { client, config }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const account = await client.query(appAndShop, { data: AppAndShopData, signal });
  return [...shopFindings(account, config), ...scopeFindings(account), ...versionFindings(account)];
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

/** The access scopes that the queries need, and what is lost without them. */
const scopes = [
  ['read_orders', 'error', 'no order can be read'],
  ['read_all_orders', 'warning', 'orders older than 60 days are not found'],
  ['read_products', 'warning', 'the variant of a line cannot be read'],
  ['read_customers', 'warning', 'the buyer of an order cannot be read'],
  ['read_locations', 'warning', 'where an order was sold or sent from cannot be read'],
] as const;

function* scopeFindings({ currentAppInstallation }: Account): Iterable<ConfigFinding> {
  const granted = new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle));
  for (const [scope, severity, loss] of scopes) {
    if (granted.has(scope)) continue;
    yield { severity, path: 'credentials', message: `the app lacks the access scope ${scope}: ${loss}` };
  }
}

function* versionFindings({ publicApiVersions }: Account): Iterable<ConfigFinding> {
  const ours = publicApiVersions.find(({ handle }) => handle === apiVersion);
  if (ours?.supported === true) return;
  yield {
    severity: 'warning',
    message: `Shopify does not support API version ${apiVersion} any more and answers with another; update the connector`,
  };
}
