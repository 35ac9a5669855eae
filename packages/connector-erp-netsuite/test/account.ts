/** An account with everything that the connector needs, and the connector before it. */
import { type Money, money, type Order } from '@crossdock/core';
import { manualClock, simulatorFetch } from '@crossdock/testing';
import { openSystem, type OpenSystem } from '@crossdock/testing/contracts';
import { netsuite, type NetsuiteSettings } from '../src/index.ts';
import {
  generateTestCredentials,
  type ItemSeed,
  type NetsuiteSimulator,
  netsuiteSimulator,
  type NetsuiteSimulatorOptions,
} from '../src/testing/index.ts';

/** SKUs that {@link generateOrder} sells. */
export const skus = ['SHOE-42', 'SHOE-43', 'SHIRT-M', 'SHIRT-L', 'BELT-90', 'SOCKS'] as const;

const credentials = await generateTestCredentials({ algorithm: 'ES256' });
const otherKey = await generateTestCredentials({ algorithm: 'ES256' });

export interface OpenAccount {
  readonly account: NetsuiteSimulator;
  readonly clock: ReturnType<typeof manualClock>;
  readonly settings: NetsuiteSettings;
  readonly system: OpenSystem;
  /** The same account by way of another configuration. */
  reconfigure(changes: Partial<NetsuiteSettings>): OpenSystem;
}

export interface OpenAccountOptions {
  readonly simulator?: Omit<NetsuiteSimulatorOptions, 'clock' | 'credentials'>;
  readonly settings?: Partial<NetsuiteSettings>;
  /** The key does not fit the certificate. @default false */
  readonly strangeKey?: boolean;
  /** @default the simulator in this process */
  readonly fetch?: (account: NetsuiteSimulator) => typeof fetch;
}

export const secrets = [credentials.privateKeyPem, credentials.privateKeyPem.split('\n')[1] ?? ''];

/** Opens a fresh account. */
export function openAccount(options: OpenAccountOptions = {}): OpenAccount {
  const clock = manualClock({ now: '2026-11-27T12:00:00Z' });
  const account = netsuiteSimulator({ ...options.simulator, clock, credentials });
  const settings = { ...settingsFor(account), ...options.settings };
  const fetch = options.fetch?.(account) ?? simulatorFetch(account);
  const open = (given: NetsuiteSettings) => openSystem(netsuite(given), { clock, fetch, name: 'erp' });
  const system = open(options.strangeKey === true ? { ...settings, privateKey: otherKey.privateKeyPem } : settings);
  return { account, clock, settings, system, reconfigure: (changes) => open({ ...settings, ...changes }) };
}

/** Puts master data into the account, and says where it is. */
function settingsFor(account: NetsuiteSimulator): NetsuiteSettings {
  for (const sku of skus) account.seedItem({ sku, cost: 4, basePrice: 99 });
  const charge = (sku: string, incomeAccount: NonNullable<ItemSeed['incomeAccount']>): string =>
    account.seedItem({ sku, type: 'otherChargeSaleItem', incomeAccount }).id;
  const location = account.seedLocation({ name: 'Store 1' }).id;
  const quarantine = account.seedLocation({ name: 'Quarantine' }).id;
  return {
    account: account.account,
    clientId: credentials.clientId,
    certificateId: credentials.certificateId,
    privateKey: credentials.privateKeyPem,
    customers: { names: 'reference' },
    ...(account.features.oneWorld ? { subsidiary: '1' } : {}),
    customer: account.seedCustomer({ name: 'Web customers' }).id,
    locations: { 'store-1': location, 'quarantine-1': quarantine },
    defaultLocation: 'store-1',
    currencies: account.currencies,
    baseCurrency: 'USD',
    units: { KGM: '7' },
    tax:
      account.features.tax === 'legacy'
        ? { mode: 'line-amounts', standard: '5' }
        : { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } },
    items: {
      charges: {
        shipping: charge('SHIPPING', 'shipping'),
        fee: charge('FEE', 'sales'),
        tip: charge('TIP', 'tips'),
        giftCard: charge('GIFT-50', 'giftCards'),
        rounding: charge('CASH-ROUNDING', 'cashRounding'),
        storeCredit: charge('STORE-CREDIT', 'storeCredit'),
        refund: charge('REFUND', 'returns'),
      },
    },
    tenders: {
      card: { paymentOption: '5', account: '127' },
      cash: { paymentOption: '1', account: '128' },
      'card:Visa': { paymentOption: '6' },
    },
    refundAccount: '127',
    accounts: { cash: '128', sales: '54', tips: '124', 'gift-cards': '123', receivable: '119' },
    adjustments: { account: '59', byReason: { sale: '56' } },
    returns: { locations: { damaged: 'quarantine-1', undecided: 'quarantine-1' } },
  };
}

/** Sum of what was billed for an order, by the books of the account. */
export function billedFor(account: NetsuiteSimulator, { ref, currency }: Pick<Order, 'ref' | 'currency'>): Money {
  const bills = [...account.books.cashSales(), ...account.books.invoices()];
  const cents = bills
    .filter((bill) => bill.orderExternalId === `CD_SO_${ref}`)
    .reduce((sum, bill) => sum + Math.round(Number(bill.total) * 100), 0);
  return money((cents / 100).toFixed(2), currency);
}
