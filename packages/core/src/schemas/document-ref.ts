import { z } from 'zod';

/** A document in a system, as a write returns it. */
export const DocumentRef = z.object({
  /** Name of the system: `erp`. */
  system: z.string().min(1),
  /** The platform's own record type: `salesOrder`. */
  type: z.string().min(1),
  /** The platform's id. */
  id: z.string().min(1),
  /** The number that people say: `SO-1001`. */
  number: z.string().min(1).optional(),
  /** Our external id on the document. */
  reference: z.string().min(1).optional(),
  /** The platform's own state, as it says it. */
  state: z.string().min(1).optional(),
  /** Where a person can open it. */
  url: z.url().optional(),
});
export type DocumentRef = z.output<typeof DocumentRef>;
