import { z } from 'zod';
import { BusinessRef, Refs } from './ids.ts';

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
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 code of two letters').optional(),
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
