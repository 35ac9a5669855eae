import type { Customer } from '@crossdock/core';
import type { z } from 'zod';
import type { CustomerRow } from '../api/customer.ts';
import { businessReferenceOf } from '../external-id.ts';

type CustomerInput = z.input<typeof Customer>;

/** Our reference of a customer: the one that we gave, or one made of the internal id for those who were there before us. */
export function customerRefOf(
  { id, externalid }: Pick<CustomerRow, 'id' | 'externalid'>,
  prefix: string,
  system: string,
): string {
  const [ours] =
    externalid?.startsWith(`${prefix}_CUST_`) === true ? (businessReferenceOf(prefix, externalid) ?? []) : [];
  return ours ?? `${system}-${id}`;
}

/** A row as a customer. Addresses are not in it: no documented table has them. */
export function toCustomer(row: CustomerRow, prefix: string, system: string): CustomerInput {
  const company = text(row.companyname);
  const taxId = text(row.taxid);
  return {
    ref: customerRefOf(row, prefix, system),
    refs: { [system]: row.id },
    ...given('firstName', row.firstname),
    ...given('lastName', row.lastname),
    ...given('email', row.email),
    ...given('phone', row.phone),
    ...(company === undefined ? {} : { company: { name: company, refs: {}, ...given('taxId', taxId) } }),
    ...given('taxId', taxId),
  };
}

function given<K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } {
  const known = text(value);
  return known === undefined ? {} : ({ [name]: known } as Record<K, string>);
}

function text(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}
