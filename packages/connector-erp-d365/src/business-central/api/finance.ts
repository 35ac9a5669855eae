import { z } from 'zod';

export const Journal = z.object({ '@odata.etag': z.string().min(1), id: z.guid(), code: z.string() });
export type Journal = z.output<typeof Journal>;

export const JournalLine = z.object({
  id: z.guid(),
  accountType: z.string(),
  accountNumber: z.string(),
  documentNumber: z.string(),
  postingDate: z.string(),
  amount: z.string(),
});
export type JournalLine = z.output<typeof JournalLine>;

export const CustomerPayment = z.object({ id: z.guid(), documentNumber: z.string(), amount: z.string() });

export const LedgerEntry = z.object({
  documentNumber: z.string(),
  postingDate: z.string(),
  accountNumber: z.string(),
  debitAmount: z.string(),
  creditAmount: z.string(),
});
export type LedgerEntry = z.output<typeof LedgerEntry>;

export const AccountingPeriod = z.object({ startingDate: z.string(), name: z.string(), closed: z.boolean() });

export const LedgerSetup = z.object({ allowPostingFrom: z.string(), allowPostingTo: z.string() });
