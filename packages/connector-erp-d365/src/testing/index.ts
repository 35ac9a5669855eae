/**
 * Simulated Dynamics 365 environments for tests and demos: Finance & Operations, Inventory Visibility, Business Central.
 *
 * @module @crossdock/connector-erp-d365/testing
 */
export { d365Simulator, type D365Simulator, type D365SimulatorOptions } from './simulator.ts';
export type {
  BookedInvoice,
  BookedJournal,
  BookedJournalLine,
  BookedMove,
  BookedOrder,
  BookedTill,
  D365Books,
} from './read-books.ts';
export type { DataManagementControls, DataProject, JobFailure } from './bulk/data-management.ts';
export type { EnqueuedFile, RecurringJobControls } from './bulk/recurring-jobs.ts';
export type { BusinessEventDelivery } from './business-events.ts';
export type { EntitySet, Field, Row } from './entity-model.ts';
export type { ItemSeed, Seeds, StoreSeed } from './seeds.ts';
export type { SetupSeeds } from './setup-seeds.ts';
export type { RegisteredApp } from './token-endpoint.ts';
export {
  type BookedReservation,
  inventoryVisibilitySimulator,
  type InventoryVisibilitySimulator,
  type InventoryVisibilitySimulatorOptions,
  type PostedChange,
  type VisibilityBooks,
  type VisibilityConfiguration,
} from './inventory-visibility/index.ts';
export {
  type BusinessCentralBooks,
  type BusinessCentralDocument,
  type BusinessCentralItem,
  type BusinessCentralSeeds,
  businessCentralSimulator,
  type BusinessCentralSimulator,
  type BusinessCentralSimulatorOptions,
} from './business-central/index.ts';
