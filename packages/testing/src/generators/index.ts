export { generateCustomer, type GenerateCustomerOptions } from './customer.ts';
export { generateFulfillment, type GenerateFulfillmentOptions } from './fulfillment.ts';
export { generateJournalEntry, type GenerateJournalEntryOptions } from './journal-entry.ts';
export { generateOrder, type GenerateOrderOptions, type OrderKind, orderKinds } from './order.ts';
export { generatePrice, generateProduct, type GenerateProductOptions } from './product.ts';
export { generateReturn, type GenerateReturnOptions } from './return.ts';
