import type { Books } from './entity-model.ts';
import { moveStock, siteOf } from './stock.ts';
import { setRate } from './tax.ts';

/** What a seeded item is like. */
export interface ItemSeed {
  readonly itemNumber: string;
  readonly name?: string;
  readonly salesPrice?: number;
  /** Item sales tax group. */
  readonly taxItemGroup?: string;
  /** Variants by their own number: the dimensions that tell them apart. */
  readonly variants?: Readonly<Record<string, { readonly size?: string; readonly colour?: string }>>;
}

/** Puts master data into an environment. */
export interface Seeds {
  seedCompany(id: string): void;
  seedSite(site: string, warehouses: readonly string[]): void;
  seedItem(item: ItemSeed): void;
  seedCustomer(account: string, options?: { readonly group?: string; readonly currency?: string }): void;
  /** Puts units of an item into a warehouse, as the opening balance. */
  seedStock(itemNumber: string, warehouse: string, units: number): void;
  seedAccount(number: string, name?: string): void;
  seedJournalName(name: string, type: 'Daily' | 'CustPayment'): void;
  /** A sales tax of so many per cent for two groups. */
  seedTax(group: string, itemGroup: string, percent: number): void;
}

/** Seeds for one company; `calendarYear` gets twelve open periods. */
export function createSeeds(books: Books, company: string): Seeds {
  return {
    seedCompany: (id) => void books.put('LegalEntities', { LegalEntityId: id, CompanyName: id }),
    seedSite(site, warehouses) {
      books.put('OperationalSitesV2', { dataAreaId: company, SiteId: site });
      for (const WarehouseId of warehouses) {
        books.put('Warehouses', { dataAreaId: company, WarehouseId, OperationalSiteId: site });
      }
    },
    seedItem({ itemNumber, name = itemNumber, salesPrice = 0, taxItemGroup = '', variants = {} }) {
      books.put('ReleasedProductsV2', {
        dataAreaId: company,
        ItemNumber: itemNumber,
        ProductNumber: itemNumber,
        SearchName: name,
        ProductSearchName: name,
        SalesPrice: salesPrice,
        SalesUnitSymbol: 'ea',
        SalesSalesTaxItemGroupCode: taxItemGroup,
      });
      for (const [number, { size = '', colour = '' }] of Object.entries(variants)) {
        books.put('ReleasedProductVariantsV2', {
          dataAreaId: company,
          ProductMasterNumber: itemNumber,
          ItemNumber: itemNumber,
          ProductVariantNumber: number,
          ProductSizeId: size,
          ProductColorId: colour,
        });
      }
    },
    seedCustomer(account, { group = '80', currency = 'USD' } = {}) {
      books.put('CustomersV3', {
        dataAreaId: company,
        CustomerAccount: account,
        CustomerGroupId: group,
        SalesCurrencyCode: currency,
      });
    },
    seedStock: (ItemNumber, warehouse, units) =>
      moveStock(books, { company, item: { ItemNumber }, site: siteOf(books, company, warehouse), warehouse }, units),
    seedAccount: (number, name = number) =>
      void books.put('MainAccounts', { ChartOfAccounts: 'Shared', MainAccountId: number, Name: name }),
    seedJournalName: (name, Type) => void books.put('JournalNames', { dataAreaId: company, Name: name, Type }),
    seedTax: (group, itemGroup, percent) => setRate(books, group, itemGroup, percent),
  };
}

/** The fiscal calendar of a year, all of it open. */
export function seedCalendar(books: Books, company: string, year: number): void {
  for (let month = 0; month < 12; month++) {
    const start = new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
    const end = new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10);
    const PeriodName = `Period ${month + 1}`;
    books.put('FiscalPeriods', {
      Calendar: 'Fiscal',
      FiscalYear: String(year),
      StartDate: `${start}T12:00:00Z`,
      EndDate: `${end}T12:00:00Z`,
      PeriodName,
      Type: 'Operating',
    });
    books.put('LedgerFiscalPeriods', {
      LedgerName: company,
      Calendar: 'Fiscal',
      YearName: String(year),
      PeriodName,
      LegalEntityId: company,
      PeriodStatus: 'Open',
    });
  }
}
