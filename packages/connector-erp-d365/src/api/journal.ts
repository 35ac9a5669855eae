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
  /** Its day, under the name that each kind has for it. */
  TransDate: z.string().optional(),
  TransactionDate: z.string().optional(),
});
export type JournalLine = z.output<typeof JournalLine>;

/** The entity sets of each kind of journal, and the field that is the day of a line. */
export const journalSets = {
  ledgerJournal: {
    headers: 'LedgerJournalHeaders',
    lines: 'LedgerJournalLines',
    post: 'postLedgerJournal',
    day: 'TransDate',
  },
  paymentJournal: {
    headers: 'CustomerPaymentJournalHeaders',
    lines: 'CustomerPaymentJournalLines',
    post: 'postPaymentJournal',
    day: 'TransactionDate',
  },
} as const;

/** Fields of a line that a kind of journal has. */
export function journalLineFields(kind: keyof typeof journalSets): readonly string[] {
  const days = new Set<string>(Object.values(journalSets).map(({ day }) => day));
  return Object.keys(JournalLine.shape).filter((name) => name === journalSets[kind].day || !days.has(name));
}
