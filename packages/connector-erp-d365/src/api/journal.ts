import { z } from 'zod';

/** Header of a general journal or a customer payment journal. */
export const JournalHeader = z.object({
  JournalBatchNumber: z.string().min(1),
  Description: z.string(),
  IsPosted: z.enum(['No', 'Yes']),
});
export type JournalHeader = z.output<typeof JournalHeader>;

export const journalHeaderFields = Object.keys(JournalHeader.shape);

/** A line of either, as far as both have it. */
export const JournalLine = z.object({
  LineNumber: z.string(),
  Voucher: z.string(),
  CurrencyCode: z.string(),
  DebitAmount: z.string(),
  CreditAmount: z.string(),
});
export type JournalLine = z.output<typeof JournalLine>;

export const journalLineFields = Object.keys(JournalLine.shape);

/** The entity sets of each kind of journal. */
export const journalSets = {
  ledgerJournal: { headers: 'LedgerJournalHeaders', lines: 'LedgerJournalLines', post: 'postLedgerJournal' },
  paymentJournal: {
    headers: 'CustomerPaymentJournalHeaders',
    lines: 'CustomerPaymentJournalLines',
    post: 'postPaymentJournal',
  },
} as const;
