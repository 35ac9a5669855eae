/** Documents that are in the environment before a capability is asked for something. */
import { type DocumentRef, money, type Order, type Random } from '@crossdock/core';
import { generateFulfillment, generateOrder } from '@crossdock/testing';
import { type OpenEnvironment, skus } from '../environment.ts';

export interface Door extends OpenEnvironment {
  readonly random: Random;
}

export const occurredAt = '2026-11-27T10:00:00Z';
export const usd = (amount: number) => money(amount.toFixed(2), 'USD');

export const anOrder = ({ random }: Door): Order =>
  generateOrder(random, { kind: 'split-tender', currency: 'USD', skus: [...skus], occurredAt });

/** Puts an order into the environment by way of another connection, whose requests the suite does not count. */
export async function sold(door: Door): Promise<Order> {
  const order = anOrder(door);
  await door.reconfigure({}).call('createOrder', order);
  return order;
}

/** An order all of which has left. */
export async function shipped(door: Door): Promise<Order> {
  const order = await sold(door);
  await door.reconfigure({}).call('recordFulfillment', generateFulfillment(door.random, order));
  return order;
}

/** The invoice of an order. */
export async function posted(door: Door): Promise<DocumentRef> {
  const { ref } = await shipped(door);
  return door.reconfigure({}).call('postInvoice', { ref: `${ref}-I1`, orderRef: ref, kind: 'invoice', occurredAt });
}
