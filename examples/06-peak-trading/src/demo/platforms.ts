import {
  netsuiteSimulator,
  type NetsuiteSimulator,
  type TestCredentials,
} from '@crossdock/connector-erp-netsuite/testing';
import { shopifySimulator, type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type Clock } from '@crossdock/core';
import { type PeakDockSettings } from '../dock.ts';
import { type Chain, online, warehouse } from './chain.ts';

/** The simulated shop and ERP, as an administrator set them up. */
export interface Platforms {
  readonly shop: ShopifySimulator;
  readonly erp: NetsuiteSimulator;
  readonly options: Pick<PeakDockSettings, 'shop' | 'erp'>;
  /** Number in the shop of each of our locations. */
  readonly placeOf: ReadonlyMap<string, string>;
}

/** SKUs of one product. */
const sizesEach = 10;

/** Opens a shop and an ERP that know everything the chain sells and everywhere it lies. */
export function openPlatforms(
  { articles, stores }: Chain,
  { clock, credentials }: { readonly clock: Clock; readonly credentials: TestCredentials },
): Platforms {
  const codes = [warehouse, online, ...stores.map((it) => it.code)];
  const placeOf = new Map(codes.map((code, index) => [code, String(70_000_000_001 + index)]));
  const shop = shopifySimulator({
    clock,
    plan: 'plus',
    locations: [...placeOf].map(([name, id]) => ({ id, name })),
  });
  const { clientId, certificateId, publicKeyPem, privateKeyPem } = credentials;
  const erp = netsuiteSimulator({ clock, tier: 'premium', credentials: { clientId, certificateId, publicKeyPem } });
  for (let from = 0; from < articles.length; from += sizesEach) {
    const variants = articles.slice(from, from + sizesEach).map(({ sku, price }) => ({
      sku,
      price: (price / 100).toFixed(2),
      tracked: true,
      options: { Size: sku },
    }));
    shop.addProduct({ title: `Style ${from / sizesEach + 1}`, variants });
  }
  for (const { sku } of articles) shop.setStock(sku, placeOf.get(online) ?? '', { available: 0 });
  const subsidiary = erp.seedSubsidiary({ name: 'Acme Retail Inc.' }).id;
  const customer = erp.seedCustomer({ name: 'Web shop', subsidiaryId: subsidiary }).id;
  const places = new Map(
    codes.filter((it) => it !== online).map((it) => [it, erp.seedLocation({ name: it, subsidiaryId: subsidiary }).id]),
  );
  for (const { sku, atWarehouse } of articles) {
    const { id } = erp.seedItem({ sku, cost: 4 });
    erp.seedStock({ item: id, location: places.get(warehouse) ?? '', units: atWarehouse });
  }
  const shipping = erp.seedItem({ sku: 'SHIPPING', type: 'serviceSaleItem', incomeAccount: 'shipping' }).id;
  return {
    shop,
    erp,
    placeOf,
    options: {
      shop: {
        shop: shop.shop,
        credentials: { clientId: shop.credentials.clientId, clientSecret: shop.credentials.clientSecret },
        webhookSecrets: [shop.webhookSecret],
        timeZone: 'America/New_York',
        locations: Object.fromEntries([...placeOf].map(([code, id]) => [id, code])),
        sweepEvery: '2h',
        sweepOverlap: '1m',
        // No flow waits for what changes in the shop beside its orders.
        changes: { of: [] },
      },
      erp: {
        account: erp.account,
        clientId,
        certificateId,
        privateKey: privateKeyPem,
        concurrency: 20,
        subsidiary,
        customer,
        locations: Object.fromEntries(places),
        defaultLocation: warehouse,
        currencies: erp.currencies,
        tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } },
        items: { charges: { shipping } },
        refundAccount: '127',
        // The account's chart.
        accounts: {
          sales: '54',
          refunds: '58',
          tax: '122',
          rounding: '57',
          'gift-cards': '123',
          'over-short': '59',
          deposits: '127',
          cash: '128',
          card: '120',
          'gift-card': '123',
        },
        // No flow waits for what changes in the ERP.
        changes: { of: [] },
        timeZone: 'America/New_York',
      },
    },
  };
}
