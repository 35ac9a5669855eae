import {
  generateTestCredentials,
  netsuiteSimulator,
  type NetsuiteSimulator,
  type TestCredentials,
} from '@crossdock/connector-erp-netsuite/testing';
import { shopifySimulator, type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { type Crossdock, memoryJournal, silentObserver } from '@crossdock/core';
import { createFaults, type FaultOptions, manualClock, type ManualClock, simulatedNetwork } from '@crossdock/testing';
import { type Comparison, compareCatalogs } from '../drift.ts';
import { type DockSettings, openDock, type ShopAndErp } from '../dock.ts';
import { type Releases } from '../publish-product.ts';

/** The example in one process, on a virtual clock: a shop, an ERP that owns the catalogue, and a started dock between them. */
export interface CatalogWorld {
  readonly shop: ShopifySimulator;
  readonly erp: NetsuiteSimulator;
  readonly dock: Crossdock<ShopAndErp>;
  readonly clock: ManualClock;
  /** Enters an article with its price in the ERP; returns its internal id. */
  enter(article: Article): string;
  /** Changes an article in the ERP, as somebody does in its user interface. */
  edit(id: string, change: { readonly name?: string; readonly price?: number }): void;
  /** Lets so many minutes pass, with sweeps, webhooks and flows at work. */
  pass(minutes: number): Promise<void>;
  /** Holds both catalogues against each other now. */
  compare(): Promise<Comparison>;
  close(): Promise<void>;
}

/** An article of the ERP. */
export interface Article {
  readonly sku: string;
  readonly name: string;
  readonly price: number;
  readonly barcode?: string;
  /** The matrix item that it is a variant of, by internal id, and what tells it apart. */
  readonly parentId?: string;
  readonly size?: string;
}

/** When the story begins. */
const begin = '2026-11-30T22:00:00Z';
const currency = 'USD';

let known: Promise<TestCredentials> | undefined;

/** Opens the world. */
export async function openCatalogWorld({
  releases = {},
  rates = {},
  seed = 1129,
}: {
  readonly releases?: Releases;
  readonly rates?: FaultOptions['rates'];
  readonly seed?: number;
} = {}): Promise<CatalogWorld> {
  known ??= generateTestCredentials({ algorithm: 'ES256' });
  const credentials = await known;
  const clock = manualClock({ now: begin });
  const shop = shopifySimulator({ clock, plan: 'plus', faults: createFaults({ seed: `${seed} shop`, rates }) });
  const { clientId, certificateId, publicKeyPem } = credentials;
  const erp = netsuiteSimulator({
    clock,
    faults: createFaults({ seed: `${seed} erp`, rates }),
    credentials: { clientId, certificateId, publicKeyPem },
    features: { customFields: ['custitem_size'] },
  });
  const dock = openDock({
    journal: memoryJournal(),
    shop: shopOptions(shop),
    erp: erpOptions(erp, credentials),
    releases,
    currency,
    clock,
    observer: silentObserver,
    fetch: simulatedNetwork({ [`https://${shop.shop}`]: shop, [erp.origin]: erp }),
  });
  await clock.settle(dock.start());
  shop.webhooks.deliverTo(dock.systems.shop.webhook, { topics: ['products/create', 'products/update'] });
  const usd = erp.currencies[currency];
  const priceOf = (price: number) => [{ price, ...(usd !== undefined && { currencyId: usd }) }];
  return {
    shop,
    erp,
    dock,
    clock,
    enter: ({ sku, name, price, barcode, parentId, size }) =>
      erp.seedItem({
        sku,
        displayName: name,
        cost: 1,
        prices: priceOf(price),
        ...(barcode !== undefined && { upcCode: barcode }),
        ...(parentId !== undefined && { parentId }),
        ...(size !== undefined && { fields: { custitem_size: size } }),
      }).id,
    edit: (id, { name, price }) =>
      erp.editRecord(id, {
        ...(name !== undefined && { displayName: name }),
        ...(price !== undefined && {
          price: [
            {
              line: 1,
              priceLevel: { id: '1' },
              quantity: { value: '0' },
              price,
              ...(usd !== undefined && { currencyPage: { id: usd } }),
            },
          ],
        }),
      }),
    pass: (minutes) => clock.advance(minutes * 60_000),
    compare: () =>
      clock.settle(compareCatalogs(dock.systems, { releases, currency, at: new Date(clock.now()).toISOString() })),
    close: async () => void (await clock.settle(dock.stop())),
  };
}

function shopOptions(shop: ShopifySimulator): DockSettings['shop'] {
  const { clientId, clientSecret } = shop.credentials;
  return {
    shop: shop.shop,
    credentials: { clientId, clientSecret },
    webhookSecrets: [shop.webhookSecret],
    publications: ['Online Store'],
    changes: { of: ['products'] },
    sweepEvery: '30m',
  };
}

/** Sets up the account as an administrator would, and says where everything is. */
function erpOptions(
  erp: NetsuiteSimulator,
  { clientId, certificateId, privateKeyPem }: TestCredentials,
): DockSettings['erp'] {
  const subsidiary = erp.seedSubsidiary({ name: 'Acme Retail Inc.' }).id;
  return {
    account: erp.account,
    clientId,
    certificateId,
    privateKey: privateKeyPem,
    subsidiary,
    customer: erp.seedCustomer({ name: 'Web shop', subsidiaryId: subsidiary }).id,
    locations: { warehouse: erp.seedLocation({ name: 'Warehouse', subsidiaryId: subsidiary }).id },
    currencies: erp.currencies,
    tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } },
    products: { options: { size: 'custitem_size' } },
    changes: { of: ['products', 'prices'], every: '15m' },
  };
}
