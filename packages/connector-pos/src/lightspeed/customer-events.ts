import { isIntegrationError, IntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { CustomerAnswer, WireCustomer } from './api/customers.ts';
import { type ConnectorContext } from './context.ts';
import { feed } from './feed.ts';
import { toCustomer } from './mapping/customers.ts';
import { api } from './options.ts';
import { isSince } from './version-marks.ts';

type Changed = SourceEvent<'customer.changed'>;

/** Every customer who changed since an instant. */
export async function* customerSweep(
  context: ConnectorContext,
  { from, signal }: { readonly from: string; readonly signal: AbortSignal },
): AsyncIterable<Changed | RefusedEvent<'customer.changed'>> {
  const { patient, config } = context;
  const after = await context.marks.before(from, signal);
  const request = { path: `${api}/customers`, after, pageSize: config.pageSize, signal };
  for await (const { rows } of feed(patient.client, request)) {
    for (const row of rows) {
      if (isSince(WireCustomer.safeParse(row).data?.updated_at, from)) yield* changedOrRefused(row, context);
    }
  }
}

/** One customer as Lightspeed has him now; one that is gone tells nothing. */
export async function customerById(
  id: string,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly Changed[]> {
  const path = `${api}/customers/{id}`;
  try {
    const { data } = await context.client.send('GET', path, { params: { id }, response: CustomerAnswer, signal });
    const raw: unknown = Array.isArray(data) ? data[0] : data;
    return raw === undefined ? [] : changed(parsed(raw), context);
  } catch (error) {
    if (isIntegrationError(error) && error.code === 'not-found') return [];
    throw error;
  }
}

function changed(wire: WireCustomer, { name, clock, config }: ConnectorContext): readonly Changed[] {
  if (wire.deleted_at !== undefined) return [];
  const data = toCustomer(wire, name, config.referenceField);
  const occurredAt = wire.updated_at ?? wire.created_at ?? new Date(clock.now()).toISOString();
  const id = `${wire.id}/${wire.version ?? occurredAt}`;
  return [{ name: 'customer.changed', id, key: data.ref, occurredAt, data, identifiers: [wire.id] }];
}

function changedOrRefused(
  raw: unknown,
  context: ConnectorContext,
): readonly (Changed | RefusedEvent<'customer.changed'>)[] {
  try {
    return changed(parsed(raw), context);
  } catch (error) {
    const id = (raw as { readonly id?: unknown }).id;
    if (!isIntegrationError(error) || error.disposition !== 'reject' || typeof id !== 'string') throw error;
    return [{ name: 'customer.changed', id, key: id, refused: error }];
  }
}

function parsed(raw: unknown): WireCustomer {
  const result = WireCustomer.safeParse(raw);
  if (result.success) return result.data;
  throw new IntegrationError('A customer of Lightspeed is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
    path: result.error.issues[0]?.path.map(String).join('.'),
  });
}
