import { IntegrationError, isZero, type Money, subtract } from '@crossdock/core';
import { z } from 'zod';
import type { SalesOrderHeader } from '../api/sales-order.ts';
import { documentOf, type Rooms } from '../context.ts';
import { fromWire } from '../mapping/amounts.ts';
import type { OrderBody } from '../mapping/order-lines.ts';
import { unbalanced } from '../lookups/refusals.ts';
import type { RowWrite } from '../odata/client.ts';
import { orderNumberOf } from '../references.ts';
import { findHeader, type FoundOrder, readLines } from './sales-orders.ts';

/** An order as it is to be in the books: of a sale, or of a return the other way round. */
export interface WantedOrder {
  /** Our reference. */
  readonly reference: string;
  readonly body: OrderBody;
  readonly total: Money;
}

const Made = z.object({ SalesOrderNumber: z.string().min(1) });

/** The order of a reference with its lines, or `undefined`. */
export async function findOrder(rooms: Rooms, reference: string, signal: AbortSignal): Promise<FoundOrder | undefined> {
  const header = await findHeader(rooms, reference, signal);
  return header && { header, lines: await readLines(rooms, header.SalesOrderNumber, signal) };
}

/**
 * Brings an order into the books: makes it, completes one whose lines are missing, or leaves the one that is there as it should be.
 *
 * With `manual` numbers header and lines are one atomic write. Otherwise the header comes first and all lines after it in one atomic write, so that
 * an order that was interrupted is a header without lines.
 */
export async function writeOrder(rooms: Rooms, wanted: WantedOrder, signal: AbortSignal): Promise<FoundOrder> {
  const found = await findOrder(rooms, wanted.reference, signal);
  if (!found) await make(rooms, wanted, signal);
  else if (found.lines.length === 0) {
    await rooms.client.changeset(lineWrites(rooms, found.header.SalesOrderNumber, wanted.body), signal);
  }
  const booked = found && found.lines.length > 0 ? found : await findOrder(rooms, wanted.reference, signal);
  if (!booked || booked.lines.length === 0) throw notThere(wanted.reference);
  requireSame(booked, wanted);
  return booked;
}

async function make(rooms: Rooms, { reference, body }: WantedOrder, signal: AbortSignal): Promise<void> {
  const { client, config } = rooms;
  const dataAreaId = config.company;
  if (config.orderNumbers === 'manual') {
    const SalesOrderNumber = orderNumberOf(config.prefix, reference);
    const header = { create: 'SalesOrderHeadersV4', row: { dataAreaId, SalesOrderNumber, ...body.header } };
    await client.changeset([header, ...lineWrites(rooms, SalesOrderNumber, body)], signal);
    return;
  }
  const made = await client.create('SalesOrderHeadersV4', { dataAreaId, ...body.header }, { row: Made, signal });
  await client.changeset(lineWrites(rooms, made.SalesOrderNumber, body), signal);
}

function lineWrites({ config }: Rooms, SalesOrderNumber: string, { lines }: OrderBody): readonly RowWrite[] {
  return lines.map((line) => ({
    create: 'SalesOrderLinesV3',
    row: { dataAreaId: config.company, SalesOrderNumber, ...line },
  }));
}

/** An order with other lines or another total is refused, never written over. */
export function requireSame(found: FoundOrder, { body, total }: WantedOrder): void {
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
  proveTotal(found.header, total);
}

/** What the platform says that the order comes to, once it has computed it. */
function proveTotal({ AreTotalsCalculated, OrderTotalAmount }: SalesOrderHeader, total: Money): void {
  if (AreTotalsCalculated !== 'Yes') return;
  const booked = fromWire(OrderTotalAmount, total.currency);
  if (!isZero(subtract(booked, total))) throw unbalanced('The sales order in Dynamics 365', booked, total);
}

/** The order as a document. */
export function orderDocument(rooms: Rooms, { header }: FoundOrder, reference: string) {
  return documentOf(rooms, 'salesOrder', { id: header.SalesOrderNumber, reference, state: header.SalesOrderStatus });
}

function notThere(reference: string): IntegrationError {
  return new IntegrationError(`Dynamics 365 took the order ${reference} and does not show it`, {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
}
