export { Charge, Discount, TaxLine, Tender } from './charges.ts';
export { Address, Buyer, Customer } from './customer.ts';
export { DocumentRef } from './document-ref.ts';
export { createEnvelope, EventEnvelope, type NewEnvelope, readEvent, type ReadEvent } from './envelope.ts';
export {
  CustomerMerge,
  type EventData,
  type EventName,
  eventTypes,
  isEventName,
  OrderPayment,
  type Upcast,
} from './events.ts';
export { Fulfillment, FulfillmentCancellation, OrderCancellation } from './fulfillment.ts';
export { BusinessDate, BusinessRef, Instant, LocationCode, Refs, Sku } from './ids.ts';
export { InventoryCount, InventoryLevel, InventoryMovement, Reservation } from './inventory.ts';
export { jsonSchemas } from './json-schemas.ts';
export { Currency, Decimal, Money } from './money.ts';
export { FulfillmentMethod, netOf, Order, OrderLine, Presentment, taxOf } from './order.ts';
export { parse, type ParseOptions } from './parse.ts';
export { JournalEntry, JournalLine, Posting } from './posting.ts';
export { Location, Price, Product } from './product.ts';
export { pieces, PositiveQuantity, Quantity } from './quantity.ts';
export { Refund, Return, ReturnLine } from './return.ts';
export { BalanceTransaction, DrawerCount, Payout, StoreDay } from './settlement.ts';
