import { type CheckedInput, type DocumentRef, IntegrationError, isIntegrationError } from '@crossdock/core';
import type { BookedDocument } from '../api/document.ts';
import { isCashSale, paidTenders } from '../mapping/at-once.ts';
import { unmapped } from '../mapping/refusals.ts';
import type { SaleBody } from '../mapping/sales-order.ts';
import { moneyIn } from '../mapping/tender-booking.ts';
import { documentOf, type Rooms } from './context.ts';
import { dateOf, ensured, look } from './ensured.ts';
import { bookedPayment, bookPayment } from './record-payment.ts';
import { soldAtOnce } from './sold.ts';

type Order = CheckedInput<'createOrder'>;

/**
 * Posts a sale at once: by a cash sale when it was paid by one means, else by an invoice and a payment for each of them. A posted
 * sale is never edited.
 */
export async function postAtOnce(
  rooms: Rooms,
  order: Order,
  { externalId: _, ...body }: SaleBody,
  signal: AbortSignal,
): Promise<DocumentRef> {
  if (body['location'] === undefined) throw unmapped('A sale without a location', 'defaultLocation', 'location');
  const first = order.tenders.find((tender) => Number(tender.amount.amount) !== 0);
  const common = { reference: order.ref, tranDate: dateOf(rooms, order), total: order.total };
  if (isCashSale(order, rooms.config)) {
    const money = moneyIn(first ?? { kind: 'cash' }, rooms.config);
    const wanted = { type: 'cashSale', ...common, body: { ...body, ...money } } as const;
    return documentOf(rooms, 'cashSale', await posted(() => ensured(rooms, wanted, signal)));
  }
  const tenders = paidTenders(order, rooms.config);
  const invoice = await posted(() => ensured(rooms, { type: 'invoice', ...common, body }, signal));
  const sold = soldAtOnce('invoice', invoice);
  const { occurredAt, businessDate, location } = order;
  for (const paid of tenders) {
    const payment = { ...paid, orderRef: order.ref, occurredAt, businessDate };
    await bookPayment(rooms, payment, sold, signal, location);
  }
  return documentOf(rooms, 'invoice', invoice);
}

/** The documents of a sale that was posted at once, if all of them are there. */
export async function findPostedAtOnce(
  rooms: Rooms,
  order: Order,
  signal: AbortSignal,
): Promise<DocumentRef | undefined> {
  const type = isCashSale(order, rooms.config) ? 'cashSale' : 'invoice';
  const found = await look(rooms, type, order.ref, signal);
  if (!found) return undefined;
  if (type === 'invoice') {
    const last = paidTenders(order, rooms.config).at(-1);
    if (last && !(await bookedPayment(rooms, last, signal))) return undefined;
  }
  return documentOf(rooms, type, found);
}

async function posted(make: () => Promise<BookedDocument>): Promise<BookedDocument> {
  try {
    return await make();
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'unbalanced') throw error;
    const sentence = 'The sale is posted in NetSuite with another total, and what is posted is never edited';
    throw new IntegrationError(sentence, { code: 'conflict', path: 'total', details: error.details, cause: error });
  }
}
