import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { CustomersAnswer, type WireCustomer } from '../api/customers.ts';
import { type ConnectorContext } from '../context.ts';
import { ownIdIn } from '../../rules/index.ts';
import { customerById } from '../customer-events.ts';
import { phoneDigits, toCustomer } from '../mapping/customers.ts';

type Identity = CheckedInput<'findCustomers'>;

/** Looks for customers who carry one of the identities. What the search returns is compared again, exactly. */
export function findCustomers(context: ConnectorContext): Implementation<'findCustomers'> {
  return {
    run: async (identity, { signal }) => {
      if (identity.taxId !== undefined && Object.keys(identity).length === 1) {
        throw new IntegrationError('Square cannot look for a tax id', { code: 'unsupported-document', path: 'taxId' });
      }
      const found = new Map<string, ReturnType<typeof toCustomer>>();
      for (const [filter, is] of filtersOf(identity)) {
        for (const wire of await customersWith(filter, context, signal)) {
          if (is(wire)) found.set(wire.id, toCustomer(wire, context.name));
        }
      }
      const own = identity.ref === undefined ? undefined : ownIdIn(context.name, identity.ref);
      for (const { data } of own === undefined ? [] : await customerById(own, context, signal))
        found.set(own ?? '', data);
      return [...found.values()];
    },
  };
}

/** Customers by an exact filter of the platform. */
export async function customersWith(
  filter: Readonly<Record<string, unknown>>,
  { client }: ConnectorContext,
  signal: AbortSignal,
): Promise<readonly WireCustomer[]> {
  const found: WireCustomer[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.send('POST', '/v2/customers/search', {
      json: { query: { filter }, limit: 100, ...(cursor !== undefined && { cursor }) },
      response: CustomersAnswer,
      effect: 'read',
      signal,
    });
    found.push(...page.customers);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return found;
}

type Filter = readonly [filter: Readonly<Record<string, unknown>>, is: (customer: WireCustomer) => boolean];

function filtersOf({ ref, email, phone }: Identity): readonly Filter[] {
  const filters: Filter[] = [];
  if (ref !== undefined) filters.push([{ reference_id: { exact: ref } }, (it) => it.reference_id === ref]);
  if (email !== undefined) {
    const wanted = email.toLowerCase();
    filters.push([{ email_address: { exact: email } }, (it) => it.email_address?.toLowerCase() === wanted]);
  }
  if (phone !== undefined) {
    const wanted = phoneDigits(phone);
    filters.push([{ phone_number: { exact: wanted } }, (it) => phoneDigits(it.phone_number ?? '') === wanted]);
  }
  return filters;
}
