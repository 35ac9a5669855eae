/**
 * A simulated NetSuite account for tests and demos, and credentials to sign in to it.
 *
 * @module @crossdock/connector-erp-netsuite/testing
 */
export { netsuiteSimulator, type NetsuiteSimulator, type NetsuiteSimulatorOptions } from './simulator.ts';
export { generateTestCredentials, type TestCredentials, type TestCredentialsOptions } from './credentials.ts';
export type { AccountFeatures } from './account.ts';
export type {
  BookedCredit,
  BookedCustomer,
  BookedFulfillment,
  BookedJournal,
  BookedLedgerLine,
  BookedLine,
  BookedMove,
  BookedPayment,
  BookedSale,
  BookedSalesOrder,
  BookedStockDocument,
  NetsuiteBooks,
} from './booked.ts';
export type { CustomerSeed, ItemSeed, LocationSeed, PeriodSeed, PriceSeed, Seeds } from './seeds.ts';
export type { ListEntry, ListType } from './lists.ts';
export type { PushedDelivery, PushOptions } from './push.ts';
export type { RegisteredToken } from './signed-requests.ts';
export type { RegisteredCertificate } from './token-endpoint.ts';
