import { z } from 'zod';
import { mustBeIn, mustEqual, whenSound } from './balance.ts';
import { DocumentRef } from './document-ref.ts';
import { BusinessDate, Instant } from './ids.ts';
import { Money } from './money.ts';

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
    /** Sum of the debits in the ledger, in the document's currency. */
    debit: Money,
    credit: Money,
    confirmedAt: Instant,
  })
  .superRefine((posting, sink) => {
    const { total, debit, credit } = posting;
    if (!mustBeIn(sink, total.currency, posting)) return;
    mustEqual(sink, ['debit'], ['the debit', debit], ['the credit', credit]);
  }, whenSound);
export type Posting = z.output<typeof Posting>;
