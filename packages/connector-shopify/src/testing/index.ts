/**
 * A simulated Shopify shop: its books, its Admin GraphQL API and its webhooks, for tests and demos.
 *
 * @module @crossdock/connector-shopify/testing
 */
export {
  type ShopifySimulator,
  shopifySimulator,
  type ShopifySimulatorOptions,
  type SimulatedWebhooks,
} from './shopify-simulator.ts';
export { type AuditedFulfillment, type AuditedOrder } from './audit-view.ts';
export { type Books } from './books.ts';
export {
  type BookedFulfillment,
  type BookedLine,
  type BookedLocation,
  type BookedOrder,
  type BookedRefund,
  type BookedReturn,
} from './book-entries.ts';
export { type Plan } from './cost-bucket.ts';
export {
  type EditOrderInput,
  type NullableField,
  type PlaceOrderAddress,
  type PlaceOrderCustomer,
  type PlaceOrderDiscount,
  type PlaceOrderInput,
  type PlaceOrderLine,
  type PlaceOrderTender,
  type TaxRate,
  type TrackingInput,
} from './order-input.ts';
export { type AddProductInput, type CatalogControls } from './catalog/domain.ts';
export {
  type CatalogBooks,
  type CatalogPriceList,
  type CatalogProduct,
  type CatalogPublication,
  type CatalogVariant,
  type FoundVariant,
} from './catalog/catalog-books.ts';
export { type CustomerControls } from './customers/domain.ts';
export {
  type ConsentState,
  type CustomerAddress,
  type CustomerBooks,
  type NewCustomer,
  type ShopCustomer,
} from './customers/customer-books.ts';
export { type LocationControls, type NewLocation } from './inventory/locations.ts';
export { type StockControls } from './inventory/domain.ts';
export { type StateName, type StockBooks, type StockChange, type StockLevel } from './inventory/stock-books.ts';
export { type OrderControls } from './orders/domain.ts';
export { type PaymentControls } from './payments/domain.ts';
export { type BalanceEntry, type BookedPayout, type PayoutInput } from './payments/payout-books.ts';
export {
  type ProcessControl,
  type RefundControl,
  type ReturnControl,
  type ReturnControls,
} from './returns/controls.ts';
export { type BulkFailure } from './platform/bulk-operations.ts';
export { type WebhookTopic } from './topics.ts';
