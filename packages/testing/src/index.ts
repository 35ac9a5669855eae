/**
 * What tests of a retail integration need: a virtual clock, seeded faults, simulated platforms, and an audit that
 * believes only the systems' own books.
 *
 * @module @crossdock/testing
 */
export { type Audit, auditBooks, type BookEntry, type Books } from './audit.ts';
export { type CommandLineOptions, readCommandLine, wholeNumber } from './command-line.ts';
export {
  type ArmOptions,
  createFaults,
  type FaultName,
  faultNames,
  type FaultOptions,
  type Faults,
  type FaultStrike,
} from './faults.ts';
export {
  jsonMutator,
  type JsonMutation,
  type MutateJsonOptions,
  type Mutant,
  type MutationKind,
  mutationKinds,
} from './fuzz.ts';
export {
  generateCustomer,
  type GenerateCustomerOptions,
  generateFulfillment,
  type GenerateFulfillmentOptions,
  generateJournalEntry,
  type GenerateJournalEntryOptions,
  generateOrder,
  type GenerateOrderOptions,
  generatePrice,
  generateProduct,
  type GenerateProductOptions,
  generateReturn,
  type GenerateReturnOptions,
  type OrderKind,
  orderKinds,
} from './generators/index.ts';
export {
  checkLinearizability,
  type Linearizability,
  type StockAnswer,
  type StockCall,
  type StockOperation,
} from './linearizability.ts';
export { type ManualClock, manualClock } from './manual-clock.ts';
export { simulatedNetwork, type SimulatedHosts } from './network.ts';
export {
  ConnectionLost,
  fetchFailed,
  serve,
  type ServedSimulator,
  type ServeOptions,
  type Simulator,
  simulatorFetch,
} from './simulator.ts';
export {
  type ClassifiedRequest,
  faultSubjectOf,
  type TransportFaultOptions,
  withTransportFaults,
} from './transport-faults.ts';
export { recordStockHistory, type StockHistoryOptions } from './stock-history.ts';
export {
  type CourierOptions,
  type Delivery,
  type DeliveryTarget,
  type WebhookCourier,
  webhookCourier,
} from './webhook-courier.ts';
export { type SettleOptions, simulate, type SimulateOptions, type World, type WorldSystem } from './world.ts';
