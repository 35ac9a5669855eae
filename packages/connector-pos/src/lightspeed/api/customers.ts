import { z } from 'zod';
import { OptionalInstant, Text, WireVersion } from './common.ts';

/** A customer. Every text may be empty. */
export const WireCustomer = z.object({
  id: z.string().min(1),
  first_name: Text,
  last_name: Text,
  company_name: Text,
  email: Text,
  phone: Text,
  mobile: Text,
  /** Unique. The platform makes one up where it is given none. */
  customer_code: Text,
  custom_field_1: Text,
  custom_field_2: Text,
  custom_field_3: Text,
  custom_field_4: Text,
  physical_address_1: Text,
  physical_address_2: Text,
  physical_suburb: Text,
  physical_city: Text,
  physical_postcode: Text,
  physical_state: Text,
  physical_country_id: Text,
  created_at: OptionalInstant,
  updated_at: OptionalInstant,
  deleted_at: OptionalInstant,
  version: WireVersion.optional(),
});
export type WireCustomer = z.output<typeof WireCustomer>;

/** One customer. An id that nobody has brings an empty list at times. */
export const CustomerAnswer = z.object({ data: z.unknown() });
