/**
 * Connects Dynamics 365 Finance & Operations as an ERP.
 *
 * @module @crossdock/connector-erp-d365
 */
export { d365 } from './connector.ts';
export type { D365Settings } from './options.ts';
