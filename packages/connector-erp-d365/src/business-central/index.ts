/**
 * Connects Dynamics 365 Business Central as an ERP.
 *
 * @module @crossdock/connector-erp-d365/business-central
 */
export { businessCentral } from './connector.ts';
export type { BusinessCentralSettings } from './options.ts';
