import type { Customer } from '@crossdock/core';
import type { Customer as Row } from '../api/master-data.ts';
import { referenceIn } from '../references.ts';
import { filled } from './sales-order.ts';

/** The fields of a customer that the document carries; what is absent is not written. */
export function toCustomerRow(customer: Customer): Readonly<Record<string, string>> {
  const [address] = customer.addresses;
  const company = customer.company?.name;
  const person = [customer.firstName, customer.lastName].filter(Boolean).join(' ');
  return filled({
    displayName: (company ?? (person === '' ? undefined : person))?.slice(0, 100),
    type: company === undefined ? 'Person' : 'Company',
    email: customer.email?.slice(0, 80),
    phoneNumber: customer.phone?.slice(0, 30),
    taxRegistrationNumber: (customer.company?.taxId ?? customer.taxId)?.slice(0, 20),
    addressLine1: address?.line1?.slice(0, 100),
    addressLine2: address?.line2?.slice(0, 50),
    city: address?.city?.slice(0, 30),
    state: address?.region?.slice(0, 30),
    postalCode: address?.postalCode?.slice(0, 20),
    country: address?.country,
  });
}

/** A customer of the company. A number that we gave has our reference in it; others are known by their number. */
export function toCustomer(row: Row, { system, prefix }: { readonly system: string; readonly prefix: string }) {
  const { number } = row;
  const own = number.startsWith(`${prefix}-`) ? referenceIn(number.slice(prefix.length + 1)) : undefined;
  const text = (value: string): string | undefined => (value === '' ? undefined : value);
  const isCompany = row.type === 'Company';
  // The platform keeps one name; what stands last is taken for the last name.
  const names = row.displayName.trim().split(/\s+/);
  const address = {
    line1: text(row.addressLine1),
    line2: text(row.addressLine2),
    city: text(row.city),
    region: text(row.state),
    postalCode: text(row.postalCode),
    country: /^[A-Z]{2}$/.test(row.country) ? row.country : undefined,
  };
  const company = text(row.displayName);
  return {
    ref: own ?? `${system}-${number}`.replaceAll(/[^A-Za-z0-9_-]/g, '_'),
    refs: { [system]: row.id },
    ...(isCompany
      ? company !== undefined && { company: { name: company, refs: {} } }
      : { firstName: text(names.slice(0, -1).join(' ')), lastName: text(names.at(-1) ?? '') }),
    email: text(row.email),
    phone: text(row.phoneNumber),
    taxId: text(row.taxRegistrationNumber),
    addresses: Object.values(address).some((part) => part !== undefined) ? [address] : [],
  };
}
