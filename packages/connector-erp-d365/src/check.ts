import { type ConfigFinding, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from './context.ts';
import { itemFieldsOf } from './item-catalog.ts';
import type { EntityKey } from './odata/client.ts';
import type { D365Config, ItemAt } from './options.ts';

/** One thing that the configuration names, and where the environment would have it. */
interface Reference {
  readonly path: string;
  readonly what: string;
  readonly set: string;
  readonly key: EntityKey;
}

const AnyRow = z.looseObject({});

/**
 * Compares what the configuration names with the environment, and tells everything that is missing at once: company, customer, sites and
 * warehouses, items, accounts and journal names.
 */
export async function checkEnvironment(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const findings: ConfigFinding[] = [];
  for (const { path, what, set, key } of referencesOf(config)) {
    try {
      const found = await client.read(set, key, { row: AnyRow, signal });
      if (!found)
        findings.push({ severity: 'error', path, message: `Dynamics 365 has no ${what} in ${config.company}` });
    } catch (error) {
      if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
      findings.push({ severity: 'error', path, message: `The ${what} could not be looked up: ${error.message}` });
    }
  }
  return [...findings, ...(await missingAccounts({ client, config }, signal))];
}

function referencesOf(config: D365Config): readonly Reference[] {
  const { company: dataAreaId, journals } = config;
  const journal = (path: string, name: string | undefined): readonly Reference[] =>
    name === undefined
      ? []
      : [{ path, what: `journal name '${name}'`, set: 'JournalNames', key: { dataAreaId, Name: name } }];
  const item = (path: string, it: ItemAt | undefined): readonly Reference[] => {
    if (it === undefined) return [];
    const { ItemNumber } = itemFieldsOf(it);
    return [{ path, what: `item '${ItemNumber}'`, set: 'ReleasedProductsV2', key: { dataAreaId, ItemNumber } }];
  };
  return [
    { path: 'company', what: 'such legal entity', set: 'LegalEntities', key: { LegalEntityId: dataAreaId } },
    {
      path: 'customer',
      what: `customer '${config.customer}'`,
      set: 'CustomersV3',
      key: { dataAreaId, CustomerAccount: config.customer },
    },
    ...Object.entries(config.locations).flatMap(([code, { site, warehouse }]): readonly Reference[] => [
      {
        path: `locations.${code}.site`,
        what: `site '${site}'`,
        set: 'OperationalSitesV2',
        key: { dataAreaId, SiteId: site },
      },
      ...(warehouse === undefined
        ? []
        : [
            {
              path: `locations.${code}.warehouse`,
              what: `warehouse '${warehouse}'`,
              set: 'Warehouses',
              key: { dataAreaId, WarehouseId: warehouse },
            },
          ]),
    ]),
    ...Object.entries(config.items.charges).flatMap(([kind, it]) => item(`items.charges.${kind}`, it)),
    ...Object.entries(config.items.overrides).flatMap(([sku, it]) => item(`items.overrides.${sku}`, it)),
    ...item('items.giftCard', config.items.giftCard),
    ...item('items.rounding', config.items.rounding),
    ...item('returns.item', config.returns.item),
    ...(config.tax.mode === 'tax-item' ? item('tax.item', config.tax.item) : []),
    ...journal('journals.ledger', journals.ledger),
    ...journal('journals.payments', journals.payments),
  ];
}

/** Main accounts are kept by chart of accounts, so they are looked for by number. */
async function missingAccounts(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const named = [
    ...Object.entries(config.accounts).map(([name, account]) => ({ path: `accounts.${name}`, account })),
    ...Object.entries(config.payments).map(([kind, { offset }]) => ({
      path: `payments.${kind}.offset`,
      account: offset,
    })),
  ].filter(({ account }) => account.type === 'Ledger');
  const findings: ConfigFinding[] = [];
  for (const { path, account } of named) {
    const [number = ''] = account.value.split('-');
    const rows = await client.list('MainAccounts', { filter: { MainAccountId: number }, row: Account, signal });
    const found = rows.find((row) => row.MainAccountId === number);
    if (!found) findings.push({ severity: 'error', path, message: `Dynamics 365 has no main account '${number}'` });
    else if (found.IsSuspended === 'Yes') {
      findings.push({ severity: 'error', path, message: `The main account '${number}' is suspended in Dynamics 365` });
    }
  }
  return findings;
}

const Account = z.object({ MainAccountId: z.string(), IsSuspended: z.string() });
