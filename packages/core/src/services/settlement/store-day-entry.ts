import { IntegrationError, isNegative, isZero, type Money, negate, subtract, sum } from '../../primitives/index.ts';
import { JournalEntry, parse, type StoreDay } from '../../schemas/index.ts';

/** The account of each part of a store day, by the names that the ERP's configuration maps. */
export interface StoreDayAccounts {
  /** @default 'sales' */
  readonly sales?: string;
  /** @default 'refunds' */
  readonly refunds?: string;
  /** @default 'tax' */
  readonly tax?: string;
  /** @default 'tips' */
  readonly tips?: string;
  /** @default 'rounding' */
  readonly rounding?: string;
  /** What is owed to holders of gift cards. @default 'gift-cards' */
  readonly giftCards?: string;
  /** What drawers are over or short. @default 'over-short' */
  readonly overShort?: string;
  /** What was brought to the bank. @default 'deposits' */
  readonly deposits?: string;
  /** By kind (`card`), or by kind and name (`card:Visa`). @default the kind */
  readonly tenders?: Readonly<Record<string, string>>;
}

/** How {@link storeDayEntry} books a day. */
export interface StoreDayEntryOptions {
  readonly accounts?: StoreDayAccounts;
  /** The legal entity, as the ERP's configuration maps it. */
  readonly entity?: string;
  /** The revision before this one, which was booked. The entry then corrects it: only what differs is in it. */
  readonly corrects?: StoreDay;
}

/** One part of a day. Positive is a debit. */
interface Part {
  readonly account: string;
  readonly memo: string;
  readonly amount: Money;
}

/**
 * A store day as the journal entry that settles it: what was sold and is owed against what was taken by each means, what drawers were over or
 * short, and what went to the bank. Floats, paid-ins and paid-outs move cash inside the store and are not in it.
 *
 * A later revision is an entry of its own (`<ref>-r2`), on the same business date, that corrects the one before; what is posted is never edited.
 *
 * @returns `undefined` when there is nothing to book: an idle day, or a revision that changes no amount.
 * @throws IntegrationError `input-invalid` (path `corrects`) when a later revision is booked without the one before it, or with another day's.
 * @example
 * ```ts
 * import { defineFlow, type StoreDay, storeDayEntry } from '@crossdock/core';
 *
 * export const settleStoreDay = defineFlow({
 *   name: 'settle-store-day',
 *   version: 1,
 *   on: 'storeday.closed',
 *   key: (day) => day.ref,
 *   needs: { erp: ['postJournal', 'confirmPosting'] },
 *   async run(day, { erp, waitFor }) {
 *     let corrects: StoreDay | undefined;
 *     while (day.revision > 1 && corrects?.revision !== day.revision - 1) corrects = (await waitFor('storeday.closed')).data;
 *     const entry = storeDayEntry(day, corrects ? { corrects } : {});
 *     if (!entry) return;
 *     const document = await erp.postJournal(entry, { hold: 'until-open' });
 *     await erp.confirmPosting(document, { hold: 'until-open' });
 *   },
 * });
 * ```
 */
export function storeDayEntry(day: StoreDay, options: StoreDayEntryOptions = {}): JournalEntry | undefined {
  const { corrects, accounts = {}, entity } = options;
  requireBefore(day, corrects);
  const parts = partsOf(day, accounts);
  const changes = (corrects ? differences(parts, partsOf(corrects, accounts)) : parts).filter(
    ({ amount }) => !isZero(amount),
  );
  if (changes.length === 0) return undefined;
  const isFirst = day.revision === 1;
  const entry = {
    ref: isFirst ? day.ref : `${day.ref}-r${day.revision}`,
    refs: day.refs,
    occurredAt: day.closedAt,
    businessDate: day.businessDate,
    currency: day.currency,
    memo: `Store day ${day.location} ${day.businessDate}${isFirst ? '' : `, revision ${day.revision}`}`,
    ...(entity !== undefined && { entity }),
    lines: changes.map(({ account, memo, amount }) => ({
      account,
      memo,
      location: day.location,
      ...(isNegative(amount) ? { credit: negate(amount) } : { debit: amount }),
    })),
  };
  return parse(JournalEntry, entry, { what: 'the settlement of the store day' });
}

function requireBefore(day: StoreDay, corrects: StoreDay | undefined): void {
  const refuse = (why: string) => new IntegrationError(why, { code: 'input-invalid', path: 'corrects' });
  if (day.revision === 1 && corrects) throw refuse('The first closing of a store day corrects nothing');
  if (day.revision === 1) return;
  if (!corrects) throw refuse(`Revision ${day.revision} of a store day is booked as what differs from the one before`);
  const { ref, revision, currency } = corrects;
  if (ref !== day.ref || revision !== day.revision - 1 || currency !== day.currency)
    throw refuse(`Revision ${day.revision} of a store day corrects revision ${day.revision - 1} of the same day`);
}

function partsOf(day: StoreDay, accounts: StoreDayAccounts): readonly Part[] {
  const { tenders: means = {} } = accounts;
  const cash = means['cash'] ?? 'cash';
  const part = (account: string, memo: string, amount: Money): Part => ({ account, memo, amount });
  return [
    part(accounts.sales ?? 'sales', 'Sales', negate(day.sales)),
    part(accounts.refunds ?? 'refunds', 'Refunds', day.refunds),
    part(accounts.tax ?? 'tax', 'Tax', negate(day.tax)),
    part(accounts.tips ?? 'tips', 'Tips', negate(day.tips)),
    part(accounts.rounding ?? 'rounding', 'Cash rounding', negate(day.rounding)),
    part(accounts.giftCards ?? 'gift-cards', 'Gift cards sold', negate(day.giftCardsSold)),
    ...day.tenders.map(({ kind, name, amount }) => {
      const byName = name === undefined ? undefined : means[`${kind}:${name}`];
      return part(byName ?? means[kind] ?? kind, `Taken by ${name ?? kind}`, amount);
    }),
    ...day.drawers.flatMap(({ register, counted, expected }) => {
      const over = subtract(counted, expected);
      const memo = `Drawer ${register} over or short`;
      return [part(accounts.overShort ?? 'over-short', memo, negate(over)), part(cash, memo, over)];
    }),
    ...day.deposits.flatMap(({ reference, amount }) => {
      const memo = ['Brought to the bank', reference].filter(Boolean).join(' ');
      return [part(accounts.deposits ?? 'deposits', memo, amount), part(cash, memo, negate(amount))];
    }),
  ];
}

/** What the parts of now have that those of before had not, by account and memo. */
function differences(now: readonly Part[], before: readonly Part[]): readonly Part[] {
  const byName = Map.groupBy(
    [...now, ...before.map((it) => ({ ...it, amount: negate(it.amount) }))],
    ({ account, memo }) => `${account}\n${memo}`,
  );
  return [...byName.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const amounts = [first, ...others].map((it) => it.amount);
    return [{ ...first, amount: sum(amounts, first.amount.currency) }];
  });
}
