/**
 * Connects Dynamics 365 Finance & Operations as an ERP.
 *
 * @module @crossdock/connector-erp-d365
 */
export { type DataPackagePorts, type DataPackages, openDataPackages } from './bulk/data-packages.ts';
export type {
  ErrorSource,
  ImportedRecord,
  ImportReport,
  ImportRequest,
  RecordQuestion,
} from './bulk/import-records.ts';
export type { MessageState, QueuedMessage, RecurringQueue } from './bulk/recurring-queue.ts';
export { d365 } from './connector.ts';
export type { D365Settings } from './options.ts';
