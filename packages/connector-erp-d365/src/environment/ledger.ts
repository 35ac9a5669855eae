import { type Money, sum } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';
import { fromWire } from '../mapping/amounts.ts';
import { dateOf } from '../odata/literals.ts';

/** What the general ledger has of some vouchers. */
export interface LedgerEntry {
  readonly postingDate: string;
  readonly debit: Money;
  readonly credit: Money;
}

const Voucher = z.object({
  GeneralJournalEntry: z.string(),
  Voucher: z.string(),
  VoucherDataAreaId: z.string(),
  AccountingDate: z.string(),
});

const Account = z.object({
  GeneralJournalEntry: z.string(),
  TransactionCurrencyCode: z.string(),
  TransactionCurrencyAmount: z.string(),
  IsCredit: z.enum(['No', 'Yes']),
});

/** Reads what vouchers come to in the ledger, or `undefined` while one of them is not there. The read-outs may lag behind. */
export async function readLedger(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  vouchers: readonly string[],
  currency: string,
  signal: AbortSignal,
): Promise<LedgerEntry | undefined> {
  const sides: { debit: Money[]; credit: Money[] } = { debit: [], credit: [] };
  let postingDate: string | undefined;
  for (const voucher of vouchers) {
    const entries = await client.list('SubledgerVoucherGeneralJournalEntryBiEntities', {
      filter: { Voucher: voucher, VoucherDataAreaId: config.company },
      row: Voucher,
      signal,
    });
    const own = entries.filter((it) => it.Voucher === voucher && it.VoucherDataAreaId.toLowerCase() === config.company);
    if (own.length === 0) return undefined;
    for (const { GeneralJournalEntry, AccountingDate } of own) {
      postingDate = dateOf(AccountingDate);
      const accounts = await client.list('GeneralJournalAccountEntryBiEntities', {
        filter: { GeneralJournalEntry: Number(GeneralJournalEntry) },
        row: Account,
        signal,
      });
      for (const it of accounts) {
        if (it.GeneralJournalEntry !== GeneralJournalEntry) continue;
        const side = it.IsCredit === 'Yes' ? sides.credit : sides.debit;
        // A credit is kept as a negative amount.
        const text =
          it.IsCredit === 'Yes' ? it.TransactionCurrencyAmount.replace(/^-/, '') : it.TransactionCurrencyAmount;
        side.push(fromWire(text, it.TransactionCurrencyCode));
      }
    }
  }
  if (postingDate === undefined) return undefined;
  return { postingDate, debit: sum(sides.debit, currency), credit: sum(sides.credit, currency) };
}
