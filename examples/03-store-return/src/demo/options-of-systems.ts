import { type NetsuiteSimulator, type TestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { type SquareSimulator } from '@crossdock/connector-pos/testing';
import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type DockSettings } from '../dock.ts';
import { articles, store, unitsAtFirst, warehouse } from './articles.ts';

export function shopOptions(shop: ShopifySimulator): DockSettings['shop'] {
  const { clientId, clientSecret } = shop.credentials;
  return {
    shop: shop.shop,
    credentials: { clientId, clientSecret },
    webhookSecrets: [shop.webhookSecret],
    timeZone: 'America/New_York',
    locations: { [warehouse.atShop]: warehouse.code, [store.atShop]: store.code },
    sweepEvery: '15m',
    // No flow waits for what changes in the shop beside its orders.
    changes: { of: [] },
  };
}

export function storesOptions(seller: SquareSimulator): DockSettings['stores'] {
  const { clientId, clientSecret, refreshToken } = seller.credentials;
  return {
    credentials: { clientId, clientSecret, refreshToken },
    webhooks: { url: seller.webhookUrl, signatureKeys: [seller.signatureKey] },
    locations: { [store.atSquare]: { code: store.code, dayCut: '04:00' } },
    sweepEvery: '15m',
    sweepOverlap: '30m',
    // Whatever comes back is for sale again, and an app at the counter names the web order.
    returnedGoods: 'restock',
    soldElsewhere: 'reference-id',
  };
}

/** Sets up the account as an administrator would, and says where everything is. */
export function erpOptions(erp: NetsuiteSimulator, { clientId, certificateId, privateKeyPem }: TestCredentials) {
  const subsidiary = erp.seedSubsidiary({ name: 'Acme Retail Inc.' }).id;
  const place = (name: string): string => erp.seedLocation({ name, subsidiaryId: subsidiary }).id;
  const places = { store: place('Store 17'), warehouse: place('Warehouse') };
  for (const { sku } of articles) {
    const item = erp.seedItem({ sku, cost: 4 }).id;
    erp.seedStock({ item, location: places.warehouse, units: unitsAtFirst.warehouse });
    erp.seedStock({ item, location: places.store, units: unitsAtFirst.store });
  }
  const options: DockSettings['erp'] = {
    account: erp.account,
    clientId,
    certificateId,
    privateKey: privateKeyPem,
    subsidiary,
    customer: erp.seedCustomer({ name: 'Web shop', subsidiaryId: subsidiary }).id,
    locations: { [store.code]: places.store, [warehouse.code]: places.warehouse },
    defaultLocation: warehouse.code,
    currencies: erp.currencies,
    tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } },
    // Money goes back from the account's checking account, by the card that paid.
    tenders: { card: { paymentOption: '5', account: '127' } },
    returns: { credit: 'credit-memo' },
    changes: { of: [] },
    timeZone: 'America/New_York',
  };
  return { options, places };
}
