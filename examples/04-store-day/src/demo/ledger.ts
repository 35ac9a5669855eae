import { type NetsuiteSimulator, type TestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { type DockSettings } from '../dock.ts';
import { type ChainStore } from './chain.ts';

/** Accounts of the simulated chart, by the part of a store day that is booked on them. */
export const accounts = {
  sales: '54',
  refunds: '58',
  tax: '122',
  tips: '124',
  rounding: '57',
  'gift-cards': '123',
  'gift-card': '123',
  cash: '128',
  card: '120',
  'over-short': '59',
} as const;

/** The ledger, and which location of it each store is. */
export interface Ledger {
  readonly options: DockSettings['erp'];
  /** Our code by internal id. */
  readonly storeAt: ReadonlyMap<string, string>;
}

/** Sets up the account as an administrator would, and says where everything is. */
export function openLedger(
  erp: NetsuiteSimulator,
  { clientId, certificateId, privateKeyPem }: TestCredentials,
  stores: readonly ChainStore[],
): Ledger {
  const subsidiary = erp.seedSubsidiary({ name: 'Acme Retail Inc.' }).id;
  const locations = Object.fromEntries(
    stores.map(({ code }) => [code, erp.seedLocation({ name: code, subsidiaryId: subsidiary }).id]),
  );
  return {
    storeAt: new Map(Object.entries(locations).map(([code, id]) => [id, code])),
    options: {
      account: erp.account,
      clientId,
      certificateId,
      privateKey: privateKeyPem,
      subsidiary,
      customer: erp.seedCustomer({ name: 'Stores', subsidiaryId: subsidiary }).id,
      locations,
      accounts,
      currencies: erp.currencies,
      tax: { mode: 'suitetax-override', standard: { taxType: '1', taxCode: '1' } },
      // No flow waits for what changes in the ERP.
      changes: { of: [] },
    },
  };
}
