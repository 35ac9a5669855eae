import { type EntitySet, noYes } from '../entity-model.ts';

const readOnly = { writable: false } as const;

/** What consultants set up once: groups, codes, methods of payment, dimensions, number sequences. */
export const setup: readonly EntitySet[] = [
  {
    ...readOnly,
    name: 'CustomerGroups',
    entity: 'CustomerGroupEntity',
    keys: ['dataAreaId', 'CustomerGroupId'],
    fields: { dataAreaId: 'text', CustomerGroupId: 'text', Description: 'text' },
  },
  {
    ...readOnly,
    name: 'CustomerPaymentMethods',
    entity: 'CustomerPaymentMethodEntity',
    keys: ['dataAreaId', 'Name'],
    fields: { dataAreaId: 'text', Name: 'text', Description: 'text' },
  },
  {
    ...readOnly,
    name: 'SalesOrderOriginCodes',
    entity: 'SalesOrderOriginCodeEntity',
    keys: ['dataAreaId', 'OriginCode'],
    fields: { dataAreaId: 'text', OriginCode: 'text', OriginDescription: 'text' },
  },
  {
    ...readOnly,
    name: 'BankAccounts',
    entity: 'BankAccountEntity',
    keys: ['dataAreaId', 'BankAccountId'],
    fields: { dataAreaId: 'text', BankAccountId: 'text' },
  },
  {
    ...readOnly,
    name: 'TaxGroups',
    entity: 'TaxGroupEntity',
    keys: ['dataAreaId', 'TaxGroupCode'],
    fields: { dataAreaId: 'text', TaxGroupCode: 'text' },
  },
  {
    ...readOnly,
    name: 'TaxItemGroupHeadings',
    entity: 'TaxItemGroupHeadingEntity',
    keys: ['dataAreaId', 'TaxItemGroup'],
    fields: { dataAreaId: 'text', TaxItemGroup: 'text' },
  },
  {
    ...readOnly,
    name: 'TaxCodes',
    entity: 'TaxCodeEntity',
    keys: ['dataAreaId', 'TaxCode'],
    fields: { dataAreaId: 'text', TaxCode: 'text' },
  },
  {
    ...readOnly,
    name: 'DimensionAttributes',
    entity: 'DimensionAttributeEntity',
    keys: ['DimensionName'],
    fields: { DimensionName: 'text' },
  },
  {
    ...readOnly,
    name: 'FinancialDimensionValues',
    entity: 'FinancialDimensionValueEntity',
    keys: ['FinancialDimension', 'LegalEntityId', 'DimensionValue'],
    fields: { FinancialDimension: 'text', LegalEntityId: 'text', DimensionValue: 'text', IsSuspended: noYes },
  },
  {
    ...readOnly,
    name: 'SequenceV2Tables',
    entity: 'SequenceV2TableEntity',
    keys: ['NumberSequenceCode', 'ScopeType', 'ScopeValue'],
    fields: { NumberSequenceCode: 'text', ScopeType: 'text', ScopeValue: 'text', Manual: noYes },
    refusesQueries: true,
  },
  {
    ...readOnly,
    name: 'BusinessEventsCatalogs',
    entity: 'BusinessEventsCatalogEntity',
    keys: ['BusinessEventId'],
    fields: { BusinessEventId: 'text', Name: 'text' },
  },
  {
    ...readOnly,
    name: 'DataManagementDefinitionGroups',
    entity: 'DataManagementDefinitionGroupEntity',
    keys: ['Name'],
    fields: { Name: 'text' },
  },
];
