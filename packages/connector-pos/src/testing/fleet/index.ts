/** Tills of a whole chain, above the platforms. */
export {
  dailyRush,
  type FleetProduct,
  type FleetStore,
  ordinaryOdds,
  type TicketOdds,
  type TillFleetOptions,
  type TillSink,
} from './fleet-options.ts';
export { createShelves, type Shelves } from './shelves.ts';
export { type OfflineOptions, type RunningStore, type TillFleet, createTillFleet } from './till-fleet.ts';
export {
  type TicketKey,
  type TicketKind,
  ticketId,
  type TicketLine,
  type TicketTender,
  type TillTicket,
  unitsOf,
  type ZReport,
} from './till-ticket.ts';
export { type DocumentNames, referenceOf, returnOf, saleOf } from './to-documents.ts';
