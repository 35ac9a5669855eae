import { z } from 'zod';
import { sum } from '../primitives/index.ts';
import { mustBeIn, mustEqual, whenSound } from './balance.ts';
import { DocumentRef } from './document-ref.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs } from './ids.ts';
import { Currency, UnsignedMoney } from './money.ts';

/** One line of a journal: a debit or a credit, never both, never below zero. */
export const JournalLine = z
  .object({
    /** The account, as the mapping names it. */
    account: z.string().min(1),
    debit: UnsignedMoney.optional(),
    credit: UnsignedMoney.optional(),
    memo: z.string().optional(),
    location: LocationCode.optional(),
    /** Further dimensions by name: `department`, `channel`. */
    dimensions: z.record(z.string(), z.string()).default({}),
    /** The customer or supplier, where the account asks for one. */
    party: DocumentRef.optional(),
  })
  .refine(({ debit, credit }) => (debit === undefined) !== (credit === undefined), {
    error: 'must have a debit or a credit, not both',
  });
export type JournalLine = z.output<typeof JournalLine>;

/** A journal entry. Its debits equal its credits, or it is refused with code `unbalanced`. */
export const JournalEntry = z
  .object({
    ref: BusinessRef,
    refs: Refs,
    occurredAt: Instant,
    /** The day it is to be posted on. */
    businessDate: BusinessDate,
    currency: Currency,
    memo: z.string().optional(),
    /** The legal entity, as the mapping names it. */
    entity: z.string().optional(),
    lines: z.array(JournalLine).min(2),
  })
  .superRefine((entry, sink) => {
    const { currency, lines } = entry;
    if (!mustBeIn(sink, currency, entry)) return;
    const total = (side: 'debit' | 'credit') =>
      sum(
        lines.flatMap((line) => line[side] ?? []),
        currency,
      );
    mustEqual(sink, ['lines'], ['the sum of debits', total('debit')], ['the sum of credits', total('credit')]);
  }, whenSound);
export type JournalEntry = z.output<typeof JournalEntry>;
