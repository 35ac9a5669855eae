import type { Books } from './entity-model.ts';

/** Puts into an environment what consultants set up once. */
export interface SetupSeeds {
  seedCustomerGroup(id: string): void;
  seedPaymentMethod(name: string): void;
  seedOriginCode(code: string): void;
  seedBankAccount(id: string): void;
  seedTaxGroup(code: string): void;
  seedTaxItemGroup(code: string): void;
  seedTaxCode(code: string): void;
  /** A financial dimension with its values, which belong to every company unless one is named. */
  seedDimension(
    name: string,
    values: readonly string[],
    options?: { readonly company?: string; readonly suspended?: boolean },
  ): void;
  /** A number sequence, and whether callers may number. */
  seedNumberSequence(code: string, options?: { readonly manual?: boolean }): void;
  seedBusinessEvent(id: string): void;
}

export function createSetupSeeds(books: Books, company: string): SetupSeeds {
  const put = (set: string, field: string) => (value: string) =>
    void books.put(set, { dataAreaId: company, [field]: value });
  return {
    seedCustomerGroup: put('CustomerGroups', 'CustomerGroupId'),
    seedPaymentMethod: put('CustomerPaymentMethods', 'Name'),
    seedOriginCode: put('SalesOrderOriginCodes', 'OriginCode'),
    seedBankAccount: put('BankAccounts', 'BankAccountId'),
    seedTaxGroup: put('TaxGroups', 'TaxGroupCode'),
    seedTaxItemGroup: put('TaxItemGroupHeadings', 'TaxItemGroup'),
    seedTaxCode: put('TaxCodes', 'TaxCode'),
    seedDimension(name, values, { company: LegalEntityId = '', suspended = false } = {}) {
      const known = books.find('DimensionAttributes', { DimensionName: name });
      if (!known) books.put('DimensionAttributes', { DimensionName: name });
      for (const DimensionValue of values) {
        books.put('FinancialDimensionValues', {
          FinancialDimension: name,
          LegalEntityId,
          DimensionValue,
          IsSuspended: suspended ? 'Yes' : 'No',
        });
      }
    },
    seedNumberSequence: (NumberSequenceCode, { manual = false } = {}) =>
      void books.put('SequenceV2Tables', {
        NumberSequenceCode,
        ScopeType: 'DataArea',
        ScopeValue: company,
        Manual: manual ? 'Yes' : 'No',
      }),
    seedBusinessEvent: (id) => void books.put('BusinessEventsCatalogs', { BusinessEventId: id, Name: id }),
  };
}
