/**
 * A simulated Inventory Visibility service for tests and demos.
 *
 * @module
 */
export {
  inventoryVisibilitySimulator,
  type InventoryVisibilitySimulator,
  type InventoryVisibilitySimulatorOptions,
} from './simulator.ts';
export type { BookedReservation, PostedChange, VisibilityBooks } from './books.ts';
export type { VisibilityConfiguration } from './configuration.ts';
