import { type z } from 'zod';
import { OrderCancellation } from './cancellation.ts';
import { Customer, CustomerMerge } from './customer.ts';
import { Fulfillment, FulfillmentCancellation } from './fulfillment.ts';
import { InventoryCount, InventoryLevel, InventoryMovement } from './inventory.ts';
import { Location } from './location.ts';
import { Order } from './order.ts';
import { OrderPayment } from './payment.ts';
import { Payout } from './payout.ts';
import { Posting } from './posting.ts';
import { Price } from './price.ts';
import { Product } from './product.ts';
import { Refund } from './refund.ts';
import { Return } from './return.ts';
import { StoreDay } from './store-day.ts';

/** Reads the data of an older version and gives that of the next one. */
export type Upcast = (data: unknown) => unknown;

interface EventType {
  /** The version that is written. */
  readonly version: number;
  readonly schema: z.ZodType;
  /** What orders these events: the business reference of a document, or a SKU or place, which may be any text. */
  readonly keyedBy: 'ref' | 'sku';
  /** By version read: how its data becomes that of the next version. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
}

/** Every business event, by the name that flows use. */
export const eventTypes = {
  'order.placed': { version: 1, schema: Order, keyedBy: 'ref' },
  'order.changed': { version: 1, schema: Order, keyedBy: 'ref' },
  'order.cancelled': { version: 1, schema: OrderCancellation, keyedBy: 'ref' },
  'order.paid': { version: 1, schema: OrderPayment, keyedBy: 'ref' },
  'fulfillment.created': { version: 1, schema: Fulfillment, keyedBy: 'ref' },
  'fulfillment.cancelled': { version: 1, schema: FulfillmentCancellation, keyedBy: 'ref' },
  'return.requested': { version: 1, schema: Return, keyedBy: 'ref' },
  'return.processed': { version: 1, schema: Return, keyedBy: 'ref' },
  'refund.issued': { version: 1, schema: Refund, keyedBy: 'ref' },
  'sale.recorded': { version: 1, schema: Order, keyedBy: 'ref' },
  'inventory.moved': { version: 1, schema: InventoryMovement, keyedBy: 'sku' },
  'inventory.counted': { version: 1, schema: InventoryCount, keyedBy: 'sku' },
  /** A system shows another level than before: what it says, not what moved or was counted. */
  'inventory.changed': { version: 1, schema: InventoryLevel, keyedBy: 'sku' },
  'location.changed': { version: 1, schema: Location, keyedBy: 'sku' },
  'product.changed': { version: 1, schema: Product, keyedBy: 'sku' },
  'price.changed': { version: 1, schema: Price, keyedBy: 'sku' },
  'customer.changed': { version: 1, schema: Customer, keyedBy: 'ref' },
  'customer.merged': { version: 1, schema: CustomerMerge, keyedBy: 'ref' },
  'payout.paid': { version: 1, schema: Payout, keyedBy: 'ref' },
  'storeday.closed': { version: 1, schema: StoreDay, keyedBy: 'ref' },
  'posting.confirmed': { version: 1, schema: Posting, keyedBy: 'ref' },
} as const satisfies Readonly<Record<string, EventType>>;

/** The name of a business event, without version: `order.placed`. */
export type EventName = keyof typeof eventTypes;

/** What an event says. */
export type EventData<N extends EventName> = z.output<(typeof eventTypes)[N]['schema']>;

/** Whether a name is a business event's. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(eventTypes, name);
}

/** The type of an event as plain data, whichever it is. */
export function eventTypeOf(name: EventName): EventType {
  return eventTypes[name];
}
