import { type Address, type Customer, contentHash } from '@crossdock/core';
import type { ShopAddress, ShopCustomer } from '../api/customer-data.ts';
import { metafieldKeys } from '../api/catalog-documents.ts';
import { customerContent, customerFingerprint, toAddress } from '../mapping/to-customer.ts';
import { sameEmail, samePhone } from './customer-reader.ts';

/** What has to be changed so that the shop has what the customer's owner has. Empty parts are not sent. */
export interface CustomerPlan {
  /** Fields of `CustomerInput`; undefined when they are as they should be. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
  /** Addresses that the shop does not have yet. Those that it has stay. */
  readonly addresses: readonly Readonly<Record<string, string>>[];
  /** Consents that differ: as they were given or withdrawn, never made up. */
  readonly consents: { readonly email?: string; readonly sms?: string };
}

/** A customer whom the shop does not have yet. */
export const nobody: Omit<ShopCustomer, 'id' | 'legacyResourceId' | 'updatedAt' | 'state'> = {
  firstName: null,
  lastName: null,
  taxExempt: false,
  tags: [],
  defaultEmailAddress: null,
  defaultPhoneNumber: null,
  reference: null,
  published: null,
  addressesV2: { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] },
};

/**
 * Compares a customer with what the shop has. What is absent stays as it is: the shop's tags and addresses too, and an
 * exemption from tax, which cannot be told from one that was never given.
 */
export function planCustomer(wanted: Customer, is: typeof nobody, claim: boolean): CustomerPlan {
  const content = customerContent(is);
  const tags = wanted.tags.filter((tag) => !is.tags.includes(tag));
  const known = new Set(is.addressesV2.nodes.map((address) => contentHash(toAddress(address))));
  const added = wanted.addresses
    .map((address) => fromAddress(address))
    .filter((it) => !known.has(contentHash(toAddress(it))));
  const email = wanted.email !== undefined && !sameEmail(content.email, wanted.email) ? wanted.email : undefined;
  const phone = wanted.phone !== undefined && !samePhone(content.phone, wanted.phone) ? wanted.phone : undefined;
  const { email: mayMail, sms: mayText } = wanted.marketing ?? {};
  const { email: mailed, sms: texted }: { email?: boolean; sms?: boolean } = content.marketing ?? {};
  const consents = {
    ...(mayMail !== undefined && mayMail !== mailed && { email: stateOf(mayMail) }),
    ...(mayText !== undefined && mayText !== texted && { sms: stateOf(mayText) }),
  };
  const changed = {
    ...(differs(wanted.firstName, is.firstName) && { firstName: wanted.firstName }),
    ...(differs(wanted.lastName, is.lastName) && { lastName: wanted.lastName }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
    ...(wanted.taxExempt && !is.taxExempt && { taxExempt: true }),
    ...(tags.length > 0 && { tags: [...is.tags, ...tags] }),
  };
  const print = customerFingerprint(after(is, wanted, { tags, added, consents }));
  const metafields = [
    ...(claim ? [{ key: metafieldKeys.reference, type: 'id', value: wanted.ref }] : []),
    ...(is.published?.value === print
      ? []
      : [{ key: metafieldKeys.published, type: 'single_line_text_field', value: print }]),
  ];
  const fields = { ...changed, ...(metafields.length > 0 && { metafields }) };
  return {
    fields: Object.keys(fields).length > 0 ? fields : undefined,
    addresses: added.map((address) => inputOf(address)),
    consents,
  };
}

/** What the shop has when all of it is done. */
function after(
  is: typeof nobody,
  wanted: Customer,
  {
    tags,
    added,
    consents,
  }: { tags: readonly string[]; added: readonly ShopAddress[]; consents: CustomerPlan['consents'] },
): typeof nobody {
  const email = wanted.email ?? is.defaultEmailAddress?.emailAddress;
  const phone = wanted.phone ?? is.defaultPhoneNumber?.phoneNumber;
  return {
    ...is,
    firstName: wanted.firstName ?? is.firstName,
    lastName: wanted.lastName ?? is.lastName,
    taxExempt: wanted.taxExempt || is.taxExempt,
    tags: [...is.tags, ...tags],
    addressesV2: { ...is.addressesV2, nodes: [...is.addressesV2.nodes, ...added] },
    defaultEmailAddress:
      email === undefined
        ? null
        : {
            emailAddress: email,
            marketingState: consents.email ?? is.defaultEmailAddress?.marketingState ?? 'NOT_SUBSCRIBED',
          },
    defaultPhoneNumber:
      phone === undefined
        ? null
        : {
            phoneNumber: phone,
            smsMarketingConsent: {
              state: consents.sms ?? is.defaultPhoneNumber?.smsMarketingConsent.state ?? 'NEVER_SUBSCRIBED',
            },
          },
  };
}

function stateOf(consent: boolean): string {
  return consent ? 'SUBSCRIBED' : 'UNSUBSCRIBED';
}

function differs(wanted: string | undefined, is: string | null): boolean {
  return wanted !== undefined && wanted !== is;
}

/** An address as the platform keeps it. A name is one text to us: its last word is taken for the surname. */
function fromAddress(address: Address): ShopAddress {
  const words = (address.name ?? '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const last = words.length > 1 ? words.at(-1) : undefined;
  return {
    firstName: (last === undefined ? words : words.slice(0, -1)).join(' ') || null,
    lastName: last ?? null,
    company: address.company ?? null,
    address1: address.line1 ?? null,
    address2: address.line2 ?? null,
    city: address.city ?? null,
    provinceCode: address.region ?? null,
    zip: address.postalCode ?? null,
    countryCodeV2: address.country ?? null,
    phone: address.phone ?? null,
  };
}

function inputOf({ countryCodeV2, ...address }: ShopAddress): Record<string, string> {
  const fields = Object.entries({ ...address, countryCode: countryCodeV2 });
  return Object.fromEntries(fields.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
