import { Customer, type EventData, parse } from '@crossdock/core';
import { naturalRef } from '../../rules/index.ts';
import { type WireAddress, type WireCustomer } from '../api/customers.ts';

type CustomerData = EventData<'customer.changed'>;
const ours = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** A customer as Square has it, under our reference where it carries one. */
export function toCustomer(wire: WireCustomer, name: string): CustomerData {
  const { given_name, family_name, company_name, email_address, phone_number, reference_id, address, tax_ids } = wire;
  const document = {
    ref: reference_id !== undefined && ours.test(reference_id) ? reference_id : naturalRef(name, [wire.id]),
    refs: { [name]: wire.id },
    ...told('firstName', given_name),
    ...told('lastName', family_name),
    ...told('email', email_address),
    ...told('phone', phone_number),
    ...told('taxId', tax_ids?.eu_vat),
    ...(has(company_name) && { company: { name: company_name, refs: {} } }),
    origin: 'store',
    addresses: address ? [toAddress(address)] : [],
  };
  return parse(Customer, document, { what: 'the customer', code: 'unmapped' });
}

/** What of a customer is written: only what is there, so that the rest stays as it is. */
export function fromCustomer(customer: CustomerData): Readonly<Record<string, unknown>> {
  const { firstName, lastName, email, phone, company, taxId, addresses } = customer;
  const [address] = addresses;
  return {
    reference_id: customer.ref,
    ...told('given_name', firstName),
    ...told('family_name', lastName),
    ...told('email_address', email),
    ...told('phone_number', phone),
    ...told('company_name', company?.name),
    ...(taxId !== undefined && { tax_ids: { eu_vat: taxId } }),
    ...(address && { address: fromAddress(address) }),
  };
}

/** A phone number by its digits alone, as two people may write it. */
export function phoneDigits(phone: string): string {
  return phone.replaceAll(/[^\d+]/g, '');
}

function toAddress(wire: WireAddress): CustomerData['addresses'][number] {
  const person = [wire.first_name, wire.last_name].filter(has).join(' ');
  return {
    ...(person !== '' && { name: person }),
    ...told('line1', wire.address_line_1),
    ...told('line2', wire.address_line_2),
    ...told('city', wire.locality),
    ...told('region', wire.administrative_district_level_1),
    ...told('postalCode', wire.postal_code),
    ...(has(wire.country) && wire.country !== 'ZZ' && { country: wire.country }),
  };
}

function fromAddress({ line1, line2, city, region, postalCode, country }: CustomerData['addresses'][number]) {
  return {
    ...told('address_line_1', line1),
    ...told('address_line_2', line2),
    ...told('locality', city),
    ...told('administrative_district_level_1', region),
    ...told('postal_code', postalCode),
    ...told('country', country),
  };
}

const has = (text: string | undefined): text is string => text !== undefined && text !== '';

/** A member that is absent where it has no text. */
function told<K extends string>(key: K, text: string | undefined): { readonly [P in K]?: string } {
  return has(text) ? ({ [key]: text } as { readonly [P in K]: string }) : {};
}
