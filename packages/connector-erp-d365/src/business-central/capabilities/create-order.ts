import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  type Money,
} from '@crossdock/core';
import { SalesOrder, type SalesOrder as Header } from '../api/documents.ts';
import { requireCurrency, type Rooms } from '../context.ts';
import { skusOf } from '../mapping/entries.ts';
import { locationsOf, type OrderBody, requireSale, toSalesOrder } from '../mapping/sales-order.ts';
import { isCancelled } from '../references.ts';
import { proveTotal, requireSameLines } from './proofs.ts';
import { findInvoices, findOpen, openDocument, postedDocument, readLines } from './sales-orders.ts';
import { readSellables } from './sellables.ts';

type Order = CheckedInput<'createOrder'>;

/** Writes header and lines of a sale in one request. What is there already is looked at first. */
export function createOrder(rooms: Rooms): Implementation<'createOrder'> {
  const { client, config } = rooms;

  async function bodyOf(order: Order, signal: AbortSignal): Promise<OrderBody> {
    requireSale(order);
    requireCurrency(rooms, order.currency, 'currency');
    const wanted = { skus: skusOf(order.lines), locations: locationsOf(order, config) };
    return toSalesOrder(order, await readSellables(rooms, wanted, signal));
  }

  /** An order that is there, whatever became of it since. One that has other lines is refused. */
  async function look(order: Order, signal: AbortSignal): Promise<DocumentRef | Header | undefined> {
    const header = await findOpen(rooms, order.ref, signal);
    const lines = header && (await readLines(rooms, header.id, signal));
    if (!lines) {
      const [invoice] = await findInvoices(rooms, order.ref, signal);
      return invoice && postedDocument(rooms, invoice, order.ref);
    }
    if (isCancelled(header.externalDocumentNumber)) return openDocument(rooms, header, order.ref);
    // A header without lines is not the order yet: `run` completes it.
    if (lines.length === 0) return header;
    requireSameLines((await bodyOf(order, signal)).lines, lines, config.currency);
    return openDocument(rooms, header, order.ref);
  }

  async function make(order: Order, signal: AbortSignal): Promise<string> {
    const body = await bodyOf(order, signal);
    const json = { ...body.header, salesOrderLines: body.lines };
    const made = await client.create({ set: 'salesOrders' }, json, { row: SalesOrder, signal });
    return made.id;
  }

  async function complete({ id }: Header, order: Order, signal: AbortSignal): Promise<void> {
    const { lines } = await bodyOf(order, signal);
    const create = { set: 'salesOrders', id, part: 'salesOrderLines' };
    await client.batch(
      lines.map((json) => ({ create, json })),
      signal,
    );
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
      const found = await look(order, signal);
      if (found && 'system' in found) return found;
      if (found) await complete(found, order, signal);
      const id = found?.id ?? (await make(order, signal));
      const header = await client.read({ set: 'salesOrders', id }, { row: SalesOrder, signal });
      if (!header) throw vanished();
      await takeBackUnless(rooms, header, order.total, signal);
      return openDocument(rooms, header, order.ref);
    },
  };
}

/** An order that the company computes to another total is removed again: nothing of it may be shipped. */
async function takeBackUnless({ client }: Rooms, header: Header, total: Money, signal: AbortSignal): Promise<void> {
  try {
    proveTotal('The sales order in Business Central', header.totalAmountIncludingTax, total);
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
