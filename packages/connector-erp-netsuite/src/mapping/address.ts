import type { Address } from '@crossdock/core';

/** An address as it is sent. */
export interface AddressBody {
  readonly addressee?: string;
  readonly attention?: string;
  readonly addr1?: string;
  readonly addr2?: string;
  readonly city?: string;
  readonly state?: string;
  readonly zip?: string;
  readonly addrPhone?: string;
  readonly country?: { readonly id: string };
}

/** A postal address. A company is who it is addressed to, a person in it whose attention is asked for. */
export function toAddress({
  name,
  company,
  line1,
  line2,
  city,
  region,
  postalCode,
  country,
  phone,
}: Address): AddressBody {
  const given: Readonly<Record<string, string | undefined>> = {
    addressee: company ?? name,
    attention: company === undefined ? undefined : name,
    addr1: line1,
    addr2: line2,
    city,
    state: region,
    zip: postalCode,
    addrPhone: phone,
  };
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined && text !== '')),
    ...(country === undefined ? {} : { country: { id: country } }),
  };
}

/** Whether two addresses say the same, however they are shown. */
export function isSameAddress(one: AddressBody, other: { readonly [field in keyof AddressBody]?: unknown }): boolean {
  const fields = ['addressee', 'attention', 'addr1', 'addr2', 'city', 'state', 'zip', 'addrPhone'] as const;
  const plain = (text: unknown) => (typeof text === 'string' ? text.trim() : '');
  const countryOf = (country: unknown) => (country as { readonly id?: unknown } | undefined | null)?.id;
  return (
    fields.every((field) => plain(one[field]) === plain(other[field])) &&
    countryOf(one.country) === countryOf(other.country)
  );
}
