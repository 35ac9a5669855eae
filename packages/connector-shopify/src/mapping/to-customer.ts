import { type Address, contentHash, Customer, IntegrationError, parse } from '@crossdock/core';
import type { z } from 'zod';
import type { ShopAddress, ShopCustomer } from '../api/customer-data.ts';
import { unmapped } from '../errors.ts';
import { filled } from './ids.ts';

type CustomerInput = z.input<typeof Customer>;

/** Whether somebody agreed to be written to; `undefined` when there is no answer (yet). */
const consents: Readonly<Record<string, boolean | 'none'>> = {
  SUBSCRIBED: true,
  UNSUBSCRIBED: false,
  NOT_SUBSCRIBED: 'none',
  NEVER_SUBSCRIBED: 'none',
  PENDING: 'none',
  INVALID: 'none',
  REDACTED: 'none',
};

/** A customer of the shop in our words. What is protected or was never told is absent. */
export function toCustomer(customer: ShopCustomer, name: string): Customer {
  return parse(
    Customer,
    {
      ref: customerRef(customer, name),
      refs: { [name]: customer.id },
      // Only an account says where somebody came from.
      ...(customer.state === 'ENABLED' && { origin: 'account' as const }),
      ...customerContent(customer),
    } satisfies CustomerInput,
    { what: `Customer ${customer.legacyResourceId}`, code: 'response-invalid' },
  );
}

/** Our reference of a customer: the one that was given by its owner, or the number in the shop. */
export function customerRef(
  { reference, legacyResourceId }: Pick<ShopCustomer, 'reference' | 'legacyResourceId'>,
  name: string,
): string {
  return reference?.value ?? `${name}-${legacyResourceId}`;
}

/** What a customer says, without its names in systems. */
export function customerContent(
  customer: Omit<ShopCustomer, 'id' | 'legacyResourceId' | 'state' | 'updatedAt' | 'reference' | 'published'>,
) {
  const { defaultEmailAddress: email, defaultPhoneNumber: phone, addressesV2 } = customer;
  if (addressesV2.pageInfo.hasNextPage) throw tooManyAddresses();
  const marketing = {
    ...consentOf('email', email?.marketingState),
    ...consentOf('sms', phone?.smsMarketingConsent.state),
  };
  return {
    ...filled({
      firstName: customer.firstName,
      lastName: customer.lastName,
      email: email?.emailAddress,
      phone: phone?.phoneNumber,
    }),
    taxExempt: customer.taxExempt,
    addresses: addressesV2.nodes.map((address) => toAddress(address)),
    ...(Object.keys(marketing).length > 0 && { marketing }),
    tags: customer.tags,
  } satisfies Partial<CustomerInput>;
}

/** A fingerprint of what a customer says. */
export function customerFingerprint(customer: Parameters<typeof customerContent>[0]): string {
  const content = customerContent(customer);
  return contentHash({
    ...content,
    email: content.email?.toLowerCase(),
    tags: content.tags.toSorted(),
    addresses: content.addresses.map((address) => contentHash(address)).toSorted(),
  }).slice(0, 16);
}

/** An address of the shop in our words. */
export function toAddress(address: ShopAddress): Address {
  const name = [address.firstName, address.lastName].filter((part) => part !== null && part !== '').join(' ');
  return filled({
    name,
    company: address.company,
    line1: address.address1,
    line2: address.address2,
    city: address.city,
    region: address.provinceCode,
    postalCode: address.zip,
    country: address.countryCodeV2,
    phone: address.phone,
  });
}

/** Refuses what is cut: addresses would be missing without a word. */
function tooManyAddresses(): IntegrationError {
  return new IntegrationError('A customer has more addresses than are read', {
    code: 'response-too-large',
    path: 'addressesV2',
  });
}

function consentOf(channel: 'email' | 'sms', state: string | undefined): { email?: boolean; sms?: boolean } {
  if (state === undefined) return {};
  const consent = Object.hasOwn(consents, state) ? consents[state] : undefined;
  if (consent === undefined) throw unmapped('marketing state', state, `marketing.${channel}`);
  return consent === 'none' ? {} : { [channel]: consent };
}
