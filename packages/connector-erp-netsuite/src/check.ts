import { type ConfigFinding, type IntegrationError, isIntegrationError } from '@crossdock/core';
import { literals, type QueryRow } from './api/query.ts';
import type { NetsuiteClient } from './client.ts';
import type { NetsuiteConfig } from './options.ts';

/** One kind of record that the configuration names, by place in the configuration. */
interface Named {
  readonly table: string;
  readonly what: string;
  readonly column?: string;
  readonly ids: Readonly<Record<string, string | undefined>>;
}

/**
 * Compares the configuration with the account: everything that it names exists, is active, and the role may see it.
 * All findings are told at once. Tax codes and units are not looked up: no documented table has them.
 */
export async function checkAccount(
  client: Pick<NetsuiteClient, 'query'>,
  config: NetsuiteConfig,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const findings: ConfigFinding[] = [];
  for (const named of namedBy(config)) findings.push(...(await missing(client, named, signal)));
  findings.push(...misplaced(config), ...(await otherCurrencies(client, config, signal)));
  return findings;
}

function namedBy(config: NetsuiteConfig): readonly Named[] {
  const { tax, items } = config;
  const charges = Object.entries(items.charges).map(([kind, id]) => [`items.charges.${kind}`, id] as const);
  const overrides = Object.entries(items.overrides).map(([sku, id]) => [`items.overrides.${sku}`, id] as const);
  return [
    { table: 'customer', what: 'customer', column: 'isinactive', ids: { customer: config.customer } },
    { table: 'location', what: 'location', column: 'isinactive', ids: prefixed('locations', config.locations) },
    { table: 'subsidiary', what: 'subsidiary', column: 'isinactive', ids: { subsidiary: config.subsidiary } },
    { table: 'account', what: 'account', ids: { depositAccount: config.depositAccount } },
    {
      table: 'item',
      what: 'item',
      column: 'isinactive',
      ids: {
        ...Object.fromEntries([...charges, ...overrides]),
        ...(tax.mode === 'tax-item' ? { 'tax.item': tax.item } : {}),
      },
    },
  ];
}

function prefixed(path: string, ids: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(ids).map(([name, id]) => [`${path}.${name}`, id]));
}

async function missing(
  client: Pick<NetsuiteClient, 'query'>,
  { table, what, column, ids }: Named,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const wanted = Object.entries(ids).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (wanted.length === 0) return [];
  const list = literals([...new Set(wanted.map(([, id]) => id))]);
  const columns = column === undefined ? 'id' : `id, ${column} AS inactive`;
  const answer = await rowsOrFinding(
    client,
    `SELECT ${columns} FROM ${table} WHERE id IN (${list})`,
    wanted[0]?.[0],
    signal,
  );
  if ('severity' in answer) return [answer];
  const found = new Map(answer.rows.map((row) => [row['id'], row['inactive'] === 'T']));
  return wanted.flatMap(([path, id]): readonly ConfigFinding[] => {
    const inactive = found.get(id);
    if (inactive === false) return [];
    const message = inactive === true ? `The ${what} ${id} is inactive in NetSuite` : `NetSuite has no ${what} ${id}`;
    return [{ severity: 'error', path, message }];
  });
}

/** Currencies exist, and each is the one that its code says. */
async function otherCurrencies(
  client: Pick<NetsuiteClient, 'query'>,
  { currencies }: NetsuiteConfig,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const answer = await rowsOrFinding(client, 'SELECT id, symbol FROM currency', 'currencies', signal);
  if ('severity' in answer) return [answer];
  const symbols = new Map(answer.rows.map((row) => [row['id'], row['symbol']]));
  return Object.entries(currencies).flatMap(([code, id]): readonly ConfigFinding[] => {
    const symbol = symbols.get(id);
    if (symbol === code) return [];
    const message =
      symbol === undefined ? `NetSuite has no currency ${id}` : `The NetSuite currency ${id} is ${symbol}`;
    return [{ severity: 'error', path: `currencies.${code}`, message }];
  });
}

/** What can be told without asking. */
function misplaced({ defaultLocation, locations, baseCurrency, currencies }: NetsuiteConfig): readonly ConfigFinding[] {
  const findings: ConfigFinding[] = [];
  if (defaultLocation !== undefined && locations[defaultLocation] === undefined) {
    findings.push({ severity: 'error', path: 'defaultLocation', message: 'It is not among the locations' });
  }
  if (currencies[baseCurrency] === undefined) {
    findings.push({ severity: 'error', path: 'baseCurrency', message: 'It is not among the currencies' });
  }
  return findings;
}

/** A table that the role may not see is a finding; an account that cannot be reached is a failure. */
async function rowsOrFinding(
  client: Pick<NetsuiteClient, 'query'>,
  sql: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly QueryRow[] } | ConfigFinding> {
  try {
    return { rows: await client.query(sql, signal) };
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
    return { severity: 'error', ...(path === undefined ? {} : { path }), message: whyNot(error) };
  }
}

function whyNot(error: IntegrationError): string {
  const right = "The role needs 'SuiteAnalytics Workbook' (Edit) and the right to view the record";
  return `It could not be looked up (${error.code}). ${right}`;
}
