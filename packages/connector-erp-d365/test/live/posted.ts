/** Side doors of what is posted to the ledger: invoices, returns, and what confirms them. */
import { type DocumentRef, money, negate, type Order } from '@crossdock/core';
import { generateFulfillment, generateReturn } from '@crossdock/testing';
import type { LiveRow } from './books.ts';
import { type Arranger, type LiveDoor, sold } from './door.ts';

/** An order all of which has left. */
async function shipped(door: LiveDoor): Promise<Order> {
  const order = await sold(door);
  const parcel = generateFulfillment(door.random, order, { share: 'all' });
  await door.office('recordFulfillment', { ...parcel, ref: door.nextRef(), occurredAt: door.occurredAt });
  return order;
}

const invoicesOf = ({ books }: LiveDoor, orderRef: string) =>
  books.rows('SalesInvoiceHeadersV4', { CustomersOrderReference: orderRef });

const totalOf = (invoice: LiveRow, { settings }: LiveDoor) =>
  money(invoice['TotalInvoiceAmount'] ?? '', settings.currency);

export function livePosted(arrange: Arranger) {
  return {
    postInvoice: arrange<'postInvoice'>((door) => {
      const orders = new Map<string, Order>();
      const invoices = (ref: string) => invoicesOf(door, orders.get(ref)?.ref ?? '');
      return {
        async input() {
          const order = await shipped(door);
          const ref = door.nextRef();
          orders.set(ref, order);
          return { ref, orderRef: order.ref, kind: 'invoice', occurredAt: door.occurredAt };
        },
        count: async (ref) => (await invoices(ref)).length,
        async inspect(ref) {
          const [invoice] = await invoices(ref);
          const order = orders.get(ref);
          return invoice && order && { total: totalOf(invoice, door), orderTotal: order.total };
        },
      };
    }),
    processReturn: arrange<'processReturn'>((door) => ({
      async input() {
        const order = await shipped(door);
        const { defaultLocation } = door.books.config;
        const where = defaultLocation === undefined ? {} : { location: defaultLocation };
        const back = generateReturn(door.random, order, { share: 'all', occurredAt: door.occurredAt, ...where });
        return { ...back, ref: door.nextRef() };
      },
      count: async (ref) => (await invoicesOf(door, ref)).length,
      async inspect(ref) {
        const [credit] = await invoicesOf(door, ref);
        return credit && { total: negate(totalOf(credit, door)) };
      },
    })),
    confirmPosting: arrange<'confirmPosting'>((door) => ({
      async input(): Promise<DocumentRef> {
        const { ref } = await shipped(door);
        const { occurredAt } = door;
        return door.office('postInvoice', { ref: door.nextRef(), orderRef: ref, kind: 'invoice', occurredAt });
      },
      async truth(input) {
        const { id } = input as DocumentRef;
        const [invoice] = await door.books.rows('SalesInvoiceHeadersV4', { InvoiceNumber: id });
        return { total: invoice && totalOf(invoice, door) };
      },
    })),
  };
}
