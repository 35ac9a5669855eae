import { z } from 'zod';

/** A customer of the company, as far as we read it. */
export const CustomerRow = z.object({
  CustomerAccount: z.string().min(1),
  PartyType: z.string(),
  OrganizationName: z.string(),
  PersonFirstName: z.string(),
  PersonLastName: z.string(),
  PrimaryContactEmail: z.string(),
  PrimaryContactPhone: z.string(),
  AddressStreet: z.string(),
  AddressCity: z.string(),
  AddressState: z.string(),
  AddressZipCode: z.string(),
  AddressCountryRegionId: z.string(),
  TaxExemptNumber: z.string(),
});
export type CustomerRow = z.output<typeof CustomerRow>;

export const customerFields = Object.keys(CustomerRow.shape);
