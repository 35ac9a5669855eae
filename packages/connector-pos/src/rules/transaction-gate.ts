import { compare, type Money, subtract, sum, zero } from '@crossdock/core';
import { unsignedMoney } from './signs.ts';

/** The amounts of one transaction at a till, with our signs: positive to the store, negative to the buyer. */
export interface TransactionAmounts {
  readonly currency: string;
  /** Of every line, before or after its discount as `discount` says; with tax only if prices contain it. */
  readonly lines: readonly Money[];
  /** What is taken off beside that; nothing where lines are net already. */
  readonly discount?: Money;
  /** Tax on top of the lines; nothing where prices contain it. */
  readonly tax?: Money;
  readonly charges?: readonly Money[];
  readonly tips?: readonly Money[];
  /** Of cash; with its sign. */
  readonly rounding?: Money;
  readonly total: Money;
  /** What was handed over. */
  readonly tenders: readonly Money[];
  /** What was handed back of it. Nothing where tenders are net of change. */
  readonly change?: Money;
}

/** Whether a transaction adds up, and by how much not. */
export interface GateResult {
  readonly balanced: boolean;
  /** Lines − discount + tax + charges + tips ± rounding, less the total. */
  readonly ofTotal: Money;
  /** The total less tenders − change. */
  readonly ofTenders: Money;
}

/**
 * Proves one transaction: lines − discount + tax + charges + tips ± rounding = total = tenders − change. A transaction that
 * does not add up is kept and parked with its difference, never dropped.
 *
 * @param tolerance - difference that is borne, for a source that rounds by line
 */
export function proveTransaction(amounts: TransactionAmounts, tolerance?: Money): GateResult {
  const { currency, lines, charges = [], tips = [], total, tenders } = amounts;
  const nothing = zero(currency);
  const { discount = nothing, tax = nothing, rounding = nothing, change = nothing } = amounts;
  const due = subtract(sum([...lines, tax, ...charges, ...tips, rounding], currency), discount);
  const ofTotal = subtract(due, total);
  const ofTenders = subtract(total, subtract(sum(tenders, currency), change));
  const borne = (it: Money): boolean => compare(unsignedMoney(it), tolerance ?? nothing) <= 0;
  return { balanced: borne(ofTotal) && borne(ofTenders), ofTotal, ofTenders };
}
