import { type CapabilityInput, type DocumentRef, type Order } from '@crossdock/core';
import { generateFulfillment, generateOrder, generateReturn } from '@crossdock/testing';
import { literal } from '../../src/api/query.ts';
import type { Arranger, LiveDoor } from './door.ts';

/** A paid order of the account's own goods. */
function anOrder(door: LiveDoor): Order {
  const { random, currency, settings, occurredAt } = door;
  const ref = door.nextRef();
  const order = generateOrder(random, { kind: 'plain', currency, skus: settings.skus, occurredAt });
  return { ...order, ref, number: ref, refs: {} };
}

async function sold(door: LiveDoor): Promise<Order> {
  const order = anOrder(door);
  await door.office('createOrder', order);
  return order;
}

async function shipped(door: LiveDoor): Promise<Order> {
  const order = await sold(door);
  await door.office('recordFulfillment', generateFulfillment(door.random, order));
  return order;
}

const billOf = ({ ref }: Order, { occurredAt }: LiveDoor): CapabilityInput<'postInvoice'> => ({
  ref: `${ref}-I1`,
  orderRef: ref,
  kind: 'invoice',
  occurredAt,
});

async function billed(door: LiveDoor): Promise<{ readonly order: Order; readonly bill: DocumentRef }> {
  const order = await shipped(door);
  return { order, bill: await door.office('postInvoice', billOf(order, door)) };
}

/** An order's way: sold, shipped, billed, paid, returned, or cancelled. */
export function liveSales(arrange: Arranger) {
  const isClosed = async ({ books }: LiveDoor, reference: string): Promise<boolean> =>
    (await books.booked(reference, 'salesOrder')).some(({ status }) => status === 'H' || status === 'C');
  return {
    createOrder: arrange<'createOrder'>((door) => ({
      input: () => anOrder(door),
      count: async (reference) => (await door.books.booked(reference, 'salesOrder')).length,
      async inspect(reference) {
        const [found] = await door.books.booked(reference, 'salesOrder');
        if (!found) return undefined;
        const { item } = await door.books.record('salesOrder', found.id);
        const skus = await Promise.all((item?.items ?? []).map((line) => door.books.skuOf(line.item?.id)));
        return { total: found.total, skus };
      },
      refused: () => [
        { what: 'a location that is unknown', input: { ...anOrder(door), location: 'nowhere-99' }, code: 'unmapped' },
        { what: 'a test order', input: { ...anOrder(door), test: true }, code: 'unsupported-document' },
      ],
    })),
    cancelOrder: arrange<'cancelOrder'>((door) => ({
      async input() {
        const { ref } = await sold(door);
        return { orderRef: ref, reason: 'customer', occurredAt: door.occurredAt, restock: true };
      },
      count: async (reference) => Number(await isClosed(door, reference)),
      inspect: async (reference) => ({ cancelled: await isClosed(door, reference) }),
    })),
    recordFulfillment: arrange<'recordFulfillment'>((door) => ({
      input: async () => generateFulfillment(door.random, await sold(door), { share: 'some' }),
      count: async (reference) => (await door.books.booked(reference, 'itemFulfillment')).length,
      async inspect(reference) {
        const [found] = await door.books.booked(reference, 'itemFulfillment');
        if (!found) return undefined;
        const { item } = await door.books.record('itemFulfillment', found.id);
        const lineOf = async (line: NonNullable<typeof item>['items'][number]) => ({
          sku: await door.books.skuOf(line.item?.id),
          quantity: line.quantity ?? '0',
        });
        return { lines: await Promise.all((item?.items ?? []).map(lineOf)) };
      },
    })),
    postInvoice: arrange<'postInvoice'>((door) => ({
      input: async () => billOf(await shipped(door), door),
      count: async (reference) => (await door.books.booked(reference, 'invoice')).length,
      async inspect(reference) {
        const [found] = await door.books.booked(reference, 'invoice');
        if (!found) return undefined;
        const from = `SELECT MAX(tl.createdfrom) AS id FROM transactionline tl WHERE tl.transaction = ${literal(found.id)}`;
        const order = await door.books.byId((await door.books.rows(from))[0]?.['id'] ?? '');
        return order && { total: found.total, orderTotal: order.total };
      },
      refused: async () => [
        {
          what: 'an order of which nothing has shipped',
          input: billOf(await sold(door), door),
          code: 'conflict',
        },
        { what: 'an order that is not there', input: billOf(anOrder(door), door), code: 'not-found' },
      ],
    })),
    confirmPosting: arrange<'confirmPosting'>((door) => ({
      input: async () => (await billed(door)).bill,
      async truth(input) {
        const { id } = 'document' in input ? input.document : input;
        const { postingPeriod } = await door.books.record('invoice', id);
        return { total: (await door.books.byId(id))?.total, period: postingPeriod?.refName };
      },
    })),
    recordPayment: arrange<'recordPayment'>((door) => ({
      async input() {
        const { order } = await billed(door);
        const { ref, total } = order;
        const { occurredAt } = door;
        return { ref: `${ref}-P1`, orderRef: ref, tender: { kind: 'card', amount: total }, occurredAt };
      },
      count: async (reference) => (await door.books.booked(reference, 'customerPayment')).length,
      inspect: async (reference) => (await door.books.booked(reference, 'customerPayment'))[0],
    })),
    processReturn: arrange<'processReturn'>((door) => ({
      input: async () => generateReturn(door.random, (await billed(door)).order),
      count: async (reference) => (await door.books.booked(reference, 'creditMemo', 'cashRefund')).length,
      inspect: async (reference) => (await door.books.booked(reference, 'creditMemo', 'cashRefund'))[0],
      refused: async () => [
        {
          what: 'a return of an unknown order',
          input: generateReturn(door.random, anOrder(door)),
          code: 'not-found',
        },
      ],
    })),
  };
}
