import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  type Money,
} from '@crossdock/core';
import type { SalesOrder as Header, SalesOrderLine } from '../api/documents.ts';
import type { Rooms } from '../context.ts';
import { skusOf } from '../mapping/entries.ts';
import { locationsOf, type OrderBody, requireSale, toSalesOrder } from '../mapping/sales-order.ts';
import { isCancelled, orderKeyOf } from '../references.ts';
import { type Look, makeOnce } from './claims.ts';
import { proveTotal, requireSameLines } from './proofs.ts';
import { findInvoices, findOpen, openDocument, postedDocument, readLines, requireOneOrder } from './sales-orders.ts';
import { readSellables } from './sellables.ts';

type Order = CheckedInput<'createOrder'>;

/** Writes header and lines of a sale at once. What is there already is looked at first. */
export function createOrder(rooms: Rooms): Implementation<'createOrder'> {
  const { config } = rooms;

  async function bodyOf(order: Order, signal: AbortSignal): Promise<OrderBody> {
    requireSale(order);
    const wanted = { skus: skusOf(order.lines), locations: locationsOf(order, config) };
    return toSalesOrder(order, await readSellables(rooms, wanted, signal));
  }

  /** An order that is there, whatever became of it since. One that has other lines, or another total, is refused. */
  async function look(order: Order, signal: AbortSignal): Promise<DocumentRef | Header | undefined> {
    const header = await findOpen(rooms, order.ref, signal);
    const lines = header && (await readLines(rooms, header.id, signal));
    const invoices = await findInvoices(rooms, order.ref, signal);
    if (!lines) return invoices[0] && postedDocument(rooms, invoices[0], order.ref);
    requireOneOrder(header, invoices);
    if (isCancelled(header.externalDocumentNumber)) return openDocument(rooms, header, order.ref);
    // A header without lines is not the order yet: `run` completes it.
    if (lines.length === 0) return header;
    requireSameLines((await bodyOf(order, signal)).lines, lines, order.currency);
    // Somebody may work on it already, so it is not taken back.
    if (lines.every(isUntouched)) proveTotal(booked, header, order.total, config);
    return openDocument(rooms, header, order.ref);
  }

  /** The order, or what makes it: all of it, or the lines of a header without. */
  async function next(order: Order, signal: AbortSignal): Promise<Look<DocumentRef>> {
    const found = await look(order, signal);
    if (found && 'system' in found) return { found };
    const { header, lines } = await bodyOf(order, signal);
    if (!found) return { writes: [{ create: { set: 'salesOrders' }, json: { ...header, salesOrderLines: lines } }] };
    const create = { set: 'salesOrders', id: found.id, part: 'salesOrderLines' };
    return { writes: lines.map((json) => ({ create, json })) };
  }

  return {
    once: {
      visibleWithin: '1m',
      async probe(order, { signal }) {
        const found = await look(order, signal);
        return found && 'system' in found ? found : undefined;
      },
    },
    async run(order, { signal }) {
      requireSale(order);
      const name = `order ${orderKeyOf(order.ref)}`;
      const found = await makeOnce(rooms, name, () => next(order, signal), signal);
      if (found) return found;
      const header = await findOpen(rooms, order.ref, signal);
      if (!header) throw vanished();
      await takeBackUnless(rooms, header, order.total, signal);
      return openDocument(rooms, header, order.ref);
    },
  };
}

const booked = 'The sales order in Business Central';

const isUntouched = ({ shippedQuantity }: SalesOrderLine): boolean => Number(shippedQuantity) === 0;

/** An order that the company computes to another total is removed again: nothing of it may be shipped. */
async function takeBackUnless(
  { client, config }: Rooms,
  header: Header,
  total: Money,
  signal: AbortSignal,
): Promise<void> {
  try {
    proveTotal(booked, header, total, config);
  } catch (error) {
    await client.remove({ set: 'salesOrders', id: header.id }, { version: header['@odata.etag'], signal });
    throw error;
  }
}

const vanished = (): IntegrationError =>
  new IntegrationError('Business Central took the order and does not show it', {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
