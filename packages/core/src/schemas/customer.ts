import { z } from 'zod';
import { BusinessRef, Instant, Refs } from './ids.ts';

/** ISO 3166-1 alpha-2. */
export const Country = z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 code of two letters');
export type Country = z.output<typeof Country>;

/** A postal address. What is not known is absent. */
export const Address = z.object({
  name: z.string().optional(),
  company: z.string().optional(),
  line1: z.string().optional(),
  line2: z.string().optional(),
  city: z.string().optional(),
  /** State, province or county, as its ISO 3166-2 part where there is one. */
  region: z.string().optional(),
  postalCode: z.string().optional(),
  country: Country.optional(),
  phone: z.string().optional(),
});
export type Address = z.output<typeof Address>;

/** Who bought: as much as the selling system may tell. */
export const Buyer = z.object({
  refs: Refs,
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().min(1).optional(),
  phone: z.string().min(1).optional(),
  /** The company that buys (B2B). */
  company: z.object({ name: z.string().min(1), refs: Refs, taxId: z.string().min(1).optional() }).optional(),
  taxId: z.string().min(1).optional(),
  taxExempt: z.boolean().default(false),
});
export type Buyer = z.output<typeof Buyer>;

/** A customer as a document of its own. */
export const Customer = Buyer.safeExtend({
  ref: BusinessRef,
  /** Where the customer came to be known: an account, a guest checkout, a till. */
  origin: z.enum(['account', 'guest', 'store', 'import']).optional(),
  addresses: z.array(Address).default([]),
  /** Consent to marketing; absent when it was never asked. */
  marketing: z.object({ email: z.boolean().optional(), sms: z.boolean().optional() }).optional(),
  tags: z.array(z.string()).default([]),
});
export type Customer = z.output<typeof Customer>;

/** Two customers turned out to be one. Reversible: both keep their references. */
export const CustomerMerge = z.object({
  /** The customer that stays. */
  ref: BusinessRef,
  /** The customer that went into it. */
  mergedRef: BusinessRef,
  refs: Refs,
  occurredAt: Instant,
});
export type CustomerMerge = z.output<typeof CustomerMerge>;
