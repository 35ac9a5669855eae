import { z } from 'zod';

/** Internal id of a record in NetSuite, as its page shows it. */
export const InternalId = z
  .union([z.string().regex(/^\d+$/, 'must be an internal id'), z.int().positive()])
  .transform(String);
