import { type Implementation, IntegrationError, Order, parse, sum } from '@crossdock/core';
import { DocumentLine, SalesOrder, type SalesInvoice, type SalesOrder as Header } from '../api/documents.ts';
import { requireCurrency, type Rooms } from '../context.ts';
import { fromWire } from '../mapping/amounts.ts';
import { type ReadOrder, toOrder } from '../mapping/order-from-rows.ts';
import { isCancelled, orderKeyIn } from '../references.ts';
import { listed } from './listing.ts';
import { findInvoices, findOrder, noOrder, postedDocument, readLines } from './sales-orders.ts';

/** Reads an order: the open one, or what the invoices say of one that is posted whole. */
export function getOrder(rooms: Rooms): Implementation<'getOrder'> {
  return {
    async run(request, { signal }) {
      const { orderRef } = request;
      const open = await findOrder(rooms, request, signal);
      if (open) return orderOf(rooms, { ...fromHeader(rooms, open.header), lines: open.lines, ref: orderRef });
      const invoices = await findInvoices(rooms, orderRef, signal);
      const [first] = invoices;
      if (!first) throw noOrder();
      return orderOf(rooms, { ...(await fromInvoices(rooms, [first, ...invoices.slice(1)], signal)), ref: orderRef });
    },
  };
}

/** Lists the open orders by when they changed. One that is posted whole is none any more: its invoices are what is left. */
export function listOrders(rooms: Rooms): Implementation<'listOrders'> {
  return {
    run: (request, { signal }) =>
      listed(rooms, request, {
        place: { set: 'salesOrders' },
        row: SalesOrder,
        identifiersOf: (header) => [header.number],
        async tell(header) {
          return orderOf(rooms, { ...fromHeader(rooms, header), lines: await readLines(rooms, header.id, signal) });
        },
        signal,
      }),
  };
}

function orderOf(rooms: Rooms, read: ReadOrder): Order {
  return parse(Order, toOrder(read, rooms), { what: `The order ${read.number}`, code: 'response-invalid' });
}

function fromHeader(rooms: Rooms, header: Header): Omit<ReadOrder, 'lines'> {
  requireCurrency(rooms, header.currencyCode === '' ? rooms.config.currency : header.currencyCode, 'currencyCode');
  if (isCancelled(header.externalDocumentNumber) && Number(header.totalAmountIncludingTax) === 0) {
    throw new IntegrationError('The order is cancelled, and nothing of it is left', {
      code: 'unsupported-document',
      path: 'externalDocumentNumber',
    });
  }
  const key = orderKeyIn(header.externalDocumentNumber);
  return {
    id: header.id,
    number: header.number,
    // What others wrote there is no reference of ours, and what is empty is none at all.
    key: /^[A-Z0-9][A-Z0-9_-]*$/.test(key) ? key : '~',
    day: header.orderDate.slice(0, 10),
    updatedAt: header.lastModifiedDateTime,
    taxIncluded: header.pricesIncludeTax,
    total: fromWire(header.totalAmountIncludingTax, rooms.config.currency),
  };
}

async function fromInvoices(
  rooms: Rooms,
  invoices: readonly [SalesInvoice, ...SalesInvoice[]],
  signal: AbortSignal,
): Promise<ReadOrder> {
  const { currency } = rooms.config;
  const [first] = invoices;
  const lines: DocumentLine[] = [];
  for (const { id } of invoices) {
    const place = { set: 'salesInvoices', id, part: 'salesInvoiceLines' };
    lines.push(...(await rooms.client.list(place, { row: DocumentLine, signal })));
  }
  return {
    id: postedDocument(rooms, first, '').id,
    number: first.orderNumber,
    key: '~',
    day: first.invoiceDate.slice(0, 10),
    updatedAt:
      invoices
        .map((it) => it.lastModifiedDateTime)
        .toSorted()
        .at(-1) ?? first.lastModifiedDateTime,
    taxIncluded: first.pricesIncludeTax,
    total: sum(
      invoices.map((it) => fromWire(it.totalAmountIncludingTax, currency)),
      currency,
    ),
    lines,
  };
}
