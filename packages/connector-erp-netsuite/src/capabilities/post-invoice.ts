import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  isIntegrationError,
  isZero,
  subtract,
} from '@crossdock/core';
import { SmallDocument, type SalesOrder } from '../api/sales-order.ts';
import { fromWire } from '../mapping/amounts.ts';
import { type Bill, toBill } from '../mapping/bill.ts';
import { currencyCodeOf } from '../mapping/currencies.ts';
import { unbalanced } from '../mapping/refusals.ts';
import { refuseOtherMeans } from '../mapping/tenders.ts';
import { inOpenPeriod } from './closed-period.ts';
import { documentOf, referenceOf, requireDocument, type Rooms, visibleWithin } from './context.ts';
import { dateOf } from './ensured.ts';
import { findDocument, makeOnce } from './landed.ts';
import { paidAhead, type PaidOrder, settleAhead } from './paid-ahead.ts';
import { readOrder } from './sales-orders.ts';
import { madeDocument } from './transform.ts';

type Request = CheckedInput<'postInvoice'>;

/**
 * Bills an order: it is transformed to a cash sale or an invoice, whose amounts and taxes are ours to the cent. What was paid
 * ahead settles the invoice.
 */
export function postInvoice(rooms: Rooms): Implementation<'postInvoice'> {
  return {
    once: {
      visibleWithin,
      async probe(request, { signal }) {
        const { type, externalId } = targetOf(rooms, request);
        const found = await findDocument(rooms, type, externalId, signal);
        if (!found) return undefined;
        const isSettled = type === 'cashSale' || (await unsettled(rooms, request, found, signal)) === undefined;
        return isSettled ? documentOf(rooms, type, found) : undefined;
      },
    },
    async run(request, { signal }) {
      const { type, externalId } = targetOf(rooms, request);
      const find = () => findDocument(rooms, type, externalId, signal);
      const make = async () => {
        const order = await readOrder(rooms, request, signal);
        return rooms.oneAtATime(order.id, () => bill(rooms, request, order.id, signal), signal);
      };
      const found = (await find()) ?? (await makeOnce(make, find));
      const order = type === 'invoice' ? await unsettled(rooms, request, found, signal) : undefined;
      if (order) await settleAhead(rooms, order, { id: found.id, tranDate: dateOf(rooms, request) }, signal);
      return documentOf(rooms, type, found);
    },
  };
}

/** The order of an invoice that is not paid, if something of what was paid ahead is left for it. */
async function unsettled(
  rooms: Rooms,
  request: Request,
  invoice: SmallDocument,
  signal: AbortSignal,
): Promise<PaidOrder | undefined> {
  if (Number(invoice.amountRemaining ?? 0) <= 0 || invoice.createdFrom === undefined) return undefined;
  const currency = currencyCodeOf(invoice.currency?.id ?? '', rooms.config);
  const order = { id: invoice.createdFrom.id, ref: request.orderRef, currency };
  return (await paidAhead(rooms, order, signal)).length > 0 ? order : undefined;
}

function targetOf(rooms: Rooms, { kind, ref }: Request) {
  const type = kind === 'cash-sale' ? ('cashSale' as const) : ('invoice' as const);
  return { type, externalId: referenceOf(rooms, type, ref) };
}

/** So often a bill is made anew when another one took of the order what it was to have. */
const mostTurns = 3;

/**
 * Reads the order in its turn: what another bill took a moment ago is not there for this one. Another process may bill the
 * order at the same moment; the account refuses the later of the two, which then takes what is left.
 */
async function bill(rooms: Rooms, request: Request, orderId: string, signal: AbortSignal): Promise<SmallDocument> {
  const read = () => readOrder(rooms, { ...request, order: salesOrder(rooms, orderId) }, signal);
  let order = await read();
  for (let turn = 1; ; turn++) {
    try {
      return await billNow(rooms, request, order, signal);
    } catch (error) {
      if (turn === mostTurns || !isIntegrationError(error) || error.disposition !== 'reject') throw error;
      const before = takenOf(order);
      order = await read();
      if (takenOf(order) === before) throw error;
    }
  }
}

function salesOrder({ system }: Rooms, id: string): DocumentRef {
  return { system, type: 'salesOrder', id };
}

/** What bills have taken of an order. */
function takenOf({ item }: SalesOrder): string {
  return JSON.stringify(item.items.map((line) => [line.line, line.quantityFulfilled, line.quantityBilled]));
}

async function billNow(rooms: Rooms, request: Request, order: SalesOrder, signal: AbortSignal): Promise<SmallDocument> {
  const { config } = rooms;
  const { type, externalId } = targetOf(rooms, request);
  const currency = currencyCodeOf(order.currency.id, config);
  if (type === 'cashSale') {
    refuseOtherMeans(order.memo);
    await refusePaidAhead(rooms, { id: order.id, ref: request.orderRef, currency }, signal);
  }
  const due = await billOf(rooms, request, order, currency, signal);
  const tranDate = dateOf(rooms, request);
  const body = { externalId, tranDate, ...due.fields, ...(type === 'cashSale' ? depositOf(rooms) : {}) };
  const { found } = await inOpenPeriod(
    rooms,
    { date: tranDate },
    (period) => madeDocument(rooms, { type, externalId, from: order.id }, { ...body, ...period }, signal),
    signal,
  );
  const booked = fromWire(found.total ?? '0', currency);
  if (!isZero(subtract(booked, due.total))) throw unbalanced(`The ${type} in NetSuite`, booked, due.total);
  return found;
}

/** A cash sale books its whole total as money; what was booked as a deposit would come in twice. */
async function refusePaidAhead(rooms: Rooms, order: PaidOrder, signal: AbortSignal): Promise<void> {
  if ((await paidAhead(rooms, order, signal)).length === 0) return;
  throw new IntegrationError(
    'The order was paid ahead, and a cash sale would book the money again: bill it by invoice',
    {
      code: 'conflict',
      path: 'kind',
    },
  );
}

async function billOf(
  rooms: Rooms,
  request: Request,
  order: SalesOrder,
  currency: string,
  signal: AbortSignal,
): Promise<Bill> {
  const items = await rooms.items.byId(
    order.item.items.map((line) => line.item.id),
    signal,
  );
  const shipped = request.fulfillment && (await shippedUnits(rooms, request.fulfillment, order, signal));
  return toBill(order, { currency, tax: rooms.config.tax, items, shipped });
}

/** Units that a fulfilment of the order shipped, by line number of the order. */
async function shippedUnits(
  rooms: Rooms,
  fulfillment: DocumentRef,
  order: SalesOrder,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  requireDocument(rooms, fulfillment, 'itemFulfillment', 'fulfillment');
  const found = await rooms.client.readRecord('itemFulfillment', { id: fulfillment.id }, SmallDocument, signal);
  if (!found) {
    throw new IntegrationError('NetSuite does not have the fulfilment', { code: 'not-found', path: 'fulfillment' });
  }
  if (found.createdFrom?.id !== order.id) {
    throw new IntegrationError('The fulfilment belongs to another order', { code: 'conflict', path: 'fulfillment' });
  }
  const units = new Map<number, number>();
  for (const { orderLine, quantity } of found.item?.items ?? []) {
    if (orderLine !== undefined) units.set(orderLine, (units.get(orderLine) ?? 0) + Number(quantity));
  }
  return units;
}

/** Where the money of a cash sale goes. */
function depositOf({ config }: Rooms) {
  return config.depositAccount === undefined ? { undepFunds: true } : { account: { id: config.depositAccount } };
}
