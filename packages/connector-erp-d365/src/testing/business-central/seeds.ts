import type { Books } from './entity-model.ts';
import { accounts } from './posting.ts';
import { moveStock } from './stock.ts';

/** An item to be there from the beginning. */
export interface SeedItem {
  readonly number: string;
  readonly displayName?: string;
  /** @default 'Inventory' */
  readonly type?: 'Inventory' | 'Service' | 'Non-Inventory';
  readonly gtin?: string;
  readonly unitPrice?: number;
  readonly taxGroupCode?: string;
  readonly blocked?: boolean;
  readonly variants?: readonly string[];
  /** @default 'PCS' */
  readonly baseUnitOfMeasureCode?: string;
}

/** What a test puts into a company before it begins. */
export interface CompanySeeds {
  seedItem(item: SeedItem): void;
  seedCustomer(
    number: string,
    over?: { readonly displayName?: string; readonly email?: string; readonly currencyCode?: string },
  ): void;
  seedLocation(code: string): void;
  /** A main account of the general ledger. */
  seedAccount(number: string): void;
  seedBankAccount(number: string): void;
  /** Another currency than the ledger's, and what one unit of it is worth there. */
  seedCurrency(code: string, exchangeRate: number, amountRoundingPrecision?: number): void;
  /** A customer payment journal with its balancing account. */
  seedPaymentJournal(code: string, balancingAccountNumber: string): void;
  seedStock(itemNumber: string, locationCode: string, quantity: number): void;
  /** An order that somebody made in the company by hand. */
  seedOrder(order: {
    readonly externalDocumentNumber: string;
    readonly customerNumber: string;
    readonly lines: readonly { readonly item: string; readonly quantity: number; readonly unitPrice: number }[];
  }): { readonly number: string };
  /** An extension, as the automation API lists them. */
  seedExtension(displayName: string, publisher: string): void;
}

export function createSeeds(books: Books): CompanySeeds {
  return {
    seedItem({ variants = [], ...item }) {
      const whole = { displayName: item.number, type: 'Inventory', baseUnitOfMeasureCode: 'PCS', ...item };
      const { id = '' } = books.put('items', whole);
      for (const code of variants) books.put('itemVariants', { itemId: id, itemNumber: item.number, code });
    },
    seedCustomer(number, over = {}) {
      books.put('customers', { number, displayName: number, type: 'Company', blocked: ' ', ...over });
    },
    seedLocation: (code) => void books.put('locations', { code, displayName: code }),
    seedAccount: (number) => void books.put('accounts', { number, displayName: number, directPosting: true }),
    seedCurrency: (code, exchangeRate, amountRoundingPrecision = 0.01) =>
      void books.put('currencies', { code, displayName: code, amountRoundingPrecision, exchangeRate }),
    seedBankAccount: (number) => void books.put('bankAccounts', { number, displayName: number }),
    seedPaymentJournal: (code, balancingAccountNumber) =>
      void books.put('customerPaymentJournals', { code, displayName: code, balancingAccountNumber }),
    seedStock(itemNumber, locationCode, quantity) {
      const by = { documentNumber: 'START', postingDate: '2026-01-01', entryType: 'Positive Adjmt.' } as const;
      moveStock(books, { itemNumber, locationCode, variantCode: '', quantity, ...by });
    },
    seedOrder({ externalDocumentNumber, customerNumber, lines }) {
      const number = books.next('S-ORD');
      const today = new Date(books.now()).toISOString().slice(0, 10);
      const head = {
        number,
        externalDocumentNumber,
        customerNumber,
        orderDate: today,
        postingDate: today,
        status: 'Open',
      };
      const order = books.put('salesOrders', { ...head, currencyCode: books.settings.currency });
      for (const [index, { item, quantity, unitPrice }] of lines.entries()) {
        const sold = books.find('items', { number: item });
        books.put('salesOrderLines', {
          documentId: order['id'] ?? '',
          sequence: (index + 1) * 10_000,
          itemId: sold?.['id'] ?? '',
          lineType: 'Item',
          lineObjectNumber: item,
          description: String(sold?.['displayName'] ?? item),
          quantity,
          unitPrice,
          shipQuantity: quantity,
          invoiceQuantity: quantity,
        });
      }
      return { number };
    },
    seedExtension: (displayName, publisher) =>
      void books.put('extensions', { displayName, publisher, isInstalled: true }),
  };
}

/** What a company has in any case: accounts of its posting groups, and the months of three years. */
export function seedCompany(books: Books, year: number): void {
  for (const number of Object.values(accounts))
    books.put('accounts', { number, displayName: number, directPosting: true });
  books.put('generalLedgerSetup', { localCurrencyCode: books.settings.currency });
  for (let month = 0; month <= 36; month += 1) {
    const startingDate = new Date(Date.UTC(year - 1, month, 1)).toISOString().slice(0, 10);
    books.put('accountingPeriods', { startingDate, name: startingDate.slice(0, 7), newFiscalYear: month % 12 === 0 });
  }
}
