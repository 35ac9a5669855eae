import { type Implementation, IntegrationError, Order, type PageRequest, parse, sum } from '@crossdock/core';
import {
  DocumentLine,
  SalesInvoice,
  type SalesInvoice as Invoice,
  SalesOrder,
  type SalesOrder as Header,
} from '../api/documents.ts';
import type { Rooms } from '../context.ts';
import { requireCurrencyIn } from '../currencies.ts';
import { fromWire } from '../mapping/amounts.ts';
import { type ReadOrder, toOrder } from '../mapping/order-from-rows.ts';
import { isCancelled, orderKeyIn } from '../references.ts';
import { listed } from './listing.ts';
import { findInvoices, findOrder, noOrder, postedDocument, readLines, requireOneOrder } from './sales-orders.ts';

/** Reads an order: the open one, or what the invoices say of one that is posted whole. Two of one reference are refused by their numbers. */
export function getOrder(rooms: Rooms): Implementation<'getOrder'> {
  return {
    async run(request, { signal }) {
      const { orderRef } = request;
      const open = await findOrder(rooms, request, signal);
      const invoices = await findInvoices(rooms, orderRef, signal);
      if (open) {
        requireOneOrder(open.header, invoices);
        const read = { ...fromHeader(rooms, open.header), lines: open.lines, ref: orderRef };
        return orderOf(rooms, read, signal);
      }
      const [first] = invoices;
      if (!first) throw noOrder();
      const read = await fromInvoices(rooms, [first, ...invoices.slice(1)], signal);
      return orderOf(rooms, { ...read, ref: orderRef }, signal);
    },
  };
}

/** A listing reads the open orders first, then the invoices of those that are posted whole. */
const postedFrom = 'posted:';

/**
 * Lists orders by when they changed: the open ones, then those that are posted whole, of which only invoices are left. One that is posted
 * between the two is listed twice at most, and never left out.
 */
export function listOrders(rooms: Rooms): Implementation<'listOrders'> {
  return {
    async run(request, { signal }) {
      const { cursor } = request;
      if (cursor?.startsWith(postedFrom) === true) {
        const rest = cursor.slice(postedFrom.length);
        const page = await postedOrders(rooms, { ...request, cursor: rest === '' ? undefined : rest }, signal);
        return page.next === undefined ? page : { ...page, next: `${postedFrom}${page.next}` };
      }
      const page = await openOrders(rooms, request, signal);
      return { ...page, next: page.next ?? postedFrom };
    },
  };
}

function openOrders(rooms: Rooms, request: PageRequest, signal: AbortSignal) {
  return listed(rooms, request, {
    place: { set: 'salesOrders' },
    row: SalesOrder,
    identifiersOf: (header) => [header.number],
    async tell(header) {
      const read = fromHeader(rooms, header);
      const lines = await readLines(rooms, header.id, signal);
      // One that is posted by now is listed with its invoices.
      return lines && orderOf(rooms, { ...read, lines }, signal);
    },
    signal,
  });
}

function postedOrders(rooms: Rooms, request: PageRequest, signal: AbortSignal) {
  return listed(rooms, request, {
    place: { set: 'salesInvoices' },
    row: SalesInvoice,
    identifiersOf: (invoice) => [invoice.orderNumber, invoice.number].filter((it) => it !== ''),
    async tell(invoice) {
      const invoices = await wholeOrderOf(rooms, invoice, signal);
      return invoices && orderOf(rooms, await fromInvoices(rooms, invoices, signal), signal);
    },
    signal,
  });
}

/** The invoices of an order that is posted whole, told at the one that changed last. `undefined` at any other. */
async function wholeOrderOf(
  { client }: Rooms,
  invoice: Invoice,
  signal: AbortSignal,
): Promise<readonly [Invoice, ...Invoice[]] | undefined> {
  const { orderNumber } = invoice;
  if (orderNumber === '' || invoice.status === 'Draft') return undefined;
  const open = await client.list({ set: 'salesOrders' }, { filter: { number: orderNumber }, row: SalesOrder, signal });
  if (open.length > 0) return undefined;
  const rows = await client.list({ set: 'salesInvoices' }, { filter: { orderNumber }, row: SalesInvoice, signal });
  const placeOf = ({ lastModifiedDateTime, id }: Invoice): string => `${lastModifiedDateTime} ${id}`;
  const last = rows.map(placeOf).toSorted().at(-1);
  const [first, ...others] = rows;
  return first && placeOf(invoice) === last ? [first, ...others] : undefined;
}

/** An order as its rows tell it, before its variants are named. */
type Told = Omit<ReadOrder, 'variantSkus'>;

async function orderOf(rooms: Rooms, read: Told, signal: AbortSignal): Promise<Order> {
  const variantSkus = await rooms.items.variantSkus(read.lines, signal);
  return parse(Order, toOrder({ ...read, variantSkus }, rooms), {
    what: `The order ${read.number}`,
    code: 'response-invalid',
  });
}

function fromHeader(rooms: Rooms, header: Header): Omit<Told, 'lines'> {
  const currency = requireCurrencyIn(rooms.config, header.currencyCode);
  if (isCancelled(header.externalDocumentNumber) && Number(header.totalAmountIncludingTax) === 0) {
    throw new IntegrationError('The order is cancelled, and nothing of it is left', {
      code: 'unsupported-document',
      path: 'externalDocumentNumber',
    });
  }
  return {
    id: header.id,
    number: header.number,
    key: ownKeyOf(header.externalDocumentNumber),
    day: header.orderDate.slice(0, 10),
    updatedAt: header.lastModifiedDateTime,
    taxIncluded: header.pricesIncludeTax,
    currency,
    total: fromWire(header.totalAmountIncludingTax, currency),
  };
}

/** What others wrote there is no reference of ours, and what is empty is none at all. */
function ownKeyOf(externalDocumentNumber: string): string {
  const key = orderKeyIn(externalDocumentNumber);
  return /^[A-Z0-9][A-Z0-9_-]*$/.test(key) ? key : '~';
}

async function fromInvoices(
  rooms: Rooms,
  invoices: readonly [Invoice, ...Invoice[]],
  signal: AbortSignal,
): Promise<Told> {
  const [first] = invoices;
  const currency = requireCurrencyIn(rooms.config, first.currencyCode);
  const lines: DocumentLine[] = [];
  for (const { id } of invoices) {
    const place = { set: 'salesInvoices', id, part: 'salesInvoiceLines' };
    lines.push(...(await rooms.client.list(place, { row: DocumentLine, signal })));
  }
  return {
    id: postedDocument(rooms, first, '').id,
    number: first.orderNumber,
    key: ownKeyOf(first.externalDocumentNumber),
    day: first.invoiceDate.slice(0, 10),
    updatedAt:
      invoices
        .map((it) => it.lastModifiedDateTime)
        .toSorted()
        .at(-1) ?? first.lastModifiedDateTime,
    taxIncluded: first.pricesIncludeTax,
    currency,
    total: sum(
      invoices.map((it) => fromWire(it.totalAmountIncludingTax, currency)),
      currency,
    ),
    lines,
  };
}
