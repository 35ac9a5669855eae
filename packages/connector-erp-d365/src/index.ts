/**
 * Connects Dynamics 365 Finance & Operations as an ERP.
 *
 * @module @crossdock/connector-erp-d365
 */
export { type DataPackagePorts, type DataPackages, openDataPackages } from './bulk/data-packages.ts';
export type { ErrorFiles } from './bulk/data-management.ts';
export type {
  ErrorSource,
  ImportedRecord,
  ImportReport,
  ImportRequest,
  RecordQuestion,
} from './bulk/import-records.ts';
export type { EndState, RecordError } from './bulk/jobs.ts';
export type { MessageState, QueuedMessage, RecurringQueue } from './bulk/recurring-queue.ts';
export type { PackageFiles } from './bulk/zip.ts';
export { d365 } from './connector.ts';
export type { D365Settings } from './options/options.ts';
