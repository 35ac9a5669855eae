import { type EntitySet, Infolog, noYes, type Row } from '../entity-model.ts';
import type { Books } from '../entity-model.ts';

const readOnly = { writable: false } as const;

/** What every document refers to: companies, sites, warehouses, items, customers, accounts. */
export const masterData: readonly EntitySet[] = [
  {
    ...readOnly,
    name: 'LegalEntities',
    entity: 'LegalEntityEntity',
    keys: ['LegalEntityId'],
    fields: { LegalEntityId: 'text', CompanyName: 'text' },
  },
  {
    ...readOnly,
    name: 'OperationalSitesV2',
    entity: 'OperationalSiteV2Entity',
    keys: ['dataAreaId', 'SiteId'],
    fields: { dataAreaId: 'text', SiteId: 'text', SiteName: 'text' },
  },
  {
    ...readOnly,
    name: 'Warehouses',
    entity: 'WarehouseEntity',
    keys: ['dataAreaId', 'WarehouseId'],
    fields: { dataAreaId: 'text', WarehouseId: 'text', WarehouseName: 'text', OperationalSiteId: 'text' },
  },
  {
    writable: true,
    name: 'CustomersV3',
    entity: 'CustCustomerV3Entity',
    keys: ['dataAreaId', 'CustomerAccount'],
    fields: {
      dataAreaId: 'text',
      CustomerAccount: 'text',
      CustomerGroupId: 'text',
      SalesCurrencyCode: 'text',
      PartyType: 'text',
      OrganizationName: 'text',
      PersonFirstName: 'text',
      PersonLastName: 'text',
      PrimaryContactEmail: 'text',
      PrimaryContactPhone: 'text',
      AddressStreet: 'text',
      AddressCity: 'text',
      AddressZipCode: 'text',
      AddressState: 'text',
      AddressCountryRegionId: 'text',
      SalesTaxGroup: 'text',
      TaxExemptNumber: 'text',
      OnHoldStatus: { enum: ['No', 'Invoice', 'All'] },
    },
    insert(row, books) {
      require(row, 'CustomerGroupId', 'Customer group');
      require(row, 'SalesCurrencyCode', 'Currency');
      if (row['CustomerAccount'] === '') row['CustomerAccount'] = books.next('customers', 'DAT-');
    },
  },
  {
    ...readOnly,
    name: 'MainAccounts',
    entity: 'MainAccountEntity',
    keys: ['ChartOfAccounts', 'MainAccountId'],
    fields: { ChartOfAccounts: 'text', MainAccountId: 'text', Name: 'text', IsSuspended: noYes },
  },
  {
    ...readOnly,
    name: 'JournalNames',
    entity: 'JournalNameEntity',
    keys: ['dataAreaId', 'Name'],
    fields: { dataAreaId: 'text', Name: 'text', Type: { enum: ['Daily', 'Payment', 'CustPayment'] } },
  },
  {
    ...readOnly,
    name: 'LedgerFiscalPeriods',
    entity: 'LedgerFiscalPeriodEntity',
    keys: ['LedgerName', 'Calendar', 'YearName', 'PeriodName'],
    fields: {
      LedgerName: 'text',
      Calendar: 'text',
      YearName: 'text',
      PeriodName: 'text',
      LegalEntityId: 'text',
      PeriodStatus: { enum: ['Open', 'OnHold', 'Closed'] },
      LedgerAccessLevel: { enum: ['All', 'None', 'User'] },
      SalesAccessLevel: { enum: ['All', 'None', 'User'] },
      CustAccessLevel: { enum: ['All', 'None', 'User'] },
    },
  },
  {
    ...readOnly,
    name: 'FiscalPeriods',
    entity: 'FiscalPeriodEntity',
    keys: ['Calendar', 'FiscalYear', 'StartDate', 'EndDate', 'PeriodName'],
    fields: {
      Calendar: 'text',
      FiscalYear: 'text',
      StartDate: 'date',
      EndDate: 'date',
      PeriodName: 'text',
      Type: { enum: ['Operating', 'Opening', 'Closing'] },
    },
  },
];

/** Refuses a row whose field is empty. */
export function require(row: Row, field: string, label: string): void {
  if (row[field] === '' || row[field] === undefined) {
    throw new Infolog(`Field '${label}' must be filled in.`, 'Warning');
  }
}

/** Refuses a row that refers to something that is not there. */
export function requireRelated(
  books: Books,
  {
    set,
    match,
    label,
    value,
  }: {
    readonly set: string;
    readonly match: Record<string, string | number>;
    readonly label: string;
    readonly value: string;
  },
): Row {
  const found = books.find(set, match);
  if (!found) {
    throw new Infolog(`The value '${value}' in field '${label}' is not found in the related table.`, 'Warning');
  }
  return found;
}
