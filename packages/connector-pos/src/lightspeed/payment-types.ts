import { IntegrationError } from '@crossdock/core';
import { WirePaymentType } from './api/stores.ts';
import { type ConnectorContext } from './context.ts';
import { allRows } from './feed.ts';
import { kindOfPaymentType } from './mapping/payment-kinds.ts';
import { api, type PaymentKind } from './options.ts';

/** Ids of the retailer's payment types by what they count as: the first of each kind. */
export async function paymentTypesByKind(
  { client, config }: ConnectorContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<PaymentKind, string>> {
  const { pageSize, paymentTypes } = config;
  const types = await allRows(client, WirePaymentType, { path: `${api}/payment_types`, pageSize, signal });
  const byKind = new Map<PaymentKind, string>();
  for (const { id, name, deleted_at } of types) {
    const kind = kindOfPaymentType({ id, name }, paymentTypes);
    if (deleted_at === undefined && kind !== undefined && !byKind.has(kind)) byKind.set(kind, id);
  }
  return byKind;
}

/** The payment type of a kind. */
export function requiredType(types: ReadonlyMap<PaymentKind, string>, kind: PaymentKind, path: string): string {
  const id = types.get(kind);
  if (id !== undefined) return id;
  throw new IntegrationError(
    `No payment type of the retailer counts as '${kind}': name one in the option 'paymentTypes'`,
    {
      code: 'unmapped',
      path,
    },
  );
}
