/**
 * Connects tills that drop files into a folder: POSLog XML by dialect profiles, CSV by declared mappings.
 *
 * @module @crossdock/connector-pos/file-drop
 */
export { fileDrop } from './connector.ts';
export { type CsvColumns, type CsvMapping, type CsvTrailer, type RowMeaning } from './csv/mapping.ts';
export { type FileDropOptions } from './options.ts';
export {
  type DiscountSource,
  type ItemMeaning,
  type PosLogDialect,
  type StatusMeaning,
  type TenderMeaning,
} from './poslog/dialect.ts';
export { posLogDialects } from './poslog/dialects/index.ts';
export { type FileSource, type ListedFile } from './source/file-source.ts';
export { type Feed } from './feeds.ts';
export { type TicketKey, type TillRecord, type TillTicket } from './till-record.ts';
export { type TriedRecord, tryFeed, type TryFeedOptions } from './try-feed.ts';
