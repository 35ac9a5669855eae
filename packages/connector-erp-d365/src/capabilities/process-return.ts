import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  isZero,
  negate,
} from '@crossdock/core';
import { documentOf, type Rooms } from '../context.ts';
import { skusOfReturn, toReturnOrder } from '../mapping/return-order.ts';
import { wayOfReturn } from '../mapping/till-sales.ts';
import { bookedByTheDay } from '../lookups/refusals.ts';
import { invoiceOf, postWhole } from './post-whole.ts';
import type { FoundOrder } from './sales-orders.ts';
import { areTendersBooked, bookTenders, requireTenders, type Tendered } from './tenders.ts';
import { findTillReturn, recordTillReturn, type TillRooms } from './till-transactions.ts';
import { findOrder, writeOrder } from './write-order.ts';

type Back = CheckedInput<'processReturn'>;

/**
 * Books a return as an order the other way round: its packing slip takes the goods in, its invoice is the credit note. Money that went
 * back is a payment each, from the customer's account. A return whose goods come back later is two returns. What comes back at a till goes the way
 * of till sales.
 *
 * Every document has a reference of its own, so whatever was made before an answer was lost is found and not made again.
 */
export function processReturn(rooms: Rooms, till?: TillRooms): Implementation<'processReturn'> {
  const { config } = rooms;

  async function written(back: Back, signal: AbortSignal): Promise<FoundOrder> {
    const items = await rooms.items.bySku(skusOfReturn(back), signal);
    const body = toReturnOrder(back, { config, items });
    return writeOrder(rooms, { reference: back.ref, body, total: negate(back.total) }, signal);
  }

  async function run(back: Back, { signal }: { readonly signal: AbortSignal }): Promise<DocumentRef> {
    if (isZero(back.total) && back.lines.length === 0 && back.exchange.length === 0) {
      throw new IntegrationError('A return without goods and without money has nothing to book', {
        code: 'unsupported-document',
        path: 'lines',
      });
    }
    const way = wayOfReturn(back, config);
    if (way?.as === 'journal') throw bookedByTheDay();
    if (way?.as === 'transactions' && till) return recordTillReturn(till, back, signal);
    requireTenders(rooms, tenderedOf(back));
    const order = await written(back, signal);
    const { id } = await postWhole(rooms, back, order, signal);
    await bookTenders(rooms, tenderedOf(back), id, signal);
    return creditNote(rooms, id, back.ref);
  }

  /** The credit note, once it and every refund are there. */
  async function probe(back: Back, { signal }: { readonly signal: AbortSignal }): Promise<DocumentRef | undefined> {
    if (wayOfReturn(back, config)?.as === 'transactions' && till) return findTillReturn(till, back, signal);
    const order = await findOrder(rooms, back.ref, signal);
    const number = order && order.lines.length > 0 ? await invoiceOf(rooms, order, signal) : undefined;
    if (number === undefined || !(await areTendersBooked(rooms, tenderedOf(back), signal))) return undefined;
    return creditNote(rooms, number, back.ref);
  }

  return { once: { visibleWithin: '1m', probe }, run };
}

/** The invoice of a return, which counts the other way round. */
const creditNote = (rooms: Rooms, id: string, reference: string): DocumentRef =>
  documentOf(rooms, 'creditNote', { id, reference, state: 'Posted' });

const tenderedOf = (back: Back): Tendered => ({ ...back, positive: 'went-back' });
