import { type ConfigFinding, type IntegrationError, isIntegrationError } from '@crossdock/core';
import { literals, type QueryRow } from './api/query.ts';
import { type LookUp, type ReferenceTable, referenceTables } from './check-tables.ts';
import type { NetsuiteClient } from './client.ts';
import { type ConfigReference, referencesOf } from './config-references.ts';
import type { NetsuiteConfig } from './options.ts';
import { instantOf } from './wall-time.ts';

type Reader = Pick<NetsuiteClient, 'query' | 'stateOf' | 'serverTime'>;

/**
 * Compares the configuration with the account: everything that it names exists, is active, and the role may see it. All
 * findings are told at once. What the account does not let us look up at all is a warning: the first document will tell.
 */
export async function checkAccount(
  client: Reader,
  config: NetsuiteConfig,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const byTable = Map.groupBy(referencesOf(config), (reference) => reference.table);
  const findings: ConfigFinding[] = [];
  for (const [table, references] of byTable) findings.push(...(await missing(client, table, references, signal)));
  findings.push(...misplaced(config), ...(await otherCurrencies(client, config, signal)));
  findings.push(...(await otherZone(client, config, signal)), ...endingSoon(config));
  return findings;
}

async function missing(
  client: Reader,
  table: ReferenceTable,
  references: readonly ConfigReference[],
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const { what, look } = referenceTables[table];
  switch (look.by) {
    case 'query':
      return missingRows(client, what, look, references, signal);
    case 'record':
      return missingRecords(client, what, look.type, references, signal);
    case 'column':
      return missingColumns(client, what, look.of, references, signal);
  }
}

/** One query for all ids of a table. */
async function missingRows(
  client: Reader,
  what: string,
  look: Extract<LookUp, { by: 'query' }>,
  references: readonly ConfigReference[],
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const ids = literals([...new Set(references.map(({ id }) => id))]);
  const columns = `${look.id} AS id${look.inactive === undefined ? '' : `, ${look.inactive} AS inactive`}`;
  const answer = await rowsOrFinding(
    client,
    `SELECT ${columns} FROM ${look.from} WHERE ${look.id} IN (${ids})`,
    references[0]?.path,
    signal,
  );
  if ('severity' in answer) return [look.undocumented ? { ...answer, severity: 'warning' } : answer];
  const found = new Map(answer.rows.map((row) => [row['id'], row['inactive'] === 'T']));
  return references.flatMap(({ path, id }) => {
    const isInactive = found.get(id);
    return isInactive === undefined ? [notThere(path, what, id)] : isInactive ? [inactive(path, what, id)] : [];
  });
}

/** One read for each id, for records that no documented table shows. */
async function missingRecords(
  client: Reader,
  what: string,
  type: string,
  references: readonly ConfigReference[],
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const states = new Map<string, Awaited<ReturnType<Reader['stateOf']>>>();
  const findings: ConfigFinding[] = [];
  for (const { path, id } of references) {
    const state = states.get(id) ?? (await stateOrFinding(client, type, id, path, signal));
    if (typeof state !== 'string') return [...findings, state];
    states.set(id, state);
    if (state === 'unknown-type') {
      const message = `The account shows no records of type ${type}, so the ${what} could not be looked up`;
      return [...findings, { severity: 'warning', path, message }];
    }
    if (state === 'absent') findings.push(notThere(path, what, id));
    if (state === 'inactive') findings.push(inactive(path, what, id));
  }
  return findings;
}

/** A custom field is there when it can be selected. */
async function missingColumns(
  client: Reader,
  what: string,
  table: string,
  references: readonly ConfigReference[],
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const findings: ConfigFinding[] = [];
  for (const { path, id } of references) {
    const sql = `SELECT ${id} FROM ${table} FETCH FIRST 1 ROWS ONLY`;
    const answer = await rowsOrFinding(client, sql, path, signal);
    if (!('severity' in answer)) continue;
    findings.push(answer.message.includes('Unknown identifier') ? notThere(path, what, id) : answer);
  }
  return findings;
}

function notThere(path: string, what: string, id: string): ConfigFinding {
  return { severity: 'error', path, message: `NetSuite has no ${what} ${id}` };
}

function inactive(path: string, what: string, id: string): ConfigFinding {
  return { severity: 'error', path, message: `The ${what} ${id} is inactive in NetSuite` };
}

/** Currencies exist, and each is the one that its code says. */
async function otherCurrencies(
  client: Reader,
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

/** Times of the query service are those of a user. In the wrong zone a question for changes would miss hours of them. */
async function otherZone(
  client: Reader,
  { changes }: NetsuiteConfig,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const sql = `SELECT TO_CHAR(SYSDATE, 'YYYY-MM-DD"T"HH24:MI:SS') AS now FROM currency FETCH FIRST 1 ROWS ONLY`;
  const path = 'changes.timeZone';
  const answer = await rowsOrFinding(client, sql, path, signal);
  const text = 'severity' in answer ? undefined : answer.rows[0]?.['now'];
  if (text === undefined) return [];
  const apartMs = Math.abs(Date.parse(instantOf(text, changes.timeZone)) - (await client.serverTime(signal)));
  if (apartMs < mostApartMs) return [];
  const minutes = String(Math.round(apartMs / 60_000));
  const message = `The clock of the query service is ${minutes} minutes off in ${changes.timeZone}: name the zone of the user`;
  return [{ severity: 'warning', path, message }];
}

/** The shortest difference between two zones is fifteen minutes. */
const mostApartMs = 14 * 60_000;

/** What the platform will take away, told long before. */
function endingSoon({ identity }: NetsuiteConfig): readonly ConfigFinding[] {
  if (identity.by !== 'token') return [];
  const message =
    'NetSuite means to end token-based authentication in 2028.1: map a certificate to the integration before';
  return [{ severity: 'warning', path: 'tokenBased', message }];
}

/** What can be told without asking. */
function misplaced(config: NetsuiteConfig): readonly ConfigFinding[] {
  const { defaultLocation, locations, baseCurrency, currencies, returns } = config;
  const findings: ConfigFinding[] = [];
  const places = { defaultLocation, ...prefixed('returns.locations', returns.locations) };
  for (const [path, place] of Object.entries(places)) {
    if (place === undefined || locations[place] !== undefined) continue;
    findings.push({ severity: 'error', path, message: 'It is not among the locations' });
  }
  if (currencies[baseCurrency] === undefined) {
    findings.push({ severity: 'error', path: 'baseCurrency', message: 'It is not among the currencies' });
  }
  return findings;
}

function prefixed<T>(prefix: string, values: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}

/** A table that the role may not see is a finding; an account that cannot be reached is a failure. */
async function rowsOrFinding(
  client: Reader,
  sql: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly QueryRow[] } | ConfigFinding> {
  try {
    return { rows: await client.query(sql, signal) };
  } catch (error) {
    return { severity: 'error', ...(path === undefined ? {} : { path }), message: whyNot(error) };
  }
}

async function stateOrFinding(client: Reader, type: string, id: string, path: string, signal: AbortSignal) {
  try {
    return await client.stateOf(type, id, signal);
  } catch (error) {
    // Documents may name a record that the role may not read by itself.
    return { severity: 'warning', path, message: whyNot(error) } as const;
  }
}

function whyNot(error: unknown): string {
  if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
  return `It could not be looked up: ${reasonOf(error)}`;
}

function reasonOf(error: IntegrationError): string {
  const right = "the role needs 'SuiteAnalytics Workbook' (Edit) and the right to view the record";
  return error.code === 'forbidden' ? right : `${error.message} (or ${right})`;
}
