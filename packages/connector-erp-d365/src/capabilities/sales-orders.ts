import { type DocumentRef, IntegrationError } from '@crossdock/core';
import { headerFields, lineFields, SalesOrderHeader, SalesOrderLine } from '../api/sales-order.ts';
import { requireDocument, type Rooms } from '../context.ts';
import { orderNumberOf } from '../references.ts';

/** An order in the environment. */
export interface FoundOrder {
  readonly header: SalesOrderHeader;
  readonly lines: readonly SalesOrderLine[];
}

/**
 * Looks for an order by our reference, which the platform neither checks nor indexes. Two of them are a `conflict`: one was made by
 * hand or by another integration.
 */
export async function findHeader(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  reference: string,
  signal: AbortSignal,
): Promise<SalesOrderHeader | undefined> {
  if (config.orderNumbers === 'manual') {
    const key = { dataAreaId: config.company, SalesOrderNumber: orderNumberOf(config.prefix, reference) };
    const header = await client.read('SalesOrderHeadersV4', key, {
      row: SalesOrderHeader,
      select: headerFields,
      signal,
    });
    if (header && header.CustomersOrderReference !== reference) {
      throw new IntegrationError('Another order has the number that this one would get in Dynamics 365', {
        code: 'duplicate',
        path: 'ref',
      });
    }
    return header;
  }
  const rows = await client.list('SalesOrderHeadersV4', {
    filter: { dataAreaId: config.company, CustomersOrderReference: reference },
    select: headerFields,
    row: SalesOrderHeader,
    signal,
  });
  const found = rows.filter((row) => row.CustomersOrderReference === reference);
  if (found.length > 1) {
    const numbers = found.map((row) => row.SalesOrderNumber).join(', ');
    throw new IntegrationError(`Dynamics 365 has several orders under this reference: ${numbers}`, {
      code: 'conflict',
      path: 'ref',
    });
  }
  return found[0];
}

/** The lines of an order, as they were made. */
export async function readLines(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  orderNumber: string,
  signal: AbortSignal,
): Promise<readonly SalesOrderLine[]> {
  return client.list('SalesOrderLinesV3', {
    filter: { dataAreaId: config.company, SalesOrderNumber: orderNumber },
    select: lineFields,
    row: SalesOrderLine,
    signal,
  });
}

/** The order of a request: the document that is named, or the one under the reference. */
export async function requireOrder(
  rooms: Rooms,
  { order, orderRef }: { readonly order?: DocumentRef | undefined; readonly orderRef: string },
  signal: AbortSignal,
): Promise<FoundOrder> {
  if (order) requireDocument(rooms, order, 'salesOrder', 'order');
  const header = order
    ? await rooms.client.read(
        'SalesOrderHeadersV4',
        { dataAreaId: rooms.config.company, SalesOrderNumber: order.id },
        { row: SalesOrderHeader, select: headerFields, signal },
      )
    : await findHeader(rooms, orderRef, signal);
  if (!header) throw new IntegrationError('Dynamics 365 has no such order', { code: 'not-found', path: 'orderRef' });
  return { header, lines: await readLines(rooms, header.SalesOrderNumber, signal) };
}
