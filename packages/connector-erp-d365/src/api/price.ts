import { z } from 'zod';

/** A price that holds: one row of a posted trade agreement. Two names are misspelt by the platform. */
export const PriceAgreement = z.object({
  RecordId: z.string().regex(/^\d+$/),
  ItemNumber: z.string(),
  ProductconfigurationId: z.string(),
  ProductSizeId: z.string(),
  ProductColorId: z.string(),
  ProductStyleId: z.string(),
  ProductVersionId: z.string(),
  PriceCustomerGroupCode: z.string(),
  CustomerAccountNumber: z.string(),
  PriceSiteId: z.string(),
  PriceWarehouseId: z.string(),
  PriceCurrencyCode: z.string(),
  Price: z.string(),
  SalesPriceQuantity: z.string(),
  QuantityUnitySymbol: z.string(),
  FromQuantity: z.string(),
  PriceApplicableFromDate: z.string(),
  PriceApplicableToDate: z.string(),
});
export type PriceAgreement = z.output<typeof PriceAgreement>;

export const agreementFields = Object.keys(PriceAgreement.shape);

/** A journal in which prices wait to be posted. */
export const PriceJournal = z.object({ JournalNumber: z.string().min(1), JournalDescription: z.string() });

/** One price that waits to be posted. */
export const PriceJournalLine = z.object({
  TradeAgreementJournalNumber: z.string(),
  LineNumber: z.string(),
  Price: z.string(),
  SalesPriceQuantity: z.string(),
  PriceApplicableFromDate: z.string(),
  PriceApplicableToDate: z.string(),
});
export type PriceJournalLine = z.output<typeof PriceJournalLine>;

export const priceLineFields = Object.keys(PriceJournalLine.shape);
