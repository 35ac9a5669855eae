import { type Implementation, IntegrationError, Order, parse } from '@crossdock/core';
import { OrderLineRow, orderLineRowFields, OrderRow, orderRowFields } from '../api/order-row.ts';
import { requireDocument, type Rooms } from '../context.ts';
import { createItemNames, type ItemNames } from '../lookups/item-names.ts';
import { isAhead, nextOf, told } from '../listing.ts';
import { enteredAt, ownReferenceOf, type ReadOrder, toOrder } from '../mapping/order-from-rows.ts';
import { isGiftCard, isReturn, livingLines, partOf } from '../mapping/order-parts.ts';
import { unmapped } from '../lookups/refusals.ts';
import type { Span } from '../odata/literals.ts';
import { findHeader } from './sales-orders.ts';

/** A page of orders has all of their lines with it, so it is shorter. */
const mostOrders = 200;

/** Reads an order as it is now: the document that is named, or the one under our reference. A return is none. */
export function getOrder(rooms: Rooms): Implementation<'getOrder'> {
  const { client, config } = rooms;
  return {
    async run({ orderRef, order }, { signal }) {
      if (order?.type === 'salesOrder') requireDocument(rooms, order, 'salesOrder', 'order');
      // A till sale that is posted at once is known by its invoice, and is found by its reference.
      const named = order?.type === 'salesOrder' ? order.id : undefined;
      const number = named ?? (await findHeader(rooms, orderRef, signal))?.SalesOrderNumber;
      if (number === undefined) throw noOrder();
      const key = { dataAreaId: config.company, SalesOrderNumber: number };
      const options = { row: OrderRow, select: orderRowFields, signal };
      const header = await client.read('SalesOrderHeadersV4', key, options);
      const lines = header ? await linesOf(rooms, number, signal) : [];
      if (!header || isReturn(lines)) throw noOrder();
      return orderOf(rooms, createItemNames(client, config), { header, lines, ref: orderRef }, signal);
    },
  };
}

/**
 * Lists orders in the order of their numbers. The platform does not tell when one changed, so whatever span is asked for, all of them are listed
 * but those that were entered after it. Returns are kept among the orders, and are left out.
 */
export function listOrders(rooms: Rooms): Implementation<'listOrders'> {
  const { client, config, clock } = rooms;
  return {
    async run({ changedFrom, changedBefore, cursor: after, limit: most }, { signal }) {
      if (isAhead(changedFrom, clock)) return { items: [], refused: [] };
      const limit = Math.min(most, mostOrders);
      const rows = await client.list('SalesOrderHeadersV4', {
        filter: { dataAreaId: config.company, ...(after !== undefined && { SalesOrderNumber: { after } }) },
        select: orderRowFields,
        orderBy: 'SalesOrderNumber',
        top: limit,
        row: OrderRow,
        signal,
      });
      const [first, last] = [rows.at(0)?.SalesOrderNumber ?? '', rows.at(-1)?.SalesOrderNumber ?? ''];
      const lines = rows.length === 0 ? [] : await linesOf(rooms, { from: first, upTo: last }, signal);
      const byOrder = Map.groupBy(lines, (line) => line.SalesOrderNumber);
      const names = createItemNames(client, config);
      const page = await told(
        rows,
        (row) => namesOf(row, config),
        async (header) => {
          const own = byOrder.get(header.SalesOrderNumber) ?? [];
          if (isReturn(own) || isLaterThan(header, changedBefore)) return [];
          return [await orderOf(rooms, names, { header, lines: own }, signal)];
        },
      );
      return { ...page, ...nextOf(rows, { after, limit }, (row) => row.SalesOrderNumber) };
    },
  };
}

function namesOf(row: OrderRow, config: Rooms['config']): readonly string[] {
  const ref = ownReferenceOf(row, config);
  return ref === undefined ? [row.SalesOrderNumber] : [row.SalesOrderNumber, ref];
}

const isLaterThan = (header: OrderRow, end: string | undefined): boolean =>
  end !== undefined && Date.parse(enteredAt(header)) >= Date.parse(end);

function linesOf({ client, config }: Rooms, SalesOrderNumber: string | Span, signal: AbortSignal) {
  const filter = { dataAreaId: config.company, SalesOrderNumber };
  return client.list('SalesOrderLinesV3', { filter, select: orderLineRowFields, row: OrderLineRow, signal });
}

async function orderOf(
  { config, system }: Rooms,
  names: ItemNames,
  order: ReadOrder,
  signal: AbortSignal,
): Promise<Order> {
  const skus = new Map<OrderLineRow, string>();
  for (const line of livingLines(order.lines)) {
    if (partOf(line, config) === 'goods') skus.set(line, await skuOf(line, names, config, signal));
  }
  const input = toOrder(order, { config, system, skuOf: (line) => skus.get(line) ?? '' });
  const what = `The sales order ${order.header.SalesOrderNumber}`;
  return parse(Order, input, { what, code: 'response-invalid' });
}

/** The SKU that we wrote on a line, or the only one that its item has. */
async function skuOf(
  line: OrderLineRow,
  names: ItemNames,
  config: Rooms['config'],
  signal: AbortSignal,
): Promise<string> {
  const isOwn = /^L-./.test(line.OrderLineReference) && line.ExternalItemNumber !== '';
  if (isOwn || isGiftCard(line, config)) return line.ExternalItemNumber;
  const [sku, ...others] = await names.skusOf(line, signal);
  if (sku !== undefined && others.length === 0) return sku;
  throw unmapped(`Item '${line.ItemNumber}'`, 'items.overrides, under one SKU', 'lines.ItemNumber');
}

const noOrder = (): IntegrationError =>
  new IntegrationError('Dynamics 365 has no such order', { code: 'not-found', path: 'orderRef' });
