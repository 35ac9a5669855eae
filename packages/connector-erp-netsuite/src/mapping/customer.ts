import { type CheckedInput, IntegrationError } from '@crossdock/core';
import type { CustomerRecord } from '../api/customer-record.ts';
import type { NetsuiteConfig } from '../options.ts';
import { type AddressBody, isSameAddress, toAddress } from './address.ts';
import { filledFields } from './custom-fields.ts';

type Customer = CheckedInput<'upsertCustomer'>;

/** A field of a customer that is text. */
type Fields = Readonly<Record<string, string | boolean>>;

/** A `customer` as it is sent: only what is to be written. */
export interface CustomerBody {
  readonly addressBook?: { readonly items: readonly { readonly addressBookAddress: AddressBody }[] };
  readonly [field: string]: unknown;
}

/** A new customer: a company, or a person with a name. */
export function toNewCustomer(customer: Customer, config: NetsuiteConfig): CustomerBody {
  const { company, lastName } = customer;
  if (!company && lastName === undefined) {
    throw new IntegrationError('A customer in NetSuite is a company, or a person with a last name', {
      code: 'unsupported-document',
      path: 'lastName',
    });
  }
  return {
    isPerson: !company,
    ...(config.customers.names === 'reference' ? { entityId: customer.ref } : {}),
    ...(config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } }),
    ...fieldsOf(customer, config),
    ...addressBook(customer.addresses.map(toAddress)),
  };
}

/** What of a customer is to be changed: fields that say something else, addresses that are not there. `undefined` if nothing. */
export function toChanges(customer: Customer, found: CustomerRecord, config: NetsuiteConfig): CustomerBody | undefined {
  const isPerson = !customer.company;
  if (found.isPerson !== undefined && found.isPerson !== isPerson && (customer.company || customer.lastName)) {
    const is = found.isPerson ? 'a person' : 'a company';
    throw new IntegrationError(`The customer is ${is} in NetSuite, which cannot be changed`, {
      code: 'conflict',
      path: 'company',
    });
  }
  const changed = Object.entries(fieldsOf(customer, config)).filter(([name, value]) => found[name] !== value);
  const known = (found.addressBook?.items ?? []).flatMap((it) => it.addressBookAddress ?? []);
  const added = customer.addresses.map(toAddress).filter((address) => !known.some((it) => isSameAddress(address, it)));
  if (changed.length === 0 && added.length === 0) return undefined;
  return { ...Object.fromEntries(changed), ...addressBook(added) };
}

/** The fields that we own. The names of a company are those of the company; who orders for it is a contact. */
function fieldsOf(customer: Customer, config: NetsuiteConfig): Fields {
  const { company, firstName, lastName, email, phone, ref, origin } = customer;
  const names = company ? { companyName: company.name } : { firstName, lastName };
  const given = Object.entries({ ...names, email, phone }).filter(
    (field): field is [string, string] => field[1] !== undefined,
  );
  const taxId = customer.taxId ?? company?.taxId;
  return { ...Object.fromEntries(given), ...filledFields(config.customFields.customer, { ref, origin, taxId }) };
}

/** Addresses are added to those that are there: the account may know more of them than we do. */
function addressBook(addresses: readonly AddressBody[]): Pick<CustomerBody, 'addressBook'> {
  if (addresses.length === 0) return {};
  return { addressBook: { items: addresses.map((addressBookAddress) => ({ addressBookAddress })) } };
}
