import { z } from 'zod';

export const Item = z.object({
  '@odata.etag': z.string().min(1),
  id: z.guid(),
  number: z.string().min(1),
  displayName: z.string(),
  type: z.string(),
  gtin: z.string(),
  blocked: z.boolean(),
  inventory: z.string(),
  unitPrice: z.string(),
  priceIncludesTax: z.boolean(),
  baseUnitOfMeasureCode: z.string(),
  itemCategoryCode: z.string(),
  lastModifiedDateTime: z.string(),
});
export type Item = z.output<typeof Item>;

export const Customer = z.object({
  '@odata.etag': z.string().min(1),
  id: z.guid(),
  number: z.string().min(1),
  displayName: z.string(),
  type: z.string(),
  addressLine1: z.string(),
  addressLine2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  postalCode: z.string(),
  phoneNumber: z.string(),
  email: z.string(),
  taxRegistrationNumber: z.string(),
  lastModifiedDateTime: z.string(),
});
export type Customer = z.output<typeof Customer>;

/** Locations, journals and whatever else is only found by its code. */
export const Coded = z.object({ id: z.guid(), code: z.string() });

export const ItemVariant = z.object({
  '@odata.etag': z.string().min(1),
  id: z.guid(),
  itemNumber: z.string().min(1),
  code: z.string().min(1),
  description: z.string(),
});
export type ItemVariant = z.output<typeof ItemVariant>;

/** Accounts, items, customers: what is only found by its number. */
export const Numbered = z.object({ id: z.guid(), number: z.string() });

/** A page of the package's extension: stock of an item at a location. */
export const StockLevel = z.object({
  itemNumber: z.string(),
  variantCode: z.string(),
  locationCode: z.string(),
  inventory: z.string(),
});
export type StockLevel = z.output<typeof StockLevel>;

/** A page of the package's extension: a change of stock, once for each reference. */
export const StockChange = z.object({ reference: z.string(), documentNumber: z.string() });

export const extensionApi = 'crossdock/retail/v1.0';
