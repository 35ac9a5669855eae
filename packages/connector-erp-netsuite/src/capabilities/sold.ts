import { type DocumentRef, IntegrationError, parse } from '@crossdock/core';
import { BookedDocument, type BookedLine } from '../api/document.ts';
import { billsOfOrderQuery, PostingRow } from '../api/posting.ts';
import { SalesOrder } from '../api/sales-order.ts';
import type { DocumentType } from '../external-id.ts';
import { currencyOf } from '../mapping/currencies.ts';
import { referenceOf, requireDocument, type Rooms } from './context.ts';
import { look } from './ensured.ts';
import { findOrder } from './sales-orders.ts';

/** What of a sale is in the account: the order, or the document that was posted at once. */
export interface Sold {
  readonly type: 'salesOrder' | 'cashSale' | 'invoice';
  readonly id: string;
  /** Internal id of its customer. */
  readonly customer?: string | undefined;
  /** Internal id of its currency. */
  readonly currency?: string | undefined;
  /** Its lines, with the units that have left. */
  readonly lines: readonly (BookedLine & { readonly left: number })[];
  readonly bills: readonly Bill[];
  /** Nothing more of the order will be billed. */
  readonly isEnded: boolean;
}

/** A cash sale or an invoice. */
export interface Bill {
  readonly type: 'cashSale' | 'invoice';
  readonly id: string;
}

/** Names a sale: by a document if one is known, else by its reference. */
export interface SaleRequest {
  readonly orderRef?: string | undefined;
  readonly order?: DocumentRef | undefined;
  readonly sale?: DocumentRef | undefined;
}

/** Finds a sale; `undefined` when the account does not have it, or the request names none. */
export async function findSold(rooms: Rooms, request: SaleRequest, signal: AbortSignal): Promise<Sold | undefined> {
  const { order: named, orderRef } = request;
  const billed = request.sale && billNamed(rooms, request.sale, 'sale');
  if (named && named.type !== 'salesOrder') return postedAtOnce(rooms, billNamed(rooms, named, 'order'), signal);
  const order = await orderOf(rooms, named, orderRef, signal);
  if (order) return soldByOrder(rooms, order, billed, signal);
  if (billed) return postedAtOnce(rooms, billed, signal);
  if (orderRef === undefined) return undefined;
  for (const type of ['cashSale', 'invoice'] as const) {
    const found = await look(rooms, type, orderRef, signal);
    if (found) return soldAtOnce(type, found);
  }
  return undefined;
}

async function orderOf(
  rooms: Rooms,
  named: DocumentRef | undefined,
  orderRef: string | undefined,
  signal: AbortSignal,
): Promise<SalesOrder | undefined> {
  if (!named) {
    return orderRef === undefined ? undefined : findOrder(rooms, referenceOf(rooms, 'salesOrder', orderRef), signal);
  }
  requireDocument(rooms, named, 'salesOrder', 'order');
  const order = await rooms.client.readRecord('salesOrder', { id: named.id }, SalesOrder, signal);
  if (!order) throw notThere('sales order', 'order');
  return order;
}

async function soldByOrder(
  rooms: Rooms,
  order: SalesOrder,
  billed: Bill | undefined,
  signal: AbortSignal,
): Promise<Sold> {
  const ids = order.item.items.map((line) => line.item.id);
  const items = await rooms.items.byId(ids, signal);
  const lines = order.item.items.map((line) => ({
    ...line,
    location: undefined,
    left: (items.get(line.item.id)?.ships ?? true) ? Number(line.quantityFulfilled) : Number(line.quantity),
  }));
  const bills = billed ? [billed] : await billsOf(rooms, order.id, signal);
  const isEnded = ['C', 'G', 'H'].includes(order.status.id);
  const { id, entity, currency } = order;
  return { type: 'salesOrder', id, customer: entity?.id, currency: currency.id, lines, bills, isEnded };
}

/** The bills of an order, the oldest first. */
async function billsOf(rooms: Rooms, orderId: string, signal: AbortSignal): Promise<readonly Bill[]> {
  const rows = await rooms.client.query(billsOfOrderQuery(orderId), signal);
  return rows
    .map((row) => parse(PostingRow, row, { what: 'The answer of the NetSuite ledger', code: 'response-invalid' }))
    .filter((row) => !row.voided)
    .map(({ id, type }): Bill => ({ id, type: type === 'CashSale' ? 'cashSale' : 'invoice' }));
}

async function postedAtOnce(rooms: Rooms, { type, id }: Bill, signal: AbortSignal): Promise<Sold> {
  const found = await rooms.client.readRecord(type, { id }, BookedDocument, signal);
  if (!found) throw notThere(type, 'sale');
  return soldAtOnce(type, found);
}

/** A sale that was posted at once: it is its own bill. */
export function soldAtOnce(type: 'cashSale' | 'invoice', found: BookedDocument): Sold {
  const lines = (found.item?.items ?? []).map((line) => ({ ...line, left: Number(line.quantity) }));
  const { id, entity, currency } = found;
  return { type, id, customer: entity?.id, currency: currency?.id, lines, bills: [{ type, id }], isEnded: true };
}

/** Refuses money in another currency than the sale's: its number would be taken for one of that. */
export function requireCurrencyOf(
  { currency }: Sold,
  given: string,
  path: string,
  config: Parameters<typeof currencyOf>[1],
): void {
  if (currency === undefined || currency === currencyOf(given, config)) return;
  throw new IntegrationError(
    `The sale has another currency than ${given} in NetSuite: convert the amounts to it first`,
    {
      code: 'unsupported-document',
      path,
    },
  );
}

function billNamed(rooms: Rooms, document: DocumentRef, path: string): Bill {
  const type: DocumentType = document.type === 'cashSale' ? 'cashSale' : 'invoice';
  requireDocument(rooms, document, type, path);
  return { type, id: document.id };
}

function notThere(what: string, path: string): IntegrationError {
  return new IntegrationError(`NetSuite does not have the ${what}`, { code: 'not-found', path });
}
