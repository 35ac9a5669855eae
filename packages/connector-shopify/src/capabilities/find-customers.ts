import type { Implementation } from '@crossdock/core';
import type { ShopCustomer } from '../api/customer-data.ts';
import type { ConnectorContext } from '../context.ts';
import { createCustomerReader, customerOfRef, sameEmail, samePhone } from '../customers/customer-reader.ts';
import { toCustomer } from '../mapping/to-customer.ts';
import { quoted } from '../search.ts';

/**
 * Looks for customers by reference, e-mail address or phone number. The platform searches by words; who does not carry
 * exactly what was asked for is dropped. A tax id is not something that the shop's customers carry.
 */
export function findCustomers({ client, name, rooms }: ConnectorContext): Implementation<'findCustomers'> {
  const reader = createCustomerReader(client, { patient: false });
  return {
    run: async ({ ref, email, phone }, { signal }) => {
      const found = new Map<string, ShopCustomer>();
      const keep = (customers: readonly (ShopCustomer | undefined)[]): void => {
        for (const customer of customers) if (customer) found.set(customer.id, customer);
      };
      if (ref !== undefined) {
        await rooms.ensureReferences('CUSTOMER', signal);
        keep([await customerOfRef(reader, { ref, name }, signal)]);
      }
      if (email !== undefined) {
        const candidates = await reader.found(`email:${quoted(email)}`, signal);
        keep(candidates.filter((it) => sameEmail(it.defaultEmailAddress?.emailAddress, email)));
      }
      if (phone !== undefined) {
        const candidates = await reader.found(`phone:${quoted(phone)}`, signal);
        keep(candidates.filter((it) => samePhone(it.defaultPhoneNumber?.phoneNumber, phone)));
      }
      return [...found.values()].map((customer) => toCustomer(customer, name));
    },
  };
}
