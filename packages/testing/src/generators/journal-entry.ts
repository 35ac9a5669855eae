import { allocate, JournalEntry, money, type Random } from '@crossdock/core';
import { between, busyDay } from './chance.ts';

/** What {@link generateJournalEntry} takes. */
export interface GenerateJournalEntryOptions {
  /** @default 'USD' */
  readonly currency?: string;
  readonly serial?: number;
  /** The account that is debited, and those that are credited. */
  readonly accounts?: readonly [string, string, ...string[]];
  /** @default '2026-11-27' */
  readonly businessDate?: string;
}

/** Generates a journal entry whose debits equal its credits. */
export function generateJournalEntry(random: Random, options: GenerateJournalEntryOptions = {}): JournalEntry {
  const { currency = 'USD', serial = between(random, 1, 9_999_999), businessDate = busyDay } = options;
  const [debited, ...credited] = options.accounts ?? ['cash', 'sales', 'tax'];
  const total = money(`${between(random, 1, 9_999)}`, currency);
  const parts = allocate(
    total,
    credited.map(() => String(between(random, 1, 9))),
  );
  return JournalEntry.parse({
    ref: `journal-${serial}`,
    refs: {},
    occurredAt: `${businessDate}T12:00:00Z`,
    businessDate,
    currency,
    lines: [
      { account: debited, debit: total },
      ...credited.map((account, index) => ({ account, credit: parts[index] })),
    ],
  });
}
