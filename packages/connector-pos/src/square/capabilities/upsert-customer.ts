import { type CheckedInput, type Implementation, IntegrationError, isIntegrationError } from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import { CustomerAnswer } from '../api/customers.ts';
import { type ConnectorContext } from '../context.ts';
import { idempotencyKey } from '../idempotency.ts';
import { fromCustomer } from '../mapping/customers.ts';
import { customersWith } from './find-customers.ts';

type Customer = CheckedInput<'upsertCustomer'>;

/** How long a new customer may be missing in searches. */
const indexedWithinMs = 60_000;
/** Customers whose id is kept in mind; the platform has the rest. */
const keptInMind = 10_000;

/** Creates or updates a customer under our reference. The index lags behind, so what was just created is kept in mind. */
export function upsertCustomer(context: ConnectorContext): Implementation<'upsertCustomer'> {
  const created = new Map<string, string>();
  return {
    once: { reference: 'reference_id' },
    run: async (customer, { signal }) => {
      const { ref, refs } = customer;
      const own = refs[context.name] ?? ownIdIn(context.name, ref) ?? created.get(ref);
      const id = own ?? (await idByReference(ref, context, signal));
      const written = id === undefined ? await create(customer, context, signal) : await update(id);
      if (created.size >= keptInMind) created.clear();
      created.set(ref, written);
      return { system: context.name, type: 'customer', id: written, reference: ref };

      async function update(known: string): Promise<string> {
        const answer = await context.client.send('PUT', '/v2/customers/{id}', {
          params: { id: known },
          json: fromCustomer(customer),
          response: CustomerAnswer,
          signal,
        });
        return answer.customer.id;
      }
    },
  };
}

async function idByReference(ref: string, context: ConnectorContext, signal: AbortSignal): Promise<string | undefined> {
  const found = await customersWith({ reference_id: { exact: ref } }, context, signal);
  const [first, second] = found.filter((it) => it.reference_id === ref);
  if (second)
    throw new IntegrationError('Several customers of Square have this reference', { code: 'conflict', path: 'ref' });
  return first?.id;
}

/**
 * Under a key of the reference alone: whoever creates the same customer while the index does not show him yet gets the first one,
 * or with other content is told to come again when it does.
 */
async function create(customer: Customer, { client, name }: ConnectorContext, signal: AbortSignal): Promise<string> {
  try {
    const answer = await client.send('POST', '/v2/customers', {
      json: { idempotency_key: idempotencyKey(`customer/${name}`, customer.ref), ...fromCustomer(customer) },
      response: CustomerAnswer,
      signal,
    });
    return answer.customer.id;
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'key-mismatch') throw error;
    throw new IntegrationError('The customer was created a moment ago and is not found by searches yet', {
      code: 'busy',
      retryAfterMs: indexedWithinMs,
      cause: error,
    });
  }
}
