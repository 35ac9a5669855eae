import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import { type WireCustomer } from '../api/customers.ts';
import { type ConnectorContext } from '../context.ts';
import { customerById } from '../customer-events.ts';
import { customersWith } from '../customers.ts';
import { toCustomer } from '../mapping/customers.ts';

type Identity = CheckedInput<'findCustomers'>;

/** Looks for customers who carry one of the identities. What the search returns is compared again, exactly. */
export function findCustomers(context: ConnectorContext): Implementation<'findCustomers'> {
  const { name, config } = context;
  return {
    run: async (identity, { signal }) => {
      if (identity.taxId !== undefined && Object.keys(identity).length === 1) {
        throw new IntegrationError('Lightspeed has no tax ids of customers', {
          code: 'unsupported-document',
          path: 'taxId',
        });
      }
      const found = new Map<string, ReturnType<typeof toCustomer>>();
      for (const { field, value, is } of searchesOf(identity)) {
        for (const wire of await customersWith(field, value, context, signal)) {
          if (is(wire)) found.set(wire.id, toCustomer(wire, name, config.referenceField));
        }
      }
      const own = identity.ref === undefined ? undefined : ownIdIn(name, identity.ref);
      if (own !== undefined) {
        for (const { data } of await customerById(own, context, signal)) found.set(own, data);
      }
      return [...found.values()];
    },
  };
}

interface Search {
  readonly field: 'customer_code' | 'email' | 'phone' | 'mobile';
  readonly value: string;
  is(customer: WireCustomer): boolean;
}

function searchesOf({ ref, email, phone }: Identity): readonly Search[] {
  const searches: Search[] = [];
  if (ref !== undefined) searches.push({ field: 'customer_code', value: ref, is: (it) => it.customer_code === ref });
  if (email !== undefined) {
    const wanted = email.toLowerCase();
    searches.push({ field: 'email', value: email, is: (it) => it.email?.toLowerCase() === wanted });
  }
  if (phone !== undefined) {
    const wanted = phoneDigits(phone);
    const is = (it: WireCustomer): boolean =>
      [it.phone, it.mobile].some((own) => own !== undefined && phoneDigits(own) === wanted);
    searches.push({ field: 'phone', value: phone, is }, { field: 'mobile', value: phone, is });
  }
  return searches;
}

/** A phone number by its digits alone, as two people may write it. */
function phoneDigits(phone: string): string {
  return phone.replaceAll(/[^\d+]/g, '');
}
