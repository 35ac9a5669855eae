/**
 * A simulated Finance & Operations environment for tests and demos.
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
export type { EntitySet, Field, Row } from './entity-model.ts';
export type { ItemSeed, Seeds, StoreSeed } from './seeds.ts';
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
