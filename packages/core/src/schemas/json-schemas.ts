import { z } from 'zod';
import { CancelReason, OrderCancellation } from './cancellation.ts';
import { Channel } from './channel.ts';
import { Charge, Discount, TaxLine } from './charges.ts';
import { Address, Buyer, Country, Customer, CustomerMerge } from './customer.ts';
import { DocumentRef } from './document-ref.ts';
import { EventEnvelope } from './envelope.ts';
import { Fulfillment, FulfillmentCancellation } from './fulfillment.ts';
import { BusinessDate, BusinessRef, EventKey, Instant, LocationCode, Refs, Sku } from './ids.ts';
import { InventoryCount, InventoryLevel, InventoryMovement, Reservation } from './inventory.ts';
import { JournalEntry, JournalLine } from './journal-entry.ts';
import { Location } from './location.ts';
import { Currency, Decimal, Money, UnsignedDecimal, UnsignedMoney } from './money.ts';
import { FulfillmentMethod, OrderLine } from './order-line.ts';
import { Order, Presentment } from './order.ts';
import { OrderPayment } from './payment.ts';
import { BalanceTransaction, Payout } from './payout.ts';
import { Posting } from './posting.ts';
import { Price } from './price.ts';
import { Product } from './product.ts';
import { PositiveQuantity, Quantity, Unit, UnsignedQuantity } from './quantity.ts';
import { Refund } from './refund.ts';
import { ReturnLine } from './return-line.ts';
import { Return } from './return.ts';
import { DrawerCount, StoreDay } from './store-day.ts';
import { Tender } from './tender.ts';

const models = {
  Address,
  BalanceTransaction,
  BusinessDate,
  BusinessRef,
  Buyer,
  CancelReason,
  Channel,
  Charge,
  Country,
  Currency,
  Customer,
  CustomerMerge,
  Decimal,
  Discount,
  DocumentRef,
  DrawerCount,
  EventEnvelope,
  EventKey,
  Fulfillment,
  FulfillmentCancellation,
  FulfillmentMethod,
  Instant,
  InventoryCount,
  InventoryLevel,
  InventoryMovement,
  JournalEntry,
  JournalLine,
  Location,
  LocationCode,
  Money,
  Order,
  OrderCancellation,
  OrderLine,
  OrderPayment,
  Payout,
  PositiveQuantity,
  Posting,
  Presentment,
  Price,
  Product,
  Quantity,
  Refs,
  Refund,
  Reservation,
  Return,
  ReturnLine,
  Sku,
  StoreDay,
  TaxLine,
  Tender,
  Unit,
  UnsignedDecimal,
  UnsignedMoney,
  UnsignedQuantity,
} as const;

/** The name of a canonical model. */
export type ModelName = keyof typeof models;

/**
 * JSON Schema (2020-12) of every canonical model, by name, as it is written. What a schema cannot say, such as that a
 * document balances, is checked by the models themselves.
 */
export function jsonSchemas(): Readonly<Record<ModelName, z.core.JSONSchema.JSONSchema>> {
  const schemas: Partial<Record<ModelName, z.core.JSONSchema.JSONSchema>> = {};
  for (const [name, model] of Object.entries(models))
    schemas[name as ModelName] = z.toJSONSchema(model, { io: 'input' });
  return schemas as Record<ModelName, z.core.JSONSchema.JSONSchema>;
}
