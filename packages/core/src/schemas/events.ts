import { z } from 'zod';
import { Tender } from './charges.ts';
import { Customer } from './customer.ts';
import { Fulfillment, FulfillmentCancellation, OrderCancellation } from './fulfillment.ts';
import { BusinessRef, Instant, Refs } from './ids.ts';
import { InventoryCount, InventoryMovement } from './inventory.ts';
import { Money } from './money.ts';
import { Order } from './order.ts';
import { Posting } from './posting.ts';
import { Price, Product } from './product.ts';
import { Refund, Return } from './return.ts';
import { Payout, StoreDay } from './settlement.ts';

/** Money came in for an order. */
export const OrderPayment = z.object({
  orderRef: BusinessRef,
  refs: Refs,
  occurredAt: Instant,
  tenders: z.array(Tender).min(1),
  outstanding: Money,
});
export type OrderPayment = z.output<typeof OrderPayment>;

/** Two customers turned out to be one. Reversible: both keep their references. */
export const CustomerMerge = z.object({ ref: BusinessRef, mergedRef: BusinessRef, refs: Refs, occurredAt: Instant });
export type CustomerMerge = z.output<typeof CustomerMerge>;

/** Reads the data of an older version and gives that of the next one. */
export type Upcast = (data: unknown) => unknown;

interface EventType {
  /** The version that is written. */
  readonly version: number;
  readonly schema: z.ZodType;
  /** By version read: how its data becomes that of the next version. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
}

/** Every business event, by the name that flows use. */
export const eventTypes = {
  'order.placed': { version: 1, schema: Order },
  'order.changed': { version: 1, schema: Order },
  'order.cancelled': { version: 1, schema: OrderCancellation },
  'order.paid': { version: 1, schema: OrderPayment },
  'fulfillment.created': { version: 1, schema: Fulfillment },
  'fulfillment.cancelled': { version: 1, schema: FulfillmentCancellation },
  'return.requested': { version: 1, schema: Return },
  'return.processed': { version: 1, schema: Return },
  'refund.issued': { version: 1, schema: Refund },
  'sale.recorded': { version: 1, schema: Order },
  'inventory.moved': { version: 1, schema: InventoryMovement },
  'inventory.counted': { version: 1, schema: InventoryCount },
  'product.changed': { version: 1, schema: Product },
  'price.changed': { version: 1, schema: Price },
  'customer.changed': { version: 1, schema: Customer },
  'customer.merged': { version: 1, schema: CustomerMerge },
  'payout.paid': { version: 1, schema: Payout },
  'storeday.closed': { version: 1, schema: StoreDay },
  'posting.confirmed': { version: 1, schema: Posting },
} as const satisfies Readonly<Record<string, EventType>>;

/** The name of a business event, without version: `order.placed`. */
export type EventName = keyof typeof eventTypes;

/** What an event says. */
export type EventData<N extends EventName> = z.output<(typeof eventTypes)[N]['schema']>;

/** Whether a name is a business event's. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventTypes, name);
}
