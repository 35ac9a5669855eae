import { type CheckedInput, type Implementation, IntegrationError, isZero, subtract } from '@crossdock/core';
import { z } from 'zod';
import type { SalesOrderHeader } from '../api/sales-order.ts';
import { documentOf, type Rooms } from '../context.ts';
import { fromWire } from '../mapping/amounts.ts';
import { unbalanced } from '../mapping/refusals.ts';
import { type OrderBody, skusOf, toSalesOrder } from '../mapping/sales-order.ts';
import type { RowWrite } from '../odata/client.ts';
import { orderNumberOf } from '../references.ts';
import { findHeader, type FoundOrder, readLines } from './sales-orders.ts';

type Order = CheckedInput<'createOrder'>;

const Made = z.object({ SalesOrderNumber: z.string().min(1) });

/** A look by a field without an index may lag behind a write. */
const visibleWithin = '1m';

/**
 * Writes header and lines. What is there already is looked at first.
 *
 * With `manual` numbers both are one atomic write. Otherwise the header comes first and all lines after it in one atomic write, so that an
 * order that was interrupted is a header without lines, which the next attempt completes.
 */
export function createOrder(rooms: Rooms): Implementation<'createOrder'> {
  const { client, config } = rooms;

  async function bodyOf(order: Order, signal: AbortSignal): Promise<OrderBody> {
    return toSalesOrder(order, { config, items: await rooms.items.bySku(skusOf(order), signal) });
  }

  async function find(reference: string, signal: AbortSignal): Promise<FoundOrder | undefined> {
    const header = await findHeader(rooms, reference, signal);
    return header && { header, lines: await readLines(rooms, header.SalesOrderNumber, signal) };
  }

  const lineWrites = (orderNumber: string, { lines }: OrderBody): readonly RowWrite[] =>
    lines.map((line) => ({
      create: 'SalesOrderLinesV3',
      row: { dataAreaId: config.company, SalesOrderNumber: orderNumber, ...line },
    }));

  async function make(order: Order, body: OrderBody, signal: AbortSignal): Promise<void> {
    const dataAreaId = config.company;
    if (config.orderNumbers === 'manual') {
      const SalesOrderNumber = orderNumberOf(config.prefix, order.ref);
      const header = { create: 'SalesOrderHeadersV4', row: { dataAreaId, SalesOrderNumber, ...body.header } };
      await client.changeset([header, ...lineWrites(SalesOrderNumber, body)], signal);
      return;
    }
    const made = await client.create('SalesOrderHeadersV4', { dataAreaId, ...body.header }, { row: Made, signal });
    await client.changeset(lineWrites(made.SalesOrderNumber, body), signal);
  }

  return {
    once: {
      visibleWithin,
      async probe(order, { signal }) {
        const body = await bodyOf(order, signal);
        const found = await find(order.ref, signal);
        // A header without lines is not the order yet: `run` completes it.
        return found && found.lines.length > 0 ? accepted(rooms, found, body, order) : undefined;
      },
    },
    async run(order, { signal }) {
      const body = await bodyOf(order, signal);
      const found = await find(order.ref, signal);
      if (!found) await make(order, body, signal);
      else if (found.lines.length === 0)
        await client.changeset(lineWrites(found.header.SalesOrderNumber, body), signal);
      const booked = await find(order.ref, signal);
      if (!booked || booked.lines.length === 0) throw notThere(order.ref);
      return accepted(rooms, booked, body, order);
    },
  };
}

/** The document of an order that is there as it should be; an order with other lines or another total is refused. */
function accepted(rooms: Rooms, found: FoundOrder, body: OrderBody, order: Order) {
  const fits =
    found.lines.length === body.lines.length &&
    body.lines.every((wanted) =>
      found.lines.some(
        (line) =>
          line.OrderLineReference === wanted.OrderLineReference &&
          line.ItemNumber === wanted.ItemNumber &&
          Number(line.OrderedSalesQuantity) === wanted.OrderedSalesQuantity &&
          Number(line.LineAmount) === wanted.LineAmount,
      ),
    );
  if (!fits) {
    throw new IntegrationError('The order is in Dynamics 365 with other lines', { code: 'conflict', path: 'lines' });
  }
  proveTotal(found.header, order);
  const { SalesOrderNumber: id, SalesOrderStatus: state } = found.header;
  return documentOf(rooms, 'salesOrder', { id, reference: order.ref, state });
}

/** What the platform says that the order comes to, once it has computed it. */
function proveTotal({ AreTotalsCalculated, OrderTotalAmount }: SalesOrderHeader, { currency, total }: Order): void {
  if (AreTotalsCalculated !== 'Yes') return;
  const booked = fromWire(OrderTotalAmount, currency);
  if (!isZero(subtract(booked, total))) throw unbalanced('The sales order in Dynamics 365', booked, total);
}

function notThere(reference: string): IntegrationError {
  return new IntegrationError(`Dynamics 365 took the order ${reference} and does not show it`, {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
}
