/** What every platform of tills shares, written once. */
export { businessDateAt, datesWithin, dayAfter, type DaySpan, daySpan, type StoreDayClock } from './business-day.ts';
export { naturalRef, ownIdIn } from './natural-key.ts';
export { type Repetition, repetitionOf } from './repeated.ts';
export { directionOf, type SaidDirection, signedMoney, unsigned, unsignedMoney } from './signs.ts';
export { assembleStoreDay, type Edition, overOrShort, type StoreDayFacts } from './store-day.ts';
export {
  type ClosingRules,
  closingOf,
  editionsUntil,
  type StoreDayState,
  storeDayState,
} from './store-day-editions.ts';
export { type ClockTrust, decideClocks, type SeenTimes, type ThreeClocks } from './three-clocks.ts';
export { type ReturnedSale, type Sale, type Ticket, ticketOfReturn, ticketOfSale, ticketOfVoid } from './ticket.ts';
export { type GateResult, proveTransaction, type TransactionAmounts } from './transaction-gate.ts';
