import { businessDateOf, Fulfillment, parse, pieces } from '@crossdock/core';
import type { z } from 'zod';
import type { FulfillmentFacts } from './fulfillment-facts.ts';
import { gidOf } from './ids.ts';
import { locationCode, type MappingSettings, orderRefOf } from './to-order.ts';

/** The canonical shipment: only the units that are in this parcel. */
export function toFulfillment(facts: FulfillmentFacts, settings: MappingSettings): Fulfillment {
  const { name, config } = settings;
  return parse(
    Fulfillment,
    {
      ref: fulfillmentRef(facts, settings),
      orderRef: orderRefOf({ id: facts.orderId, reference: facts.orderReference }, settings),
      number: facts.name,
      refs: { [name]: facts.gid },
      occurredAt: facts.createdAt,
      ...(config.timeZone !== undefined && {
        businessDate: businessDateOf(facts.createdAt, { timeZone: config.timeZone }),
      }),
      location: locationCode(facts.locationId, settings, 'location'),
      lines: facts.lines
        .filter(({ quantity }) => quantity > 0)
        .map(({ lineId, sku, quantity }) => ({
          lineId,
          ...(sku !== undefined && sku.trim() !== '' && { sku }),
          quantity: pieces(quantity),
        })),
      tracking: facts.tracking.map(({ number, carrier, url }) => ({
        number,
        ...(carrier !== undefined && carrier !== '' && { carrier }),
        ...(url !== undefined && url !== '' && { url }),
      })),
    } satisfies z.input<typeof Fulfillment>,
    { what: `Fulfillment ${facts.name}`, code: 'response-invalid' },
  );
}

/** The business reference of a shipment. */
export function fulfillmentRef(
  { id, orderId, orderReference }: Pick<FulfillmentFacts, 'id' | 'orderId' | 'orderReference'>,
  settings: Pick<MappingSettings, 'name'>,
): string {
  return `${orderRefOf({ id: orderId, reference: orderReference }, settings)}-F${id}`;
}

/** Ids by which people and systems know a shipment. */
export function fulfillmentIdentifiers({ id, gid, name, orderId }: FulfillmentFacts): readonly string[] {
  return [name, id, gid, orderId, gidOf('Order', orderId)];
}
