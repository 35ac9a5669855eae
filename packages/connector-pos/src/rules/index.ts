/** What every platform of tills shares, written once. */
export { businessDateAt, type DaySpan, daySpan, type StoreDayClock } from './business-day.ts';
export { type DueDay, dueDays, lateDates, type LateDates, settledWindow } from './due-days.ts';
export { naturalRef, ownIdIn } from './natural-key.ts';
export { type Repetition, repetitionOf } from './repeated.ts';
export { directionOf, type SaidDirection, unsigned } from './signs.ts';
export { assembleStoreDay, type Edition, type StoreDayFacts } from './store-day.ts';
export { closingOf, type ClosingRules, editionsUntil } from './store-day-editions.ts';
export { type ClockTrust, decideClocks, type SeenTimes, type ThreeClocks } from './three-clocks.ts';
export { type ReturnedSale, type Sale, type Ticket, ticketOfReturn, ticketOfSale, ticketOfVoid } from './ticket.ts';
export { toldEditions, type ToldStoreDay } from './told-days.ts';
export { type GateResult, proveTransaction, type TransactionAmounts } from './transaction-gate.ts';
