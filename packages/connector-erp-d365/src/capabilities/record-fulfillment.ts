import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { SalesOrderLine } from '../api/sales-order.ts';
import { documentOf, postingDateOf, type Rooms } from '../context.ts';
import { inOpenPeriod } from '../environment/periods.ts';
import { postingServiceOf } from '../environment/posting-service.ts';
import { type FoundOrder, requireOrder } from './sales-orders.ts';

type Fulfillment = CheckedInput<'recordFulfillment'>;

const PackingSlip = z.object({ PackingSlipId: z.string().min(1), SalesId: z.string() });

/** How long a batch job may take before somebody should look. */
const batchLookMs = 5 * 60_000;

/**
 * Posts a packing slip for the named units.
 *
 * With the posting service each parcel is one packing slip under its own reference. Batch jobs post what a line has as *Deliver now*
 * and carry no reference, so with them only a parcel with everything of an order can be told from others.
 */
export function recordFulfillment(rooms: Rooms): Implementation<'recordFulfillment'> {
  const { client, config } = rooms;

  async function byService(parcel: Fulfillment, signal: AbortSignal) {
    const order = await requireOrder(rooms, parcel, signal);
    const lines = unitsOf(parcel, order);
    const slip = await inOpenPeriod(
      rooms,
      postingDateOf(rooms, parcel),
      (postingDate) =>
        postingServiceOf(rooms).post(
          'postPackingSlip',
          { reference: parcel.ref, documentNumber: order.header.SalesOrderNumber, postingDate, lines },
          signal,
        ),
      signal,
    );
    return documentOf(rooms, 'packingSlip', { id: slip.number, reference: parcel.ref });
  }

  async function slipOf(order: FoundOrder, signal: AbortSignal) {
    const rows = await client.list('CustPackingSlipJourBiEntities', {
      filter: { dataAreaId: config.company, SalesId: order.header.SalesOrderNumber },
      select: ['PackingSlipId', 'SalesId'],
      row: PackingSlip,
      signal,
    });
    return rows.find((row) => row.SalesId === order.header.SalesOrderNumber);
  }

  async function byBatch(parcel: Fulfillment, signal: AbortSignal) {
    const order = await requireOrder(rooms, parcel, signal);
    requireWhole(parcel, order);
    const slip = await slipOf(order, signal);
    if (slip) return documentOf(rooms, 'packingSlip', { id: slip.PackingSlipId, reference: parcel.ref });
    const waiting = order.lines.filter((line) => Number(line.SalesDeliverNow) !== Number(line.OrderedSalesQuantity));
    if (waiting.length > 0) {
      const writes = waiting.map((line) => ({
        update: 'SalesOrderLinesV3',
        key: { dataAreaId: config.company, InventoryLotId: line.InventoryLotId },
        changes: { SalesDeliverNow: Number(line.OrderedSalesQuantity) },
      }));
      await client.changeset(writes, signal);
    }
    throw new IntegrationError('The packing slip waits for a batch job of Dynamics 365', {
      code: 'posting-pending',
      retryAfterMs: batchLookMs,
    });
  }

  if (config.posting.by === 'batch') {
    // Asking twice for the same quantities asks for the same: the level of a line is set, and one slip has all of it.
    return { once: { reference: 'SalesDeliverNow' }, run: (parcel, { signal }) => byBatch(parcel, signal) };
  }
  return {
    once: {
      reference: 'Reference',
      async probe({ ref }, { signal }) {
        const slip = await postingServiceOf(rooms).find('postPackingSlip', ref, signal);
        return slip && documentOf(rooms, 'packingSlip', { id: slip.number, reference: ref });
      },
    },
    run: (parcel, { signal }) => byService(parcel, signal),
  };
}

/**
 * The lots of the units that left. A unit that the order does not have is refused by its line. Charges and tax, which nobody ships, go with
 * the first parcel.
 */
function unitsOf({ lines }: Fulfillment, order: FoundOrder) {
  const others = order.lines.filter((line) => !line.OrderLineReference.startsWith('L-'));
  const charges = others
    .filter((line) => line.SalesOrderLineStatus === 'Backorder')
    .map((line) => ({ lot: line.InventoryLotId, quantity: Number(line.OrderedSalesQuantity) }));
  const goods = lines.map(({ lineId, sku, quantity }, index) => {
    const line = lineOf(order.lines, lineId);
    if (!line) {
      throw new IntegrationError(`Line ${index + 1} ('${sku}') is not in the order of Dynamics 365`, {
        code: 'unmapped',
        path: `lines.${index}.lineId`,
      });
    }
    return { lot: line.InventoryLotId, quantity: Number(quantity.amount) };
  });
  return [...goods, ...charges];
}

const lineOf = (lines: readonly SalesOrderLine[], lineId: string): SalesOrderLine | undefined =>
  lines.find((line) => line.OrderLineReference === `L-${lineId}`);

function requireWhole({ lines }: Fulfillment, order: FoundOrder): void {
  const goods = order.lines.filter((line) => line.OrderLineReference.startsWith('L-'));
  const isWhole =
    goods.length === lines.length &&
    lines.every((it) => Number(lineOf(goods, it.lineId)?.OrderedSalesQuantity) === Number(it.quantity.amount));
  if (isWhole) return;
  throw new IntegrationError(
    'Batch jobs cannot tell parts of an order apart; a parcel of some units needs the posting service',
    {
      code: 'unsupported-document',
      path: 'lines',
    },
  );
}
