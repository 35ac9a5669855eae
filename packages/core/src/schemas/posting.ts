import { z } from 'zod';
import { sum } from '../primitives/index.ts';
import { type IssueSink, mustBeIn, mustEqual } from './balance.ts';
import { DocumentRef } from './document-ref.ts';
import { BusinessDate, BusinessRef, Instant, LocationCode, Refs } from './ids.ts';
import { Currency, Money } from './money.ts';

/** A document that the ledger confirmed: it was posted, and its debits equal its credits. */
export const Posting = z
  .object({
    document: DocumentRef,
    /** The accounting date that the ledger gave it. */
    postingDate: BusinessDate,
    /** The accounting period, as the ERP names it. */
    period: z.string().min(1).optional(),
    /** What the document comes to. */
    total: Money,
    debit: Money,
    credit: Money,
    confirmedAt: Instant,
  })
  .superRefine(({ debit, credit }, sink) => mustEqual(sink, ['debit'], ['the debit', debit], ['the credit', credit]));
export type Posting = z.output<typeof Posting>;

/** One line of a journal: a debit or a credit, never both. */
export const JournalLine = z
  .object({
    account: z.string().min(1),
    debit: Money.optional(),
    credit: Money.optional(),
    memo: z.string().optional(),
    location: LocationCode.optional(),
    /** Further dimensions by name: `department`, `channel`. */
    dimensions: z.record(z.string(), z.string()).default({}),
    /** The customer or supplier, where the account asks for one. */
    party: DocumentRef.optional(),
  })
  .refine(({ debit, credit }) => (debit === undefined) !== (credit === undefined), { error: 'must have a debit or a credit, not both' });
export type JournalLine = z.output<typeof JournalLine>;

/** A journal entry. Its debits equal its credits, or it is refused with code `unbalanced`. */
export const JournalEntry = z
  .object({
    ref: BusinessRef,
    refs: Refs,
    occurredAt: Instant,
    businessDate: BusinessDate,
    currency: Currency,
    memo: z.string().optional(),
    /** The legal entity, as the mapping names it. */
    entity: z.string().optional(),
    lines: z.array(JournalLine).min(2),
  })
  .superRefine(proveJournal);
export type JournalEntry = z.output<typeof JournalEntry>;

function proveJournal({ currency, lines }: { currency: string; lines: readonly JournalLine[] }, sink: IssueSink): void {
  const amountsOf = lines.flatMap((line, index) => [
    [['lines', index, 'debit'], line.debit] as const,
    [['lines', index, 'credit'], line.credit] as const,
  ]);
  if (!mustBeIn(sink, currency, amountsOf.map(([path, amount]) => [[...path], amount] as const))) return;
  const total = (side: 'debit' | 'credit') => sum(lines.flatMap((line) => line[side] ?? []), currency);
  mustEqual(sink, ['lines'], ['the sum of debits', total('debit')], ['the sum of credits', total('credit')]);
}
