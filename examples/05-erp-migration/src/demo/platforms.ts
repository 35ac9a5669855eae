import { d365, type D365Settings } from '@crossdock/connector-erp-d365';
import { d365Simulator, type D365Simulator } from '@crossdock/connector-erp-d365/testing';
import { netsuite } from '@crossdock/connector-erp-netsuite';
import {
  generateTestCredentials,
  netsuiteSimulator,
  type NetsuiteSimulator,
  type TestCredentials,
} from '@crossdock/connector-erp-netsuite/testing';
import { shopifySimulator, type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { createFaults, type FaultOptions, type ManualClock } from '@crossdock/testing';
import { products } from '../../../01-order-to-cash/src/demo/catalogue.ts';
import { erpOptions, shopOptions } from '../../../01-order-to-cash/src/demo/platforms.ts';
import { type Ledger } from '../dock.ts';

type Rates = FaultOptions['rates'];

export interface PlatformOptions {
  readonly clock: ManualClock;
  readonly seed: number;
  /** How often each fault strikes. */
  readonly rates: NonNullable<Rates>;
}

/** The shop, and what a dock needs to know of it. */
export function openShop({ clock, seed, rates }: PlatformOptions) {
  const shop: ShopifySimulator = shopifySimulator({
    clock,
    plan: 'plus',
    faults: createFaults({ seed: `${seed} shop`, rates }),
  });
  return { shop, settings: shopOptions(shop) };
}

/** The ledger that the retailer leaves. */
export interface OldLedger {
  readonly erp: NetsuiteSimulator;
  /** The connector before it, new for every dock. */
  connect(): Ledger;
}

export async function openNetsuite(
  { clock, seed, rates }: PlatformOptions,
  credentials?: TestCredentials,
): Promise<OldLedger> {
  const keys = credentials ?? (await generateTestCredentials({ algorithm: 'ES256' }));
  const { clientId, certificateId, publicKeyPem } = keys;
  const erp = netsuiteSimulator({
    clock,
    tier: 'premium',
    faults: createFaults({ seed: `${seed} netsuite`, rates }),
    credentials: { clientId, certificateId, publicKeyPem },
  });
  const options = {
    ...erpOptions(erp, keys),
    // Orders that were paid with a gift card and a card are invoiced, and their money goes back by card.
    tenders: { card: { paymentOption: '5', account: '127' }, 'gift-card': { paymentOption: '1', account: '127' } },
  };
  return { erp, connect: () => netsuite(options) };
}

/** One environment of the ledger that the retailer goes to. */
export interface NewLedger {
  readonly erp: D365Simulator;
  connect(): Ledger;
}

const secret = 'entra-s3cret';

/** What somebody who maps one ledger to another for the first time may get wrong. */
export interface Mistakes {
  /** A product that nobody released in the company. */
  readonly notReleased: string;
  /** A SKU that is mapped to the item of another: every total is right, and the wrong shelf gets empty. */
  readonly mixedUp: readonly [sku: string, item: string];
  /** A batch job of the environment invoices every parcel by itself, while we ask for one bill when all has left. */
  readonly invoicesByItself: boolean;
}

/** The first rehearsal meets these; tips have no item besides. */
export const mistakes: Mistakes = {
  notReleased: 'RAIN-JACKET-XL',
  mixedUp: ['COURT-CLASSIC-S', 'COURT-CLASSIC-M'],
  invoicesByItself: true,
};

/** Opens an environment with everything set up, or with what was forgotten at first. */
export function openD365(
  environment: string,
  { clock, seed, rates }: PlatformOptions,
  { notReleased, mixedUp, invoicesByItself = false }: Partial<Mistakes> = {},
): NewLedger {
  const erp = d365Simulator({
    origin: `https://acme-${environment}.operations.dynamics.com`,
    clock,
    faults: createFaults({ seed: `${seed} ${environment}`, rates }),
    // Everything is posted when we ask for it, so its own jobs stay away from our documents.
    ...(!invoicesByItself && { batchEveryMs: Number.POSITIVE_INFINITY }),
    apps: [{ tenant: 'acme', clientId: 'crossdock', clientSecret: secret }],
  });
  erp.seedSite('1', ['11']);
  for (const { sku } of products) if (sku !== notReleased) erp.seedItem({ itemNumber: sku });
  for (const itemNumber of ['SHIPPING', 'TIP', 'TAX', 'ALLOWANCE']) erp.seedItem({ itemNumber, type: 'Service' });
  erp.seedCustomer('WEB-001');
  erp.seedAccount('110180');
  erp.seedAccount('250300');
  erp.seedJournalName('CustPay', 'CustPayment');
  erp.seedPaymentMethod('CARD');
  const settings: D365Settings = {
    url: erp.origin,
    tenant: 'acme',
    clientId: 'crossdock',
    credentials: { clientSecret: secret },
    company: erp.company,
    customer: 'WEB-001',
    locations: { warehouse: { site: '1', warehouse: '11' } },
    defaultLocation: 'warehouse',
    tax: { mode: 'tax-item', item: 'TAX' },
    items: {
      charges: { shipping: 'SHIPPING', ...(notReleased === undefined && { tip: 'TIP' }) },
      overrides: mixedUp ? { [mixedUp[0]]: mixedUp[1] } : {},
    },
    returns: { item: 'ALLOWANCE' },
    journals: { payments: 'CustPay' },
    payments: {
      card: { method: 'CARD', offset: { value: '110180' } },
      wallet: { method: 'CARD', offset: { value: '110180' } },
      'gift-card': { offset: { value: '250300' } },
      'store-credit': { offset: { value: '250300' } },
    },
    timeZone: 'America/New_York',
  };
  return { erp, connect: () => d365(settings) };
}
