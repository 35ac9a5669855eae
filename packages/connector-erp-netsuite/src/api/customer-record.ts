import { z } from 'zod';

const Text = z.string().nullish();

/** An address as the record service shows it. */
const BookedAddress = z.object({
  addressee: Text,
  attention: Text,
  addr1: Text,
  addr2: Text,
  city: Text,
  state: Text,
  zip: Text,
  addrPhone: Text,
  country: z.object({ id: z.string() }).nullish(),
});

/** `customer` as it is read back. Custom fields stay beside the fields that we know. */
export const CustomerRecord = z
  .object({
    id: z.string(),
    externalId: z.string().optional(),
    entityId: z.string().optional(),
    isPerson: z.boolean().optional(),
    addressBook: z
      .object({ items: z.array(z.object({ addressBookAddress: BookedAddress.optional() })).default([]) })
      .optional(),
  })
  .catchall(z.unknown());

export type CustomerRecord = z.output<typeof CustomerRecord>;
