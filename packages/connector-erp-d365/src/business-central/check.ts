import { type ConfigFinding, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { Coded, Numbered } from './api/master-data.ts';
import type { Rooms } from './context.ts';
import { namedOptions } from './mapping/entries.ts';
import type { BusinessCentralConfig, SoldAs } from './options.ts';
import type { Filter } from './query.ts';

type Needed = Pick<Rooms, 'client' | 'config'>;

/** One thing that the configuration names, and where the company would have it. */
interface Named {
  readonly path: string;
  readonly what: string;
  readonly set: string;
  readonly filter: Filter;
}

const LedgerCurrency = z.object({ localCurrencyCode: z.string().optional() });
const Extension = z.object({ displayName: z.string(), publisher: z.string(), isInstalled: z.boolean() });
const automation = 'microsoft/automation/v2.0';

/** Compares what the configuration names with the company, and tells everything that is missing at once. */
export async function checkCompany(rooms: Needed, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  const { client } = rooms;
  const findings: ConfigFinding[] = [];
  for (const { path, what, set, filter } of namedIn(rooms.config)) {
    const row = 'code' in filter ? Coded : Numbered;
    const message = await refusedOr(async () => {
      const rows = await client.list({ set }, { filter, row, signal });
      return rows.length > 0 ? undefined : `Business Central has no ${what}`;
    }, `The ${what} could not be looked up`);
    if (message !== undefined) findings.push({ severity: 'error', path, message });
  }
  return [
    ...findings,
    ...(await otherLedger(rooms, signal)),
    ...(await missingLocations(rooms, signal)),
    ...(await nativeConnector(rooms, signal)),
  ];
}

function namedIn(config: BusinessCentralConfig): readonly Named[] {
  const account = (path: string, type: string, number: string): readonly Named[] => {
    const set = { 'G/L Account': 'accounts', 'Bank Account': 'bankAccounts', Customer: 'customers' }[type];
    return set === undefined ? [] : [{ path, what: `${type} '${number}'`, set, filter: { number } }];
  };
  const { customer } = config;
  return [
    { path: 'customer', what: `customer '${customer}'`, set: 'customers', filter: { number: customer } },
    ...[
      ...namedOptions(config),
      ...Object.entries(config.items.overrides).map(([sku, it]) => [`items.overrides.${sku}`, it] as const),
    ].flatMap(([path, sold]): readonly Named[] =>
      'account' in sold
        ? account(path, 'G/L Account', sold.account)
        : [
            { path, what: `item '${sold.item}'`, set: 'items', filter: { number: sold.item } },
            ...variantIn(path, sold),
          ],
    ),
    ...Object.entries(config.currencies).map(([currency, code]) => ({
      path: `currencies.${currency}`,
      what: `currency '${code}'`,
      set: 'currencies',
      filter: { code },
    })),
    ...Object.entries(config.accounts).flatMap(([name, it]) => account(`accounts.${name}`, it.type, it.number)),
    ...Object.entries(config.payments).flatMap(([kind, booking]): readonly Named[] => {
      const path = `payments.${kind}`;
      if ('account' in booking) return account(`${path}.account`, booking.account.type, booking.account.number);
      const { journal: code } = booking;
      return [
        {
          path: `${path}.journal`,
          what: `customer payment journal '${code}'`,
          set: 'customerPaymentJournals',
          filter: { code },
        },
      ];
    }),
  ];
}

function variantIn(path: string, sold: SoldAs): readonly Named[] {
  if (!('variant' in sold) || sold.variant === undefined) return [];
  const { item, variant: code } = sold;
  return [
    { path, what: `variant '${code}' of item '${item}'`, set: 'itemVariants', filter: { itemNumber: item, code } },
  ];
}

/** Amounts are told in the currency of the ledger, so it has to be the one that we take it for. Older versions do not tell it. */
async function otherLedger({ client, config }: Needed, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  try {
    const [setup] = await client.list({ set: 'generalLedgerSetup' }, { row: LedgerCurrency, signal });
    const { localCurrencyCode: own = '' } = setup ?? {};
    if (own === '' || own.toUpperCase() === config.currency) return [];
    const message = `The ledger of Business Central is kept in ${own}`;
    return [{ severity: 'error', path: 'currency', message }];
  } catch (error) {
    if (isIntegrationError(error) && ['forbidden', 'not-found', 'refused'].includes(error.code)) return [];
    throw error;
  }
}

async function missingLocations({ client, config }: Needed, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  if (Object.keys(config.locations).length === 0) return [];
  const rows = await client.list({ set: 'locations' }, { row: Coded, signal });
  return Object.entries(config.locations).flatMap(([name, code]): readonly ConfigFinding[] => {
    if (rows.some((row) => row.code.toUpperCase() === code.toUpperCase())) return [];
    return [{ severity: 'error', path: `locations.${name}`, message: `Business Central has no location '${code}'` }];
  });
}

/**
 * Business Central brings a Shopify connector of its own. Where a shop is enabled in it, its orders come twice. Whether one is cannot be read; that
 * the extension is installed can, by an app that may read the automation API.
 */
async function nativeConnector({ client }: Needed, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  const warn = (message: string): ConfigFinding => ({ severity: 'warning', message });
  try {
    const rows = await client.list({ set: 'extensions', api: automation }, { row: Extension, signal });
    const active = rows.some(
      (it) => it.isInstalled && it.publisher === 'Microsoft' && /^shopify connector/i.test(it.displayName),
    );
    if (!active) return [];
    return [
      warn(
        "Business Central's own Shopify Connector is installed in this company: make sure that no shop is enabled in it, or its orders are imported twice",
      ),
    ];
  } catch (error) {
    if (!isIntegrationError(error) || !['forbidden', 'not-found', 'refused'].includes(error.code)) throw error;
    return [
      warn(
        "Whether Business Central's own Shopify Connector is installed could not be read: make sure that no shop is enabled in it, or its orders are imported twice",
      ),
    ];
  }
}

/** What cannot be looked up is told too; what may pass, or concerns everything, is thrown. */
async function refusedOr(look: () => Promise<string | undefined>, otherwise: string): Promise<string | undefined> {
  try {
    return await look();
  } catch (error) {
    const whole = ['unauthorized', 'config-invalid'];
    if (!isIntegrationError(error) || error.disposition !== 'reject' || whole.includes(error.code)) throw error;
    return `${otherwise}: ${error.message}`;
  }
}
