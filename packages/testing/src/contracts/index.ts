/**
 * What every connector must keep, written once: a suite for each capability, the traits that apply to all of them, and
 * one for event sources. Built on vitest.
 *
 * @module @crossdock/testing/contracts
 */
export { adjustInventoryContract } from './adjust-inventory.ts';
export {
  type Arrange,
  type Arrangement,
  type Awaitable,
  type BookedUnits,
  type Inspections,
  type ReadArrangement,
  type RefusedInput,
  type Truth,
  type WriteArrangement,
  type WritingName,
} from './arrangement.ts';
export { cancelOrderContract } from './cancel-order.ts';
export { confirmPostingContract } from './confirm-posting.ts';
export {
  connectorContract,
  type ConnectorContractOptions,
  contracts,
  planConnectorContract,
  type PlannedSuite,
} from './connector-contract.ts';
export { type Contract } from './contract.ts';
export { createOrderContract } from './create-order.ts';
export {
  type EventArrangement,
  eventSourceContract,
  type EventSourceContract,
  type Happening,
  type PostedDelivery,
} from './event-source.ts';
export { type Fact } from './fact.ts';
export { findCustomersContract } from './find-customers.ts';
export { getInventoryContract } from './get-inventory.ts';
export { getOrderContract } from './get-order.ts';
export { listOrdersContract } from './list-orders.ts';
export { listInventoryContract } from './list-inventory.ts';
export { listProductsContract } from './list-products.ts';
export { listPricesContract } from './list-prices.ts';
export { listCustomersContract } from './list-customers.ts';
export { listPayoutsContract } from './list-payouts.ts';
export { getProductsContract } from './get-products.ts';
export { getPricesContract } from './get-prices.ts';
export { recordPaymentContract } from './record-payment.ts';
export { getPostingPeriodsContract } from './get-posting-periods.ts';
export {
  type LiveArrange,
  type LiveArrangement,
  liveClock,
  liveContract,
  type LiveContractOptions,
  planLiveContract,
} from './live-contract.ts';
export { type ContractCallOptions, openSystem, type OpenSystem, type OpenSystemOptions } from './open-system.ts';
export { postInvoiceContract } from './post-invoice.ts';
export { postJournalContract } from './post-journal.ts';
export { processReturnContract } from './process-return.ts';
export { publishPriceContract } from './publish-price.ts';
export { publishProductContract } from './publish-product.ts';
export { recordFulfillmentContract } from './record-fulfillment.ts';
export { releaseInventoryContract } from './release-inventory.ts';
export { reserveInventoryContract } from './reserve-inventory.ts';
export { setInventoryContract } from './set-inventory.ts';
export { type Trait, traits } from './traits.ts';
export { transferInventoryContract } from './transfer-inventory.ts';
export { upsertCustomerContract } from './upsert-customer.ts';
export { type Exchange, type Interference } from './watched-fetch.ts';
