import { compare, exponentOf, money, type Money, multiply, negate, subtract, sum, zero } from '@crossdock/core';

/** One document in a system's own books. */
export interface BookEntry {
  /** The business reference under which the systems know the same sale. */
  readonly ref: string;
  readonly total: Money;
}

/** The books of the systems, read from the systems themselves. */
export interface Books {
  /** What the selling system sold. */
  readonly placed: readonly BookEntry[];
  /** What the ERP booked as orders. */
  readonly booked: readonly BookEntry[];
  /** What reached the ledger. */
  readonly posted: readonly BookEntry[];
}

/** What the books say when they are held against each other. */
export interface Audit {
  readonly placed: number;
  readonly booked: number;
  readonly posted: number;
  /** Sales that are neither booked nor posted. */
  readonly lost: number;
  /** Documents beyond the first for the same sale, and documents for what was never sold, in either book. */
  readonly duplicates: number;
  /**
   * Sum of the differences between sold and posted, regardless of sign, in minor units of each currency. Where the ledger
   * agrees, a difference of the booked order counts instead. A difference below a minor unit shows as a fraction.
   */
  readonly centsAdrift: number;
  /** Sales that are booked but not posted yet. */
  readonly open: number;
  /** References of everything that is not as it should be, with the reason. */
  readonly findings: readonly string[];
}

/** Compares the books of the systems with each other. The opinion of the code under test is not asked. */
export function auditBooks({ placed, booked, posted }: Books): Audit {
  const findings: string[] = [];
  const drifts: Money[] = [];
  const bookedBy = group(booked);
  const postedBy = group(posted);
  let lost = 0;
  let open = 0;
  let duplicates = 0;
  for (const { ref, total } of placed) {
    const orders = bookedBy.get(ref) ?? [];
    const postings = postedBy.get(ref) ?? [];
    const extra = Math.max(0, orders.length - 1) + Math.max(0, postings.length - 1);
    duplicates += extra;
    if (extra > 0) findings.push(`${ref}: ${orders.length} orders and ${postings.length} postings`);
    const state =
      postings.length > 0 ? 'posted' : orders.length > 0 ? 'booked, not posted' : 'neither booked nor posted';
    if (postings.length === 0) findings.push(`${ref}: ${state}`);
    if (state === 'booked, not posted') open++;
    if (state === 'neither booked nor posted') lost++;

    const ledger = postings.length > 0 ? driftOf(total, postings) : [];
    const order = driftOf(total, orders.slice(0, 1));
    for (const it of ledger) findings.push(`${ref}: posted differs from sold by ${it.amount} ${it.currency}`);
    for (const it of order) findings.push(`${ref}: booked differs from sold by ${it.amount} ${it.currency}`);
    drifts.push(...(ledger.length > 0 ? ledger : order));
  }
  const sold = new Set(placed.map((it) => it.ref));
  for (const { ref } of [...booked, ...posted]) {
    if (sold.has(ref)) continue;
    duplicates++;
    findings.push(`${ref}: booked or posted, but never sold`);
  }
  return {
    placed: placed.length,
    booked: booked.length,
    posted: posted.length,
    lost,
    duplicates,
    centsAdrift: minorUnits(drifts),
    open,
    findings,
  };
}

/** By how much documents differ from what was sold, currency by currency; nothing if they do not. */
function driftOf(sold: Money, entries: readonly BookEntry[]): Money[] {
  if (entries.length === 0) return [];
  const totals = entries.map((it) => it.total);
  const currencies = new Set([sold.currency, ...totals.map((it) => it.currency)]);
  return [...currencies]
    .map((currency) => {
      const owned = totals.filter((it) => it.currency === currency);
      return subtract(sum(owned, currency), currency === sold.currency ? sold : zero(currency));
    })
    .filter((drift) => compare(drift, zero(drift.currency)) !== 0);
}

/** The sum of amounts regardless of sign, exact until the very end. */
function minorUnits(drifts: readonly Money[]): number {
  const units = drifts.map((drift) => {
    const size = compare(drift, zero(drift.currency)) < 0 ? negate(drift) : drift;
    return multiply(size, `1${'0'.repeat(exponentOf(drift.currency))}`).amount;
  });
  // Units of all currencies are counted together, so the currency of this sum says nothing.
  return Number(
    sum(
      units.map((it) => money(it, 'USD')),
      'USD',
    ).amount,
  );
}

function group(entries: readonly BookEntry[]): Map<string, BookEntry[]> {
  const byRef = new Map<string, BookEntry[]>();
  for (const entry of entries) {
    const known = byRef.get(entry.ref);
    if (known) known.push(entry);
    else byRef.set(entry.ref, [entry]);
  }
  return byRef;
}
