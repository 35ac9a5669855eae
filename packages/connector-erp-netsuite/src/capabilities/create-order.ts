import { type CheckedInput, type Implementation, IntegrationError, isZero, subtract } from '@crossdock/core';
import type { SalesOrder } from '../api/sales-order.ts';
import { fromWire } from '../mapping/amounts.ts';
import { isPostedAtOnce } from '../mapping/at-once.ts';
import { customerOf } from '../mapping/buyer.ts';
import { unbalanced } from '../mapping/refusals.ts';
import { type SalesOrderBody, skusOf, toSalesOrder } from '../mapping/sales-order.ts';
import { documentOf, referenceOf, type Rooms } from './context.ts';
import { findPostedAtOnce, postAtOnce } from './post-at-once.ts';
import { findOrder } from './sales-orders.ts';

type Order = CheckedInput<'createOrder'>;

/** States in which the lines of an order may still be replaced. */
const changeable: ReadonlySet<string> = new Set(['A', 'B']);

/**
 * Writes the order under our external id, or posts it at once where its channel is configured so. What is there already is looked at first: an order that is as it should be is not
 * touched, because lines that are sent twice are there twice.
 */
export function createOrder(rooms: Rooms): Implementation<'createOrder'> {
  async function bodyOf(order: Order, signal: AbortSignal): Promise<SalesOrderBody> {
    const items = await rooms.items.bySku(skusOf(order), signal);
    return toSalesOrder(order, {
      config: rooms.config,
      externalId: referenceOf(rooms, 'salesOrder', order.ref),
      customer: customerOf(order, rooms.system, rooms.config),
      items,
    });
  }

  return {
    once: {
      reference: 'externalId',
      async probe(order, { signal }) {
        if (isPostedAtOnce(order, rooms.config)) return findPostedAtOnce(rooms, order, signal);
        const body = await bodyOf(order, signal);
        const found = await findOrder(rooms, body.externalId, signal);
        return found && holds(found, body, order) ? documentOf(rooms, 'salesOrder', found) : undefined;
      },
    },
    async run(order, { signal }) {
      const body = await bodyOf(order, signal);
      if (isPostedAtOnce(order, rooms.config)) {
        const { orderStatus: _, ...sale } = body;
        return postAtOnce(rooms, order, sale, signal);
      }
      const found = await findOrder(rooms, body.externalId, signal);
      if (found && holds(found, body, order)) return documentOf(rooms, 'salesOrder', found);
      await (found ? replace(rooms, found, body, signal) : create(rooms, body, signal));
      const booked = await findOrder(rooms, body.externalId, signal);
      if (!booked) throw notThere(order.ref);
      proveBooked(booked, order);
      return documentOf(rooms, 'salesOrder', booked);
    },
  };
}

/** Creates the order. A taken external id is `duplicate`: the look that follows tells an earlier attempt from a stranger. */
async function create(rooms: Rooms, body: SalesOrderBody, signal: AbortSignal): Promise<void> {
  if (rooms.config.upsertLines === 'put-replace') await put(rooms, body, signal);
  else await rooms.client.createRecord('salesOrder', body, signal);
}

async function replace(rooms: Rooms, found: SalesOrder, body: SalesOrderBody, signal: AbortSignal): Promise<void> {
  if (!changeable.has(found.status.id) || found.item.items.some((line) => line.isClosed)) {
    throw new IntegrationError('The order is in NetSuite with other lines, and is shipped, billed or cancelled there', {
      code: 'conflict',
      path: 'lines',
    });
  }
  if (rooms.config.upsertLines === 'put-replace') await put(rooms, body, signal);
  else {
    // The state belongs to the account once the order is there.
    const { externalId: _, orderStatus: _state, ...change } = body;
    await rooms.client.patchRecord('salesOrder', { id: found.id }, change, { replace: sublistsOf(body), signal });
  }
}

async function put(rooms: Rooms, body: SalesOrderBody, signal: AbortSignal): Promise<void> {
  const { externalId, ...fields } = body;
  await rooms.client.putRecord('salesOrder', { externalId }, fields, { replace: sublistsOf(body), signal });
}

function sublistsOf(body: SalesOrderBody): readonly string[] {
  return body.taxDetails ? ['item', 'taxDetails'] : ['item'];
}

/** Whether the order in the account has these lines and this total. */
function holds(found: SalesOrder, body: SalesOrderBody, order: Order): boolean {
  const lines = body.item.items;
  if (found.item.items.length !== lines.length || !comesToTotal(found, order)) return false;
  return found.item.items.every((line, index) => {
    const wanted = lines[index];
    return (
      line.item.id === wanted?.item?.id &&
      Number(line.quantity) === wanted.quantity &&
      Number(line.amount) === wanted.amount
    );
  });
}

function comesToTotal(found: SalesOrder, order: Order): boolean {
  return isZero(subtract(fromWire(found.total, order.currency), order.total));
}

function proveBooked(booked: SalesOrder, order: Order): void {
  if (comesToTotal(booked, order)) return;
  throw unbalanced('The sales order in NetSuite', fromWire(booked.total, order.currency), order.total);
}

function notThere(reference: string): IntegrationError {
  return new IntegrationError(`NetSuite took the order ${reference} and does not show it`, {
    code: 'outcome-unknown',
    retryAfterMs: 10_000,
  });
}
