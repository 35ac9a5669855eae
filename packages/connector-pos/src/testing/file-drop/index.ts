/** Files as tills drop them, written from records. */
export { type DropSink, dropSink, type DropSinkOptions, recordOf } from './fleet-drops.ts';
export { randomTicket, type TicketStyle } from './random-ticket.ts';
export { type CsvWriting, csvText } from './write-csv.ts';
export { posLogPieces, posLogText, posLogTransaction, type PosLogWriting, type WritingStore } from './write-poslog.ts';
