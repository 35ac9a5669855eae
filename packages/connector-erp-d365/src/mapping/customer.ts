import type { Customer } from '@crossdock/core';
import type { CustomerRow } from '../api/customer.ts';

/** The fields of a customer that the document carries; what is absent is not written. */
export function toCustomerRow(customer: Customer): Readonly<Record<string, string>> {
  const [address] = customer.addresses;
  const company = customer.company?.name;
  const fields: Readonly<Record<string, string | undefined>> = {
    PartyType: company === undefined ? 'Person' : 'Organization',
    OrganizationName: company,
    PersonFirstName: customer.firstName,
    PersonLastName: customer.lastName,
    PrimaryContactEmail: customer.email,
    PrimaryContactPhone: customer.phone,
    TaxExemptNumber: customer.company?.taxId ?? customer.taxId,
    AddressStreet: [address?.line1, address?.line2].filter(Boolean).join('\n') || undefined,
    AddressCity: address?.city,
    AddressState: address?.region,
    AddressZipCode: address?.postalCode,
    AddressCountryRegionId: address?.country,
  };
  const filled = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(filled);
}

/** A customer of the environment. An account that we gave has our reference in it; others are known by their account. */
export function toCustomer(row: CustomerRow, { system, prefix }: { readonly system: string; readonly prefix: string }) {
  const { CustomerAccount: account } = row;
  const own = account.startsWith(`${prefix}-`) ? account.slice(prefix.length + 1) : `${system}-${account}`;
  const filled = (text: string): string | undefined => (text === '' ? undefined : text);
  const company = filled(row.OrganizationName);
  const [line1, line2] = row.AddressStreet.split('\n');
  const address = {
    line1: filled(line1 ?? ''),
    line2: filled(line2 ?? ''),
    city: filled(row.AddressCity),
    region: filled(row.AddressState),
    postalCode: filled(row.AddressZipCode),
    country: /^[A-Z]{2}$/.test(row.AddressCountryRegionId) ? row.AddressCountryRegionId : undefined,
  };
  return {
    ref: own.replaceAll(/[^A-Za-z0-9_-]/g, '_'),
    refs: { [system]: account },
    firstName: filled(row.PersonFirstName),
    lastName: filled(row.PersonLastName),
    email: filled(row.PrimaryContactEmail),
    phone: filled(row.PrimaryContactPhone),
    taxId: filled(row.TaxExemptNumber),
    ...(row.PartyType === 'Organization' && company !== undefined && { company: { name: company, refs: {} } }),
    addresses: Object.values(address).some((part) => part !== undefined) ? [address] : [],
  };
}
