import { Customer, type EventData, parse } from '@crossdock/core';
import { naturalRef } from '../../rules/index.ts';
import { type WireCustomer } from '../api/customers.ts';

/** A customer as events and capabilities carry him. */
export type CustomerData = EventData<'customer.changed'>;

/** Where our reference stands beside the customer code. */
export type ReferenceField = 'custom_field_1' | 'custom_field_2' | 'custom_field_3' | 'custom_field_4';

const ours = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * A customer as Lightspeed has him, under our reference where he carries one: it is his customer code, and stands in a field of its own
 * as well, because the platform makes codes up out of people's names.
 */
export function toCustomer(wire: WireCustomer, name: string, field: ReferenceField): CustomerData {
  const { first_name, last_name, company_name, email, phone, mobile } = wire;
  const address = toAddress(wire);
  const document = {
    ref: ownRefOf(wire, field) ?? naturalRef(name, [wire.id]),
    refs: { [name]: wire.id },
    ...told('firstName', first_name),
    ...told('lastName', last_name),
    ...told('email', email),
    ...told('phone', mobile ?? phone),
    ...(company_name !== undefined && { company: { name: company_name, refs: {} } }),
    origin: 'store',
    addresses: Object.keys(address).length > 0 ? [address] : [],
  };
  return parse(Customer, document, { what: 'the customer', code: 'unmapped' });
}

/** Our reference of a customer, if he carries one. */
function ownRefOf(wire: WireCustomer, field: ReferenceField): string | undefined {
  const ref = wire[field];
  return ref !== undefined && ref === wire.customer_code && ours.test(ref) ? ref : undefined;
}

/** What of a customer is written: only what is there, so that the rest stays as it is. */
export function fromCustomer(customer: CustomerData, field: ReferenceField): Readonly<Record<string, string>> {
  const { ref, firstName, lastName, email, phone, company, addresses } = customer;
  const { line1, line2, city, region, postalCode, country } = addresses[0] ?? {};
  return {
    customer_code: ref,
    [field]: ref,
    ...told('first_name', firstName),
    ...told('last_name', lastName),
    ...told('email', email),
    ...told('phone', phone),
    ...told('company_name', company?.name),
    ...told('physical_address_1', line1),
    ...told('physical_address_2', line2),
    ...told('physical_city', city),
    ...told('physical_state', region),
    ...told('physical_postcode', postalCode),
    ...told('physical_country_id', country),
  };
}

function toAddress(wire: WireCustomer): Readonly<Record<string, string>> {
  return {
    ...told('line1', wire.physical_address_1),
    ...told('line2', wire.physical_address_2 ?? wire.physical_suburb),
    ...told('city', wire.physical_city),
    ...told('region', wire.physical_state),
    ...told('postalCode', wire.physical_postcode),
    ...told('country', wire.physical_country_id),
  };
}

/** A member that is absent where it has no text. */
function told<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: string } {
  return text !== undefined && text !== '' ? ({ [key]: text } as { readonly [P in K]: string }) : {};
}
