import { IntegrationError } from '@crossdock/core';
import { ReferenceDefinitionData } from './api/catalog-data.ts';
import { referenceDefinition } from './api/catalog-documents.ts';
import { OrderByReferenceData } from './api/write-data.ts';
import { orderByReference } from './api/write-documents.ts';
import type { ConnectorContext } from './context.ts';
import { gidOf } from './mapping/ids.ts';

/** How a caller names an order. */
export interface NamedOrder {
  readonly orderRef: string;
  readonly order?: { readonly system: string; readonly id: string } | undefined;
}

/** The global id of an order: from its document, from our reference, or by the reference that it was imported with. */
export async function findOrder(
  { orderRef, order }: NamedOrder,
  { name, client }: Pick<ConnectorContext, 'name' | 'client'>,
  signal: AbortSignal,
): Promise<string> {
  const told = order?.system === name ? /^(?:gid:\/\/shopify\/Order\/)?(\d{1,20})$/.exec(order.id)?.[1] : undefined;
  const own = orderRef.startsWith(`${name}-`) ? /^\d{1,20}$/.exec(orderRef.slice(name.length + 1))?.[0] : undefined;
  if (told !== undefined && own !== undefined && told !== own) throw noSuchOrder();
  const number = own ?? told;
  if (number !== undefined) return gidOf('Order', number);
  const imported = await findImported(orderRef, { client }, signal);
  if (!imported) throw noSuchOrder();
  return imported.id;
}

/** Clients whose shop is known to keep our references of orders. */
const keeping = new WeakSet<object>();

/** The order that was imported under a reference. A shop that does not know such references has none. */
export async function findImported(value: string, { client }: Pick<ConnectorContext, 'client'>, signal: AbortSignal) {
  if (!keeping.has(client)) {
    const variables = { ownerType: 'ORDER' };
    const answer = await client.query(referenceDefinition, { variables, data: ReferenceDefinitionData, signal });
    if (answer.metafieldDefinitions.nodes.length === 0) return undefined;
    keeping.add(client);
  }
  const { orderByIdentifier: order } = await client.query(orderByReference, {
    variables: { value },
    data: OrderByReferenceData,
    signal,
  });
  return order ?? undefined;
}

/** The shop does not have it. */
export function noSuchOrder(): IntegrationError {
  return new IntegrationError(
    'The shop has no such order, or it is older than 60 days and the app lacks read_all_orders',
    { code: 'not-found' },
  );
}
