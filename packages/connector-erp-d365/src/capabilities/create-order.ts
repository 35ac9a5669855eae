import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  isNegative,
} from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { bookedByTheDay } from '../lookups/refusals.ts';
import { skusOf, toSalesOrder } from '../mapping/sales-order.ts';
import { wayOfSale } from '../mapping/till-sales.ts';
import { invoiceOf, postedInvoice, postWhole } from './post-whole.ts';
import { areTendersBooked, bookTenders, requireTenders, type Tendered } from './tenders.ts';
import { findTillSale, recordTillSale, type TillRooms } from './till-transactions.ts';
import { findOrder, orderDocument, requireSame, type WantedOrder, writeOrder } from './write-order.ts';

type Order = CheckedInput<'createOrder'>;

/**
 * Writes header and lines of a sale. What is there already is looked at first. A till sale goes the way that `tills` says: an order that is
 * delivered, invoiced and paid at once, or a store transaction.
 */
export function createOrder(rooms: Rooms, till?: TillRooms): Implementation<'createOrder'> {
  const { config } = rooms;

  async function wantedFor(order: Order, signal: AbortSignal): Promise<WantedOrder> {
    const items = await rooms.items.bySku(skusOf(order.lines), signal);
    return { reference: order.ref, body: toSalesOrder(order, { config, items }), total: order.total };
  }

  async function postAtOnce(order: Order, signal: AbortSignal): Promise<DocumentRef> {
    const wanted = await wantedFor(order, signal);
    requireTenders(rooms, tenderedOf(order));
    const invoice = await postWhole(rooms, order, await writeOrder(rooms, wanted, signal), signal);
    await bookTenders(rooms, tenderedOf(order), invoice.id, signal);
    return invoice;
  }

  async function findPosted(order: Order, signal: AbortSignal): Promise<DocumentRef | undefined> {
    const found = await findOrder(rooms, order.ref, signal);
    if (!found || found.lines.length === 0) return undefined;
    requireSame(found, await wantedFor(order, signal));
    const number = await invoiceOf(rooms, found, signal);
    if (number === undefined || !(await areTendersBooked(rooms, tenderedOf(order), signal))) return undefined;
    return postedInvoice(rooms, number, order.ref);
  }

  return {
    once: {
      // A look by a field without an index may lag behind a write.
      visibleWithin: '1m',
      async probe(order, { signal }) {
        const way = wayOfSale(order, config);
        if (way?.as === 'transactions' && till) return findTillSale(till, order, signal);
        if (way?.as === 'orders') return findPosted(order, signal);
        if (way) return undefined;
        const wanted = await wantedFor(order, signal);
        const found = await findOrder(rooms, order.ref, signal);
        // A header without lines is not the order yet: `run` completes it.
        if (!found || found.lines.length === 0) return undefined;
        requireSame(found, wanted);
        return orderDocument(rooms, found, order.ref);
      },
    },
    async run(order, { signal }) {
      const way = wayOfSale(order, config);
      if (way?.as === 'journal') throw bookedByTheDay();
      if (way?.as === 'transactions' && till) return recordTillSale(till, order, signal);
      if (way?.as === 'orders') return postAtOnce(order, signal);
      const booked = await writeOrder(rooms, await wantedFor(order, signal), signal);
      return orderDocument(rooms, booked, order.ref);
    },
  };
}

/** What a till took for a sale. */
function tenderedOf(order: Order): Tendered {
  const back = order.tenders.findIndex(({ amount }) => isNegative(amount));
  if (back === -1) return { ...order, positive: 'came-in' };
  throw new IntegrationError('Money that went back is a return', {
    code: 'unsupported-document',
    path: `tenders.${back}.amount`,
  });
}
