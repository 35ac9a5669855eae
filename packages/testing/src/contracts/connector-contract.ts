import { type CapabilityName, type EventName, type Manifest } from '@crossdock/core';
import { describe } from 'vitest';
import { type Arrange, type Awaitable } from './arrangement.ts';
import { declareSuite, type Fact } from './fact.ts';
import { adjustInventoryContract } from './adjust-inventory.ts';
import { cancelOrderContract } from './cancel-order.ts';
import { confirmPostingContract } from './confirm-posting.ts';
import { createOrderContract } from './create-order.ts';
import { type EventArrangement, eventSourceContract } from './event-source.ts';
import { findCustomersContract } from './find-customers.ts';
import { getInventoryContract } from './get-inventory.ts';
import { getOrderContract } from './get-order.ts';
import { listOrdersContract } from './list-orders.ts';
import { listInventoryContract } from './list-inventory.ts';
import { listProductsContract } from './list-products.ts';
import { listPricesContract } from './list-prices.ts';
import { listCustomersContract } from './list-customers.ts';
import { listPayoutsContract } from './list-payouts.ts';
import { getProductsContract } from './get-products.ts';
import { getPricesContract } from './get-prices.ts';
import { recordPaymentContract } from './record-payment.ts';
import { getPostingPeriodsContract } from './get-posting-periods.ts';
import { postInvoiceContract } from './post-invoice.ts';
import { postJournalContract } from './post-journal.ts';
import { processReturnContract } from './process-return.ts';
import { publishPriceContract } from './publish-price.ts';
import { publishProductContract } from './publish-product.ts';
import { recordFulfillmentContract } from './record-fulfillment.ts';
import { releaseInventoryContract } from './release-inventory.ts';
import { reserveInventoryContract } from './reserve-inventory.ts';
import { setInventoryContract } from './set-inventory.ts';
import { transferInventoryContract } from './transfer-inventory.ts';
import { upsertCustomerContract } from './upsert-customer.ts';

/** The suite of every capability there is: a capability without one does not compile. */
export const contracts = {
  createOrder: createOrderContract,
  cancelOrder: cancelOrderContract,
  getOrder: getOrderContract,
  recordFulfillment: recordFulfillmentContract,
  postInvoice: postInvoiceContract,
  confirmPosting: confirmPostingContract,
  reserveInventory: reserveInventoryContract,
  releaseInventory: releaseInventoryContract,
  getInventory: getInventoryContract,
  setInventory: setInventoryContract,
  adjustInventory: adjustInventoryContract,
  transferInventory: transferInventoryContract,
  publishProduct: publishProductContract,
  publishPrice: publishPriceContract,
  processReturn: processReturnContract,
  upsertCustomer: upsertCustomerContract,
  findCustomers: findCustomersContract,
  postJournal: postJournalContract,
  listOrders: listOrdersContract,
  listInventory: listInventoryContract,
  listProducts: listProductsContract,
  listPrices: listPricesContract,
  listCustomers: listCustomersContract,
  listPayouts: listPayoutsContract,
  getProducts: getProductsContract,
  getPrices: getPricesContract,
  recordPayment: recordPaymentContract,
  getPostingPeriods: getPostingPeriodsContract,
} as const satisfies { readonly [N in CapabilityName]: { facts(arrange: Arrange<N>): readonly Fact[] } };

/** What {@link connectorContract} takes. */
export interface ConnectorContractOptions<C extends CapabilityName, E extends EventName> {
  /** What the connector claims: `factory.manifest`. */
  readonly manifest: Pick<Manifest<C, E>, 'name' | 'capabilities' | 'events'>;
  /** A side door for each capability of the manifest. */
  readonly arrange: { readonly [N in C]: Arrange<N> };
  /** The side door of the event sources. A manifest with events needs it. */
  readonly arrangeEvents?: () => Awaitable<EventArrangement>;
}

/** One suite of a connector, with its facts. */
export interface PlannedSuite {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/**
 * Runs every suite that a connector's manifest claims. A capability whose side door is missing fails.
 *
 * @example
 * ```ts
 * import { type Arrange, connectorContract } from '@crossdock/testing/contracts';
 *
 * declare const acmeErp: { readonly manifest: { name: 'acme-erp'; capabilities: readonly 'createOrder'[]; events: readonly [] } };
 * declare const arrangeCreateOrder: Arrange<'createOrder'>;
 *
 * connectorContract({ manifest: acmeErp.manifest, arrange: { createOrder: arrangeCreateOrder } });
 * ```
 */
export function connectorContract<C extends CapabilityName, E extends EventName>(
  options: ConnectorContractOptions<C, E>,
): void {
  describe.for([[options.manifest.name]])('%s', () => {
    for (const { name, facts } of planConnectorContract(options)) declareSuite(name, facts);
  });
}

/** The suites that {@link connectorContract} runs. */
export function planConnectorContract<C extends CapabilityName, E extends EventName>({
  manifest,
  arrange,
  arrangeEvents,
}: ConnectorContractOptions<C, E>): readonly PlannedSuite[] {
  const arranged: Readonly<Partial<Record<CapabilityName, unknown>>> = arrange;
  const suites = manifest.capabilities.map((name): PlannedSuite => {
    const door = arranged[name];
    if (door === undefined) return missing(name, `'${name}' is in the manifest and has no side door`);
    return { name, facts: contracts[name].facts(door as never) };
  });
  const unclaimed = Object.keys(arranged)
    .filter((name) => !manifest.capabilities.some((claimed) => claimed === name))
    .map((name) => missing(name, `'${name}' has a side door and is not in the manifest`));
  if (manifest.events.length === 0) return [...suites, ...unclaimed];
  const events = arrangeEvents
    ? { name: 'events', facts: eventSourceContract.facts(manifest.events, arrangeEvents) }
    : missing('events', 'the manifest has events and there is no side door to them');
  return [...suites, ...unclaimed, events];
}

function missing(name: string, says: string): PlannedSuite {
  const check = () => Promise.reject(new Error(says));
  return { name, facts: [{ says: 'the suite and the manifest agree', check }] };
}
