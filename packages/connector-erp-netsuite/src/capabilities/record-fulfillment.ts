import { type Implementation } from '@crossdock/core';
import { toItemFulfillment } from '../mapping/fulfillment.ts';
import { inOpenPeriod } from './closed-period.ts';
import { referenceOf, type Rooms, visibleWithin } from './context.ts';
import { findResult, makeOnce } from './landed.ts';
import { readOrder } from './sales-orders.ts';
import { madeDocument } from './transform.ts';

/** Ships units of an order: the order is transformed to an item fulfilment in state Shipped. */
export function recordFulfillment(rooms: Rooms): Implementation<'recordFulfillment'> {
  return {
    once: {
      visibleWithin,
      probe: ({ ref }, { signal }) =>
        findResult(rooms, 'itemFulfillment', referenceOf(rooms, 'itemFulfillment', ref), signal),
    },
    run(fulfillment, { signal }) {
      const externalId = referenceOf(rooms, 'itemFulfillment', fulfillment.ref);
      const make = async () => {
        const order = await readOrder(rooms, fulfillment, signal);
        const skus = fulfillment.lines.flatMap((line) => line.sku ?? []);
        const bySku = await rooms.items.bySku(skus, signal);
        const ids = order.item.items.map((line) => line.item.id);
        const byId = await rooms.items.byId(ids, signal);
        const body = toItemFulfillment(fulfillment, { config: rooms.config, externalId, order, bySku, byId });
        const made = { type: 'itemFulfillment', externalId, from: order.id } as const;
        const { document } = await inOpenPeriod(
          rooms,
          { date: body.tranDate, lockedFor: 'other' },
          (period) => madeDocument(rooms, made, { ...body, ...period }, signal),
          signal,
        );
        return document;
      };
      return makeOnce(make, () => findResult(rooms, 'itemFulfillment', externalId, signal));
    },
  };
}
