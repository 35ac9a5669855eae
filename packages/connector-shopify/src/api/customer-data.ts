import { z } from 'zod';
import { PageInfo } from './inventory-data.ts';

const Metafield = z.object({ value: z.string() }).nullable();

/** An address as the shop has it. */
export const ShopAddress = z.object({
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  company: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  city: z.string().nullable(),
  provinceCode: z.string().nullable(),
  zip: z.string().nullable(),
  countryCodeV2: z.string().nullable(),
  phone: z.string().nullable(),
});

/** A customer, as much of it as the app may see: what is protected is null. */
export const ShopCustomer = z.object({
  id: z.string(),
  legacyResourceId: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  state: z.string(),
  taxExempt: z.boolean(),
  tags: z.array(z.string()),
  updatedAt: z.string(),
  defaultEmailAddress: z.object({ emailAddress: z.string(), marketingState: z.string() }).nullable(),
  defaultPhoneNumber: z
    .object({ phoneNumber: z.string(), smsMarketingConsent: z.object({ state: z.string() }) })
    .nullable(),
  reference: Metafield,
  published: Metafield,
  addressesV2: z.object({ pageInfo: PageInfo, nodes: z.array(ShopAddress) }),
});

export type ShopCustomer = z.output<typeof ShopCustomer>;

export type ShopAddress = z.output<typeof ShopAddress>;

/** A customer of a bulk operation: the addresses come in lines of their own. */
export const BulkCustomer = ShopCustomer.omit({ addressesV2: true });

/** Answer of `CustomerById`. */
export const CustomerByIdData = z.object({ customer: ShopCustomer.nullable() });

/** Answer of `CustomerByIdentity`. */
export const CustomerByIdentityData = z.object({ customerByIdentifier: ShopCustomer.nullable() });

/** Answer of `CustomersFound`. */
export const CustomersFoundData = z.object({
  customers: z.object({ pageInfo: PageInfo, nodes: z.array(ShopCustomer) }),
});

/** Answer of `CustomersUpdated`. */
export const CustomersUpdatedData = z.object({
  customers: z.object({
    pageInfo: PageInfo,
    edges: z.array(z.object({ cursor: z.string(), node: ShopCustomer })),
  }),
});

/** Answer of `CreateCustomer`. */
export const CreateCustomerData = z.object({ customerCreate: z.object({ customer: z.object({ id: z.string() }) }) });
