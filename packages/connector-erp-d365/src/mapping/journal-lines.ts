import { IntegrationError, type JournalEntry, type JournalLine } from '@crossdock/core';
import type { JournalAccount } from '../options/finance.ts';
import { noonOf } from '../odata/literals.ts';
import type { D365Config } from '../options/options.ts';
import { toWire } from './amounts.ts';
import { unmapped } from '../lookups/refusals.ts';

type LineRow = Readonly<Record<string, string | number>>;

/** What the lines of an entry are written with. */
export interface JournalMapping {
  readonly config: D365Config;
  /** Name of this system in the wiring. */
  readonly system: string;
  /** The day it is posted on. */
  readonly date: string;
}

/** The lines of a journal entry, each on its account with its dimensions. A name that has no counterpart is refused by path. */
export function toJournalLines(entry: JournalEntry, { config, system, date }: JournalMapping): readonly LineRow[] {
  requireEntity(entry, config);
  return entry.lines.map((line, index) => {
    const path = `lines.${index}`;
    const account = config.accounts[line.account];
    if (!account) throw unmapped(`Account '${line.account}'`, `accounts.${line.account}`, `${path}.account`);
    return {
      TransDate: noonOf(date),
      DocumentDate: noonOf(entry.businessDate),
      AccountType: account.type,
      ...accountOf(line, account, { config, system, path }),
      CurrencyCode: entry.currency,
      Text: (line.memo ?? entry.memo ?? entry.ref).slice(0, 60),
      Document: entry.ref.slice(0, 20),
      ...(account.method !== undefined && { PaymentMethod: account.method }),
      ...(line.debit && { DebitAmount: toWire(line.debit, `${path}.debit`) }),
      ...(line.credit && { CreditAmount: toWire(line.credit, `${path}.credit`) }),
    };
  });
}

/** Everything is booked in one company; an entry of another one would be booked in the wrong books. */
function requireEntity({ entity }: JournalEntry, { company, entities }: D365Config): void {
  if (entity === undefined || entity.toLowerCase() === company || entities.includes(entity)) return;
  throw unmapped(`Legal entity '${entity}'`, 'entities', 'entity');
}

interface Where {
  readonly config: D365Config;
  readonly system: string;
  readonly path: string;
}

function accountOf(line: JournalLine, account: JournalAccount, where: Where): LineRow {
  const segments = segmentsOf(line, where);
  if (account.type === 'Ledger') {
    const [main = '', ...fixed] = account.value.split(/(?<!\\)-/);
    const all = Array.from(
      { length: Math.max(fixed.length, segments.length) },
      (_, at) => segments[at] || fixed[at] || '',
    );
    return { AccountDisplayValue: [main, ...withoutEnd(all)].join('-') };
  }
  const value = account.type === 'Cust' ? escaped(customerOf(line, where) ?? account.value) : account.value;
  const dimensions = withoutEnd(segments).join('-');
  return { AccountDisplayValue: value, ...(dimensions !== '' && { DefaultDimensionDisplayValue: dimensions }) };
}

/** The line's value of each dimension, in their order; empty where it has none. */
function segmentsOf(line: JournalLine, { config, path }: Where): readonly string[] {
  const given: Readonly<Record<string, string | undefined>> = { ...line.dimensions, location: line.location };
  const stranger = Object.keys(line.dimensions).find((name) => !config.dimensions.some((it) => it.of === name));
  if (stranger !== undefined) throw unmapped(`Dimension '${stranger}'`, 'dimensions', `${path}.dimensions.${stranger}`);
  return config.dimensions.map(({ of, values }, index) => {
    const value = given[of];
    if (value === undefined) return '';
    const called = values ? values[value] : value;
    if (called !== undefined) return escaped(called);
    const field = of === 'location' ? `${path}.location` : `${path}.dimensions.${of}`;
    throw unmapped(`'${value}' as ${of}`, `dimensions.${index}.values.${value}`, field);
  });
}

/** The customer that a line names, where its account is the customers'. */
function customerOf({ party }: JournalLine, { system, path }: Where): string | undefined {
  if (!party) return undefined;
  if (party.system === system && party.type === 'customer') return party.id;
  throw new IntegrationError(`A ${party.type} of ${party.system} is no customer of ${system}`, {
    code: 'input-invalid',
    path: `${path}.party`,
  });
}

function withoutEnd(segments: readonly string[]): readonly string[] {
  return segments.slice(0, segments.findLastIndex((it) => it !== '') + 1);
}

/** The segment delimiter inside a value is escaped, unless it is already. */
const escaped = (value: string): string => value.replaceAll(/(?<!\\)-/g, String.raw`\-`);
