import {
  businessDateOf,
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
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
import { referenceOf, requireDocument, type Rooms, visibleWithin } from './context.ts';
import { findResult, makeOnce } from './landed.ts';
import { readOrder } from './sales-orders.ts';
import { madeDocument } from './transform.ts';

type Request = CheckedInput<'postInvoice'>;

/** Bills an order: it is transformed to a cash sale or an invoice, whose amounts and taxes are ours to the cent. */
export function postInvoice(rooms: Rooms): Implementation<'postInvoice'> {
  return {
    once: {
      visibleWithin,
      probe: (request, { signal }) => {
        const { type, externalId } = targetOf(rooms, request);
        return findResult(rooms, type, externalId, signal);
      },
    },
    run(request, { signal }) {
      const { type, externalId } = targetOf(rooms, request);
      const make = async () => {
        const order = await readOrder(rooms, request, signal);
        return rooms.oneAtATime(order.id, () => bill(rooms, request, order.id, signal), signal);
      };
      return makeOnce(make, () => findResult(rooms, type, externalId, signal));
    },
  };
}

function targetOf(rooms: Rooms, { kind, ref }: Request) {
  const type = kind === 'cash-sale' ? ('cashSale' as const) : ('invoice' as const);
  return { type, externalId: referenceOf(rooms, type, ref) };
}

/** Reads the order in its turn: what another bill took a moment ago is not there for this one. */
async function bill(rooms: Rooms, request: Request, orderId: string, signal: AbortSignal): Promise<DocumentRef> {
  const { config } = rooms;
  const { type, externalId } = targetOf(rooms, request);
  const named = { system: rooms.system, type: 'salesOrder', id: orderId };
  const order = await readOrder(rooms, { ...request, order: named }, signal);
  if (type === 'cashSale') refuseOtherMeans(order.memo);
  const currency = currencyCodeOf(order.currency.id, config);
  const due = await billOf(rooms, request, order, currency, signal);
  const tranDate = request.businessDate ?? businessDateOf(request.occurredAt, { timeZone: config.timeZone });
  const body = { externalId, tranDate, ...due.fields, ...(type === 'cashSale' ? depositOf(rooms) : {}) };
  const { document, found } = await inOpenPeriod(
    rooms,
    { date: tranDate },
    (period) => madeDocument(rooms, { type, externalId, from: order.id }, { ...body, ...period }, signal),
    signal,
  );
  const booked = fromWire(found.total ?? '0', currency);
  if (!isZero(subtract(booked, due.total))) throw unbalanced(`The ${type} in NetSuite`, booked, due.total);
  return document;
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
