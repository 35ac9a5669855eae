/**
 * Connects the Inventory Visibility service of Dynamics 365 Supply Chain Management.
 *
 * @module @crossdock/connector-erp-d365/inventory-visibility
 */
export { inventoryVisibility } from './connector.ts';
export type { InventoryVisibilitySettings, ProductAt } from './options.ts';
