/** A company with everything that the connector needs, and the connector before it. */
import { Order } from '@crossdock/core';
import { type ManualClock, manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { businessCentral, type BusinessCentralSettings } from '../../src/business-central/index.ts';
import { orderKeyOf } from '../../src/business-central/references.ts';
import {
  type BusinessCentralSimulator,
  businessCentralSimulator,
  type BusinessCentralSimulatorOptions,
} from '../../src/testing/index.ts';

/** SKUs that generated orders sell. */
export const skus = ['SHOE-42', 'SHOE-43', 'SHIRT-M', 'SHIRT-L', 'BELT-90', 'SOCKS'] as const;

const secret = 'entra-s3cret-71b0';
/** What pushes carry. */
export const clientState = 'bc-client-state-5d20';
export const secrets = [secret, clientState, 'entra-token-1'];

/** Where pushes go. */
export const address = 'https://crossdock.example/webhooks/erp';

export const occurredAt = '2026-11-27T10:00:00Z';
export const usd = (amount: string) => ({ amount, currency: 'USD' });

export interface OpenCompany {
  readonly company: BusinessCentralSimulator;
  readonly clock: ManualClock;
  readonly settings: BusinessCentralSettings;
  readonly system: OpenSystem;
  /** The same company by way of another configuration, or of another process. */
  reconfigure(changes?: Partial<BusinessCentralSettings>): OpenSystem;
}

export interface OpenCompanyOptions {
  readonly simulator?: Omit<BusinessCentralSimulatorOptions, 'clock' | 'apps'>;
  readonly settings?: Partial<BusinessCentralSettings>;
  /** @default the simulator in this process */
  readonly fetch?: (company: BusinessCentralSimulator) => typeof fetch;
}

/** Opens a fresh company. */
export function openCompany(options: OpenCompanyOptions = {}): OpenCompany {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const apps = [{ tenant: 'contoso', clientId: 'crossdock', clientSecret: secret }];
  const company = businessCentralSimulator({ ...options.simulator, clock, apps });
  seed(company);
  const settings = { ...settingsFor(company), ...options.settings };
  const fetch = options.fetch?.(company) ?? simulatorFetch(company);
  const open = (given: BusinessCentralSettings) => openSystem(businessCentral(given), { clock, fetch, name: 'erp' });
  return {
    company,
    clock,
    settings,
    system: open(settings),
    reconfigure: (changes = {}) => open({ ...settings, ...changes }),
  };
}

function seed(company: BusinessCentralSimulator): void {
  for (const code of ['MAIN', 'EAST']) company.seedLocation(code);
  for (const number of skus) company.seedItem({ number, unitPrice: 49.9, gtin: '4006381333931' });
  for (const number of ['SHIPPING', 'GIFT', 'ALLOWANCE']) company.seedItem({ number, type: 'Service' });
  company.seedCustomer('WEB');
  for (const number of ['4410', '4420', '4430', '4440', '1010', '2500']) company.seedAccount(number);
  company.seedBankAccount('GIRO');
  company.seedPaymentJournal('CARDS', '2500');
}

function settingsFor(company: BusinessCentralSimulator): BusinessCentralSettings {
  return {
    url: company.origin,
    tenant: 'contoso',
    clientId: 'crossdock',
    credentials: { clientSecret: secret },
    environment: 'Production',
    company: company.company,
    currency: 'USD',
    customer: 'WEB',
    locations: { 'store-1': 'MAIN', 'store-2': 'EAST' },
    defaultLocation: 'store-1',
    tax: { mode: 'tax-line', line: { account: '4420' } },
    items: {
      charges: { shipping: 'SHIPPING', fee: { account: '4410' }, tip: { account: '4410' } },
      giftCard: 'GIFT',
      rounding: { account: '4430' },
    },
    returns: { line: 'ALLOWANCE' },
    accounts: {
      cash: { number: '1010' },
      sales: { number: '4440' },
      bank: { type: 'Bank Account', number: 'GIRO' },
    },
    payments: {
      card: { account: { number: '2500' } },
      cash: { account: { number: '1010' } },
      wallet: { account: { number: '2500' } },
      'store-credit': { account: { number: '4430' } },
      'gift-card': { account: { number: '4430' } },
      other: { journal: 'CARDS' },
    },
    inventory: { by: 'extension' },
    webhooks: { address, clientStates: [clientState] },
  };
}

/** The open order of a reference. */
export function openOrder({ books }: BusinessCentralSimulator, ref: string) {
  return books.orders().find((it) => it.externalDocumentNumber.split('/')[0] === orderKeyOf(ref));
}

/** The invoices of a reference. */
export function invoicesOf({ books }: BusinessCentralSimulator, ref: string) {
  const key = orderKeyOf(ref);
  return books.invoices().filter((it) => it.orderNumber !== '' && it.externalDocumentNumber.split('/')[0] === key);
}

/** A small order: two pairs of shoes and a shirt, with tax and shipping. */
export function aSale(ref: string, over: object = {}): Order {
  return Order.parse({
    ref,
    number: `#${ref}`,
    channel: 'web',
    occurredAt,
    currency: 'USD',
    taxIncluded: false,
    lines: [
      {
        id: '1',
        sku: 'SHOE-42',
        name: 'Shoe, 42',
        quantity: { amount: '2' },
        unitPrice: usd('50.00'),
        gross: usd('100.00'),
        taxes: [{ name: 'Sales tax', amount: usd('8.25') }],
      },
      {
        id: '2',
        sku: 'SHIRT-M',
        quantity: { amount: '1' },
        unitPrice: usd('30.00'),
        gross: usd('30.00'),
        discounts: [{ amount: usd('3.00') }],
        taxes: [{ name: 'Sales tax', amount: usd('2.23') }],
      },
    ],
    charges: [{ kind: 'shipping', gross: usd('5.00') }],
    total: usd('142.48'),
    outstanding: usd('142.48'),
    ...over,
  });
}
