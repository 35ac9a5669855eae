/**
 * NetSuite as a system of crossdock, over SuiteTalk REST and SuiteQL.
 *
 * @module @crossdock/connector-erp-netsuite
 */
export { netsuite } from './connector.ts';
export type { CertificateInput, CertificateProvider } from './credentials.ts';
export type { NetsuiteSettings } from './options.ts';
