import { z } from 'zod';
import { Cursor, WireInstant } from './common.ts';

const Address = z.object({
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  address_line_1: z.string().optional(),
  address_line_2: z.string().optional(),
  locality: z.string().optional(),
  administrative_district_level_1: z.string().optional(),
  postal_code: z.string().optional(),
  country: z.string().optional(),
});
export type WireAddress = z.output<typeof Address>;

export const WireCustomer = z.object({
  id: z.string().min(1),
  created_at: WireInstant.optional(),
  updated_at: WireInstant.optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  company_name: z.string().optional(),
  email_address: z.string().optional(),
  phone_number: z.string().optional(),
  reference_id: z.string().optional(),
  address: Address.optional(),
  creation_source: z.string().optional(),
  tax_ids: z.object({ eu_vat: z.string().optional() }).optional(),
  version: z.string().optional(),
});
export type WireCustomer = z.output<typeof WireCustomer>;

export const CustomerAnswer = z.object({ customer: WireCustomer });
export const CustomersAnswer = z.object({ customers: z.array(WireCustomer).default([]), ...Cursor });
