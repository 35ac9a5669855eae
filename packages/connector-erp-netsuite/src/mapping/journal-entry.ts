import { type CheckedInput, type Money, sum } from '@crossdock/core';
import type { NetsuiteConfig } from '../options.ts';
import { toWire } from './amounts.ts';
import { currencyOf } from './currencies.ts';
import { filledFields } from './custom-fields.ts';
import { locationFields, type Reference } from './lines.ts';
import { unbalanced, unmapped } from './refusals.ts';

type Entry = CheckedInput<'postJournal'>;
type Line = Entry['lines'][number];

/** A `journalEntry` as it is sent. */
export interface JournalBody {
  readonly currency: Reference;
  readonly subsidiary?: Reference;
  readonly line: { readonly items: readonly JournalLineBody[] };
  readonly [field: string]: unknown;
}

/** A line as it is sent. */
export interface JournalLineBody {
  readonly account: Reference;
  readonly debit?: number;
  readonly credit?: number;
  readonly [field: string]: unknown;
}

/** A canonical journal entry. Accounts, legal entity and dimensions go by their tables; what is in none is refused by path. */
export function toJournalEntry(entry: Entry, system: string, config: NetsuiteConfig): JournalBody {
  const { currency, memo } = entry;
  const items = entry.lines.map((line, index) => toLine(line, `lines.${String(index)}`, system, config));
  prove(entry, items);
  return {
    ...subsidiaryOf(entry, config),
    currency: { id: currencyOf(currency, config) },
    ...(memo === undefined ? {} : { memo }),
    ...filledFields(config.customFields.journal, entry),
    line: { items },
  };
}

function subsidiaryOf({ entity }: Entry, config: NetsuiteConfig): { readonly subsidiary?: Reference } {
  if (entity === undefined) return config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } };
  const id = config.entities[entity];
  if (id === undefined) throw unmapped(`Legal entity '${entity}'`, `entities.${entity}`, 'entity');
  return { subsidiary: { id } };
}

function toLine(line: Line, path: string, system: string, config: NetsuiteConfig): JournalLineBody {
  const { debit, credit, memo, party } = line;
  const account = config.accounts[line.account];
  if (account === undefined) throw unmapped(`Account '${line.account}'`, `accounts.${line.account}`, `${path}.account`);
  const isOurs = party?.system === system && party.type === 'customer';
  if (party && !isOurs)
    throw unmapped(`A ${party.type} of ${party.system}`, 'the customers of the account', `${path}.party`);
  return {
    account: { id: account },
    ...(debit ? { debit: toWire(debit, `${path}.debit`) } : {}),
    ...(credit ? { credit: toWire(credit, `${path}.credit`) } : {}),
    ...(memo === undefined ? {} : { memo }),
    ...(party ? { entity: { id: party.id } } : {}),
    ...locationFields(line.location, `${path}.location`, config),
    ...dimensionsOf(line, path, config),
  };
}

/** Departments and classes are what the platform knows of dimensions. Another one is refused, not left out. */
function dimensionsOf({ dimensions }: Line, path: string, config: NetsuiteConfig): Readonly<Record<string, Reference>> {
  const tables: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = config.dimensions;
  const filled = Object.entries(dimensions).map(([name, value]) => {
    const id = tables[name]?.[value];
    if (id !== undefined) return [name, { id }] as const;
    throw unmapped(`The ${name} '${value}'`, `dimensions.${name}.${value}`, `${path}.dimensions.${name}`);
  });
  return Object.fromEntries(filled);
}

/** What is sent balances, to the cent that the platform books. */
function prove({ currency, lines }: Entry, items: readonly JournalLineBody[]): void {
  const cents = (side: 'debit' | 'credit') => items.reduce((all, it) => all + Math.round((it[side] ?? 0) * 100), 0);
  if (cents('debit') === cents('credit')) return;
  const of = (side: 'debit' | 'credit'): Money =>
    sum(
      lines.flatMap((line) => line[side] ?? []),
      currency,
    );
  throw unbalanced('The journal entry', of('debit'), of('credit'));
}
