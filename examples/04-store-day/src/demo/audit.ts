import { type BookedJournal, type NetsuiteBooks } from '@crossdock/connector-erp-netsuite/testing';
import { type TillTicket } from '@crossdock/connector-pos/testing';
import { type ChainStore } from './chain.ts';
import { accounts } from './ledger.ts';
import { type Takings } from './takings.ts';

/** A sale that came after its day was closed. */
export interface LateTicket {
  readonly store: string;
  readonly ticket: Pick<TillTicket, 'total' | 'businessDate'>;
}

/** What the books say. */
export interface Audit {
  readonly storeDays: number;
  /** Journals of first closings, and of revisions. */
  readonly journals: number;
  readonly corrections: number;
  /** What the stores took in all, with tax, and what the ledger has of it, in cents. */
  readonly taken: number;
  readonly booked: number;
  readonly centsAdrift: number;
  /** What is wrong, in words. */
  readonly findings: readonly string[];
}

/** What is held against each other. */
export interface AuditedBooks {
  readonly stores: readonly ChainStore[];
  readonly businessDate: string;
  readonly takings: ReadonlyMap<string, Takings>;
  readonly late: readonly LateTicket[];
  readonly erp: Pick<NetsuiteBooks, 'journalEntries' | 'balances'>;
  /** Our code by the ledger's location. */
  readonly storeAt: ReadonlyMap<string, string>;
}

/**
 * Holds what the tills took against the ledger, store by store and account by account: one journal for each day, one correction for
 * each day with a late ticket, and every cent on its account. What crossdock believes is not asked.
 */
export function auditStoreDays(books: AuditedBooks): Audit {
  const { stores, takings, late, erp } = books;
  const journals = erp.journalEntries().map((it) => readJournal(it, books.storeAt));
  const findings: string[] = erp.balances() ? [] : ['the ledger: debits and credits differ'];
  let centsAdrift = 0;
  for (const { code } of stores) {
    const own = journals.filter((it) => it.store === code);
    const lateHere = late.filter((it) => it.store === code);
    findings.push(...journalFindings(code, own, lateHere, books.businessDate));
    const taken = takings.get(code);
    if (!taken) throw new RangeError(`Nothing is known of ${code}`);
    const bookedHere = bookedOf(own);
    for (const [what, cents] of Object.entries(taken) as [keyof Takings, number][]) {
      const off = bookedHere[what] - cents;
      if (off === 0) continue;
      centsAdrift += Math.abs(off);
      findings.push(`${code}: ${what} ${inMoney(cents)} taken, ${inMoney(bookedHere[what])} booked`);
    }
  }
  const strays = journals.filter((it) => !stores.some(({ code }) => code === it.store));
  findings.push(...strays.map((it) => `journal ${it.externalId}: is of no store, or of several`));
  const total = ({ net, tax, rounding }: Takings): number => net + tax + rounding;
  return {
    storeDays: stores.length,
    journals: journals.filter((it) => it.revision === 1).length,
    corrections: journals.filter((it) => it.revision > 1).length,
    taken: [...takings.values()].reduce((sum, it) => sum + total(it), 0),
    booked: total(bookedOf(journals)),
    centsAdrift,
    findings,
  };
}

interface ReadJournal {
  readonly externalId: string;
  readonly store: string | undefined;
  readonly revision: number;
  readonly date: string;
  readonly memo: string;
  readonly lines: readonly { readonly account: string; readonly debit: number; readonly credit: number }[];
}

function readJournal(
  { externalId = '', date, memo = '', lines }: BookedJournal,
  storeAt: AuditedBooks['storeAt'],
): ReadJournal {
  const places = [...new Set(lines.map((it) => storeAt.get(idIn(it['location']))))];
  return {
    externalId,
    store: places.length === 1 ? places[0] : undefined,
    revision: Number(/-r(\d+)$/.exec(externalId)?.[1] ?? 1),
    date,
    memo,
    lines: lines.map((it) => ({
      account: idIn(it['account']),
      debit: centsOf(it['debit']),
      credit: centsOf(it['credit']),
    })),
  };
}

function journalFindings(
  code: string,
  journals: readonly ReadJournal[],
  late: readonly LateTicket[],
  businessDate: string,
): readonly string[] {
  const wanted = late.length > 0 ? '1,2' : '1';
  const found = String(journals.map((it) => it.revision).toSorted((a, b) => a - b));
  const findings = found === wanted ? [] : [`${code}: journals of revisions ${wanted} wanted, ${found} found`];
  const elsewhere = journals.filter((it) => it.date !== businessDate);
  findings.push(...elsewhere.map((it) => `${code}: ${it.externalId} is booked on ${it.date}`));
  for (const { ticket } of late) {
    const correction = journals.find((it) => it.revision === 2);
    if (!correction) continue;
    const { net, tax, rounding } = bookedOf([correction]);
    if (net + tax + rounding !== ticket.total)
      findings.push(`${code}: a late ${inMoney(ticket.total)} is corrected by ${inMoney(net + tax + rounding)}`);
    if (!correction.memo.includes(`${inMoney(ticket.total)} USD, late: `))
      findings.push(`${code}: the correction does not name what is late`);
  }
  return findings;
}

/** What journals say of takings, account by account. */
function bookedOf(journals: readonly ReadJournal[]): Takings {
  const credits = (...ids: readonly string[]): number =>
    journals
      .flatMap((it) => it.lines)
      .filter((it) => ids.includes(it.account))
      .reduce((sum, it) => sum + it.credit - it.debit, 0);
  const over = credits(accounts['over-short']);
  return {
    net: credits(accounts.sales, accounts.refunds),
    tax: credits(accounts.tax),
    rounding: credits(accounts.rounding),
    // What a drawer is over lies in it as well.
    cash: -credits(accounts.cash) - over,
    card: -credits(accounts.card),
    giftCard: -credits(accounts['gift-card']),
    over,
  };
}

/** The internal id in a reference of the ledger. */
export const idIn = (reference: unknown): string => (reference as { readonly id?: string } | undefined)?.id ?? '';

/** An amount of the ledger in cents, by its digits. */
function centsOf(amount: unknown): number {
  const text = typeof amount === 'number' ? String(amount) : '0';
  const [, whole = '', part = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  if (whole === '') throw new RangeError('The ledger holds an amount that is none');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/** Cents as people read them: `-3.05`. */
export function inMoney(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
