/** An environment with everything that the connector needs, and the connector before it. */
import { type Order } from '@crossdock/core';
import { type ManualClock, manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { d365, type D365Settings } from '../src/index.ts';
import { d365Simulator, type D365Simulator, type D365SimulatorOptions } from '../src/testing/index.ts';

/** SKUs that generated orders sell. */
export const skus = ['SHOE-42', 'SHOE-43', 'SHIRT-M', 'SHIRT-L', 'BELT-90', 'SOCKS'] as const;

const secret = 'entra-s3cret-71b0';
const secrets = [secret, 'entra-token-1'];

export interface OpenEnvironment {
  readonly environment: D365Simulator;
  readonly clock: ManualClock;
  readonly settings: D365Settings;
  readonly system: OpenSystem;
  /** The same environment by way of another configuration. */
  reconfigure(changes: Partial<D365Settings>): OpenSystem;
}

export interface OpenEnvironmentOptions {
  readonly simulator?: Omit<D365SimulatorOptions, 'clock' | 'apps'>;
  readonly settings?: Partial<D365Settings>;
  /** @default the simulator in this process */
  readonly fetch?: (environment: D365Simulator) => typeof fetch;
}

/** Opens a fresh environment. */
export function openEnvironment(options: OpenEnvironmentOptions = {}): OpenEnvironment {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const apps = [{ tenant: 'contoso', clientId: 'crossdock', clientSecret: secret }];
  const environment = d365Simulator({ ...options.simulator, clock, apps });
  seed(environment);
  const settings = { ...settingsFor(environment), ...options.settings };
  const fetch = options.fetch?.(environment) ?? simulatorFetch(environment);
  const open = (given: D365Settings) => openSystem(d365(given), { clock, fetch, name: 'erp' });
  return {
    environment,
    clock,
    settings,
    system: open(settings),
    reconfigure: (changes) => open({ ...settings, ...changes }),
  };
}

/** What a side door into an environment has whatever it is for. */
export function commonDoor({ environment, system }: Pick<OpenEnvironment, 'environment' | 'system'>) {
  return {
    system,
    faults: environment.faults,
    secrets,
    throttle: () => environment.faults.arm('throttle-storm'),
    revokeCredentials: () => environment.revokeApps(),
    loseReply: () => environment.faults.arm('lost-reply'),
  };
}

function seed(environment: D365Simulator): void {
  environment.seedSite('1', ['11', '12']);
  for (const itemNumber of [...skus, 'SHIPPING', 'FEE', 'TIP', 'GIFT', 'ROUNDING', 'ALLOWANCE', 'TAX'])
    environment.seedItem({ itemNumber });
  environment.seedCustomer('WEB-001');
  for (const number of ['110180', '401100', '250300']) environment.seedAccount(number);
  environment.seedJournalName('GenJrn', 'Daily');
  environment.seedJournalName('CustPay', 'CustPayment');
  environment.seedCustomerGroup('80');
  for (const method of ['CARD', 'CASH']) environment.seedPaymentMethod(method);
  environment.seedBankAccount('USMF OPER');
}

function settingsFor(environment: D365Simulator): D365Settings {
  return {
    url: environment.origin,
    tenant: 'contoso',
    clientId: 'crossdock',
    credentials: { clientSecret: secret },
    company: environment.company,
    customer: 'WEB-001',
    locations: { 'store-1': { site: '1', warehouse: '11' }, 'store-2': { site: '1', warehouse: '12' } },
    defaultLocation: 'store-1',
    tax: { mode: 'tax-item', item: 'TAX' },
    items: {
      charges: { shipping: 'SHIPPING', fee: 'FEE', tip: 'TIP' },
      giftCard: 'GIFT',
      rounding: 'ROUNDING',
    },
    returns: { item: 'ALLOWANCE' },
    journals: { ledger: 'GenJrn', payments: 'CustPay', adjustments: 'IAdj', transfers: 'ITrf' },
    customers: { group: '80' },
    accounts: {
      cash: { value: '110180-001' },
      sales: { value: '401100-001' },
      'gift-cards': { value: '250300' },
    },
    payments: {
      card: { method: 'CARD', offset: { type: 'Bank', value: 'USMF OPER' } },
      cash: { method: 'CASH', offset: { value: '110180' } },
      wallet: { method: 'CARD', offset: { type: 'Bank', value: 'USMF OPER' } },
      'store-credit': { offset: { value: '250300' } },
      'gift-card': { offset: { value: '250300' } },
    },
  };
}

/** The booked order of a reference. */
export function bookedOrder({ books }: D365Simulator, { ref }: Pick<Order, 'ref'>) {
  return books.orders().find((order) => order.reference === ref);
}
