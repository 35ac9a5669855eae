import type { ConfigFinding } from '@crossdock/core';
import type { z } from 'zod';
import { appAndShop } from './api/documents.ts';
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

function* scopeFindings({ currentAppInstallation }: Account): Iterable<ConfigFinding> {
  const granted = new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle));
  if (!granted.has('read_orders')) {
    yield { severity: 'error', path: 'credentials', message: 'the app lacks the access scope read_orders; grant it' };
  }
  if (!granted.has('read_all_orders')) {
    yield {
      severity: 'warning',
      path: 'credentials',
      message: 'the app lacks the access scope read_all_orders: orders older than 60 days are not found',
    };
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
