import { compare, money, type Money, subtract, sum } from '@crossdock/core';

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
  /** Sales that never reached the ledger. */
  readonly lost: number;
  /** Documents beyond the first for the same sale, in either book. */
  readonly duplicates: number;
  /** Sum of the differences between sold and posted, regardless of sign, in minor units of two decimals. */
  readonly centsAdrift: number;
  /** Sales that are booked but not posted yet. */
  readonly open: number;
  /** References of everything that is not as it should be, with the reason. */
  readonly findings: readonly string[];
}

/** Compares the books of the systems with each other. The opinion of the code under test is not asked. */
export function auditBooks({ placed, booked, posted }: Books): Audit {
  const findings: string[] = [];
  const bookedBy = group(booked);
  const postedBy = group(posted);
  let lost = 0;
  let open = 0;
  let duplicates = 0;
  let centsAdrift = 0;
  for (const { ref, total } of placed) {
    const orders = bookedBy.get(ref) ?? [];
    const postings = postedBy.get(ref) ?? [];
    const extra = Math.max(0, orders.length - 1) + Math.max(0, postings.length - 1);
    duplicates += extra;
    if (extra > 0) findings.push(`${ref}: ${orders.length} orders and ${postings.length} postings`);
    if (postings.length === 0) {
      if (orders.length > 0) open++;
      else lost++;
      findings.push(`${ref}: ${orders.length > 0 ? 'booked, not posted' : 'neither booked nor posted'}`);
      continue;
    }
    const drift = subtract(sum(postings.map((it) => it.total), total.currency), total);
    if (compare(drift, money('0', total.currency)) !== 0) {
      centsAdrift += Math.abs(Math.round(Number(drift.amount) * 100));
      findings.push(`${ref}: posted differs from sold by ${drift.amount} ${drift.currency}`);
    }
  }
  const sold = new Set(placed.map((it) => it.ref));
  for (const ref of new Set([...bookedBy.keys(), ...postedBy.keys()])) {
    if (sold.has(ref)) continue;
    duplicates++;
    findings.push(`${ref}: booked or posted, but never sold`);
  }
  const { length: sales } = placed;
  return { placed: sales, booked: booked.length, posted: posted.length, lost, duplicates, centsAdrift, open, findings };
}

function group(entries: readonly BookEntry[]): Map<string, BookEntry[]> {
  const byRef = new Map<string, BookEntry[]>();
  for (const entry of entries) byRef.set(entry.ref, [...(byRef.get(entry.ref) ?? []), entry]);
  return byRef;
}
