import { z } from 'zod';
import { Address, Buyer, Customer } from './customer.ts';
import { DocumentRef } from './document-ref.ts';
import { EventEnvelope } from './envelope.ts';
import { CustomerMerge, OrderPayment } from './events.ts';
import { Fulfillment, FulfillmentCancellation, OrderCancellation } from './fulfillment.ts';
import { InventoryCount, InventoryLevel, InventoryMovement, Reservation } from './inventory.ts';
import { Money } from './money.ts';
import { Order } from './order.ts';
import { JournalEntry, Posting } from './posting.ts';
import { Location, Price, Product } from './product.ts';
import { Quantity } from './quantity.ts';
import { Refund, Return } from './return.ts';
import { Payout, StoreDay } from './settlement.ts';

const models = {
  Address,
  Buyer,
  Customer,
  CustomerMerge,
  DocumentRef,
  EventEnvelope,
  Fulfillment,
  FulfillmentCancellation,
  InventoryCount,
  InventoryLevel,
  InventoryMovement,
  JournalEntry,
  Location,
  Money,
  Order,
  OrderCancellation,
  OrderPayment,
  Payout,
  Posting,
  Price,
  Product,
  Quantity,
  Refund,
  Reservation,
  Return,
  StoreDay,
} as const;

/**
 * JSON Schema (2020-12) of every canonical model, by name. What a schema cannot say, such as that a document balances,
 * is checked by the models themselves.
 */
export function jsonSchemas(): Readonly<Record<keyof typeof models, unknown>> {
  const entries = Object.entries(models).map(([name, model]) => [name, z.toJSONSchema(model, { io: 'input', unrepresentable: 'any' })]);
  return Object.fromEntries(entries) as Record<keyof typeof models, unknown>;
}
