import {
  generateTestCredentials,
  netsuiteSimulator,
  type NetsuiteSimulator,
  type TestCredentials,
} from '@crossdock/connector-erp-netsuite/testing';
import { shopifySimulator, type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type Clock } from '@crossdock/core';
import { serve } from '@crossdock/testing';
import { type DockSettings } from '../dock.ts';
import { products } from './catalogue.ts';
import { settableClock, type SettableClock } from './fast-clock.ts';
import { type FaultLevel, faultsFor } from './fault-levels.ts';

/** The shop and the ERP of the demo, each behind an address on this machine. */
export interface Platforms {
  readonly shop: ShopifySimulator;
  readonly erp: NetsuiteSimulator;
  /** The shop's own time. */
  readonly shopTime: SettableClock;
  /** What a dock needs to work with them: plain data, to be handed to another process. */
  readonly connection: PlatformConnection;
  close(): Promise<void>;
}

/** The options of both connectors, and where their hosts really are. */
export interface PlatformConnection {
  readonly shop: DockSettings['shop'];
  readonly erp: DockSettings['erp'];
  /** Address on this machine of each host that the connectors call. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** Opens a shop and an ERP that know the same products, and lets both listen on 127.0.0.1. */
export async function openPlatforms(options: {
  readonly seed: number;
  readonly faults: FaultLevel;
  readonly clock: Clock;
  /** @default a key pair of its own, which takes a second to make */
  readonly credentials?: TestCredentials;
}): Promise<Platforms> {
  const { seed, clock } = options;
  const shopTime = settableClock(clock);
  const credentials = options.credentials ?? (await generateTestCredentials());
  const shop = shopifySimulator({ clock: shopTime, plan: 'plus', faults: faultsFor(options.faults, `${seed} shop`) });
  const erp = netsuiteSimulator({
    clock,
    tier: 'premium',
    faults: faultsFor(options.faults, `${seed} erp`),
    credentials: {
      clientId: credentials.clientId,
      certificateId: credentials.certificateId,
      publicKeyPem: credentials.publicKeyPem,
    },
  });
  const shopOrigin = `https://${shop.shop}`;
  const atShop = await serve(shop, { origin: shopOrigin });
  const atErp = await serve(erp, { origin: erp.origin });
  return {
    shop,
    erp,
    shopTime,
    connection: {
      shop: shopOptions(shop),
      erp: erpOptions(erp, credentials),
      hosts: { [shopOrigin]: atShop.url, [erp.origin]: atErp.url },
    },
    close: async () => {
      await Promise.all([atShop.close(), atErp.close()]);
    },
  };
}

export function shopOptions(shop: ShopifySimulator): DockSettings['shop'] {
  const { clientId, clientSecret } = shop.credentials;
  return {
    shop: shop.shop,
    credentials: { clientId, clientSecret },
    webhookSecrets: [shop.webhookSecret],
    timeZone: 'America/New_York',
    locations: { '70000000001': 'warehouse' },
    // No flow waits for what changes in the shop beside its orders.
    changes: { of: [] },
  };
}

/** Sets up the account as an administrator would, and says where everything is. */
export function erpOptions(
  erp: NetsuiteSimulator,
  { clientId, certificateId, privateKeyPem }: TestCredentials,
): DockSettings['erp'] {
  for (const { sku } of products) erp.seedItem({ sku, cost: 4 });
  const subsidiary = erp.seedSubsidiary({ name: 'Acme Retail Inc.' }).id;
  const customer = erp.seedCustomer({ name: 'Web shop', subsidiaryId: subsidiary }).id;
  const location = erp.seedLocation({ name: 'Warehouse', subsidiaryId: subsidiary }).id;
  const charge = (sku: string, incomeAccount: 'shipping' | 'tips' | 'giftCards' | 'returns'): string =>
    erp.seedItem({ sku, type: 'serviceSaleItem', incomeAccount }).id;
  return {
    account: erp.account,
    clientId,
    certificateId,
    privateKey: privateKeyPem,
    concurrency: 12,
    subsidiary,
    customer,
    locations: { warehouse: location },
    defaultLocation: 'warehouse',
    currencies: erp.currencies,
    tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } },
    items: {
      charges: {
        shipping: charge('SHIPPING', 'shipping'),
        tip: charge('TIP', 'tips'),
        giftCard: charge('GIFT-CARD', 'giftCards'),
        refund: charge('REFUND', 'returns'),
      },
    },
    // The account's checking account: refunds leave from it.
    refundAccount: '127',
    // No flow waits for what changes in the ERP.
    changes: { of: [] },
    timeZone: 'America/New_York',
  };
}
