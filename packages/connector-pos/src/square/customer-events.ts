import { isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { CustomerAnswer, CustomersAnswer, type WireCustomer } from './api/customers.ts';
import { type ConnectorContext, type Readers } from './context.ts';
import { toCustomer } from './mapping/customers.ts';

type Changed = SourceEvent<'customer.changed'>;

/** One page of customers by when they changed. */
export async function customersPage(
  { client }: Readers,
  search: {
    readonly from?: string | undefined;
    readonly to?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly signal: AbortSignal;
  },
) {
  const { from, to, cursor, limit, signal } = search;
  const span = { ...(from !== undefined && { start_at: from }), ...(to !== undefined && { end_at: to }) };
  const filter = from === undefined && to === undefined ? {} : { updated_at: span };
  return client.send('POST', '/v2/customers/search', {
    json: {
      query: { filter, sort: { field: 'CREATED_AT', order: 'ASC' } },
      limit,
      ...(cursor !== undefined && { cursor }),
    },
    response: CustomersAnswer,
    effect: 'read',
    signal,
  });
}

/** Every customer who changed within a span. */
export async function* customerSweep(
  context: ConnectorContext,
  { from, to, signal }: { readonly from: string; readonly to: string; readonly signal: AbortSignal },
): AsyncIterable<Changed | RefusedEvent<'customer.changed'>> {
  let cursor: string | undefined;
  do {
    const page = await customersPage(context.patient, { from, to, cursor, limit: 100, signal });
    for (const customer of page.customers) yield changedOrRefused(customer, context);
    ({ cursor } = page);
  } while (cursor !== undefined);
}

/** One customer as Square has him now; one that is gone tells nothing. */
export async function customerById(
  id: string,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly Changed[]> {
  try {
    const { customer } = await context.client.send('GET', '/v2/customers/{id}', {
      params: { id },
      response: CustomerAnswer,
      signal,
    });
    return [changed(customer, context)];
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return [];
    throw error;
  }
}

function changed(wire: WireCustomer, { name, clock }: ConnectorContext): Changed {
  const data = toCustomer(wire, name);
  const occurredAt = wire.updated_at ?? wire.created_at ?? new Date(clock.now()).toISOString();
  const id = `${wire.id}/${wire.version ?? occurredAt}`;
  return { name: 'customer.changed', id, key: data.ref, occurredAt, data, identifiers: [wire.id] };
}

function changedOrRefused(wire: WireCustomer, context: ConnectorContext): Changed | RefusedEvent<'customer.changed'> {
  try {
    return changed(wire, context);
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
    return { name: 'customer.changed', id: wire.id, key: wire.id, refused: error };
  }
}
