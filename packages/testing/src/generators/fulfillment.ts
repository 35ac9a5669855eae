import { Fulfillment, type Order, type Random } from '@crossdock/core';
import { between } from './chance.ts';

/** What {@link generateFulfillment} takes. */
export interface GenerateFulfillmentOptions {
  /**
   * Whether everything leaves, or some units of some lines.
   *
   * @default 'all'
   */
  readonly share?: 'all' | 'some';
  /** Which parcel of the order it is. @default 1 */
  readonly parcel?: number;
  /** ISO instant. @default the instant of the order */
  readonly occurredAt?: string;
  readonly location?: string;
}

/** Generates a shipment of an order's goods. The order must have a line of goods. */
export function generateFulfillment(
  random: Random,
  order: Order,
  options: GenerateFulfillmentOptions = {},
): Fulfillment {
  const { share = 'all', parcel = 1, occurredAt = order.occurredAt, location } = options;
  const goods = order.lines.filter((line) => line.kind === 'goods');
  const leaving = share === 'all' ? goods : goods.slice(0, between(random, 1, goods.length));
  return Fulfillment.parse({
    ref: `${order.ref}-F${parcel}`,
    orderRef: order.ref,
    number: `${order.number}-F${parcel}`,
    refs: {},
    occurredAt,
    ...(location !== undefined && { location }),
    lines: leaving.map(({ id, sku, quantity }) => ({
      lineId: id,
      sku,
      quantity: share === 'all' ? quantity : { ...quantity, amount: someOf(random, quantity.amount) },
    })),
    tracking: [{ number: `${between(random, 100_000_000, 999_999_999)}`, carrier: 'ACME' }],
  });
}

/** Some of a number of pieces, at least one; what is not counted in pieces leaves as a whole. */
export function someOf(random: Random, amount: string): string {
  return /^\d{1,6}$/.test(amount) ? String(between(random, 1, Number(amount))) : amount;
}
