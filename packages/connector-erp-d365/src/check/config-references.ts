import { customFieldSets } from '../options/finance.ts';
import { itemFieldsOf } from '../lookups/item-catalog.ts';
import type { D365Config, ItemAt } from '../options/options.ts';
import { accountReferences, dimensionReferences } from './account-references.ts';
import { type Reference, textIn } from './reference.ts';
import { tillReferences } from './till-references.ts';

/** Everything that the configuration names and the environment would have, in the order of the options. */
export function referencesOf(config: D365Config): readonly Reference[] {
  return [
    {
      path: 'company',
      what: 'such legal entity',
      set: 'LegalEntities',
      key: { LegalEntityId: config.company },
    },
    ...customerReferences(config),
    ...placeReferences(config),
    ...itemReferences(config),
    ...taxReferences(config),
    ...journalReferences(config),
    ...accountReferences(config),
    ...dimensionReferences(config),
    ...fieldReferences(config),
    ...originReferences(config),
    ...eventReferences(config),
    ...projectReferences(config),
    ...tillReferences(config),
  ];
}

function customerReferences({ company: dataAreaId, customer, customers }: D365Config): readonly Reference[] {
  const key = { dataAreaId, CustomerAccount: customer };
  return [
    { path: 'customer', what: `customer '${customer}'`, set: 'CustomersV3', key },
    ...(customers.group === undefined
      ? []
      : [
          {
            path: 'customers.group',
            what: `customer group '${customers.group}'`,
            set: 'CustomerGroups',
            key: { dataAreaId, CustomerGroupId: customers.group },
          },
        ]),
  ];
}

function placeReferences({ company: dataAreaId, locations }: D365Config): readonly Reference[] {
  return Object.entries(locations).flatMap(([code, { site, warehouse }]): readonly Reference[] => [
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
            flaw: (row: Readonly<Record<string, unknown>>) => {
              const own = textIn(row, 'OperationalSiteId');
              return own === '' || own.toLowerCase() === site.toLowerCase() ? undefined : `belongs to site '${own}'`;
            },
          },
        ]),
  ]);
}

function itemReferences(config: D365Config): readonly Reference[] {
  const { items, returns, tax } = config;
  const item = (path: string, it: ItemAt | undefined): readonly Reference[] => {
    if (it === undefined) return [];
    const { ItemNumber } = itemFieldsOf(it);
    const key = { dataAreaId: config.company, ItemNumber };
    return [{ path, what: `item '${ItemNumber}'`, set: 'ReleasedProductsV2', key }];
  };
  return [
    ...Object.entries(items.charges).flatMap(([kind, it]) => item(`items.charges.${kind}`, it)),
    ...Object.entries(items.overrides).flatMap(([sku, it]) => item(`items.overrides.${sku}`, it)),
    ...item('items.giftCard', items.giftCard),
    ...item('items.rounding', items.rounding),
    ...item('returns.item', returns.item),
    ...(tax.mode === 'tax-item' ? item('tax.item', tax.item) : []),
  ];
}

function taxReferences({ company: dataAreaId, tax }: D365Config): readonly Reference[] {
  if (tax.mode !== 'groups') return [];
  const { group, itemGroup } = tax;
  return [
    {
      path: 'tax.group',
      what: `sales tax group '${group}'`,
      set: 'TaxGroups',
      key: { dataAreaId, TaxGroupCode: group },
    },
    ...(itemGroup === undefined
      ? []
      : [
          {
            path: 'tax.itemGroup',
            what: `item sales tax group '${itemGroup}'`,
            set: 'TaxItemGroupHeadings',
            key: { dataAreaId, TaxItemGroup: itemGroup },
          },
        ]),
  ];
}

function journalReferences({ company: dataAreaId, journals }: D365Config): readonly Reference[] {
  const journal = (path: string, name: string | undefined, type: string): readonly Reference[] =>
    name === undefined
      ? []
      : [
          {
            path,
            what: `journal name '${name}'`,
            set: 'JournalNames',
            key: { dataAreaId, Name: name },
            flaw: (row) =>
              textIn(row, 'Type') === type ? undefined : `is of type ${textIn(row, 'Type')}, not ${type}`,
          },
        ];
  const { prices } = journals;
  return [
    ...journal('journals.ledger', journals.ledger, 'Daily'),
    ...journal('journals.payments', journals.payments, 'CustPayment'),
    ...(prices === undefined
      ? []
      : [
          {
            path: 'journals.prices',
            what: `trade agreement journal name '${prices}'`,
            set: 'TradeAgreementJournalNames',
            key: { dataAreaId, TradeAgreementJournalNameId: prices },
          },
        ]),
  ];
}

function fieldReferences({ customFields }: D365Config): readonly Reference[] {
  return (Object.keys(customFieldSets) as (keyof typeof customFieldSets)[]).flatMap((table) =>
    Object.keys(customFields[table]).map((field) => ({
      path: `customFields.${table}.${field}`,
      what: `field '${field}' of ${customFieldSets[table]}`,
      set: customFieldSets[table],
      field,
    })),
  );
}

function originReferences({ company: dataAreaId, originCode }: D365Config): readonly Reference[] {
  if (originCode === undefined) return [];
  const key = { dataAreaId, OriginCode: originCode };
  return [{ path: 'originCode', what: `sales origin '${originCode}'`, set: 'SalesOrderOriginCodes', key }];
}

function eventReferences({ events }: D365Config): readonly Reference[] {
  return Object.keys(events.push?.topics ?? {}).map((id) => ({
    path: `events.push.topics.${id}`,
    what: `business event '${id}'`,
    set: 'BusinessEventsCatalogs',
    key: { BusinessEventId: id },
  }));
}

function projectReferences({ bulk }: D365Config): readonly Reference[] {
  const { customers } = bulk.exports;
  if (customers === undefined) return [];
  return [
    {
      path: 'bulk.exports.customers.project',
      what: `data project '${customers.project}'`,
      set: 'DataManagementDefinitionGroups',
      key: { Name: customers.project },
    },
  ];
}
