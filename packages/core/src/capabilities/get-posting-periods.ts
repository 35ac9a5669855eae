import { z } from 'zod';
import { BusinessDate } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

/** One accounting period of the ledger. */
export const PostingPeriod = z.object({
  /** As the ERP names it: `Nov 2026`. */
  name: z.string().min(1),
  from: BusinessDate,
  /** Its last day. */
  to: BusinessDate,
  /** `locked` takes some kinds of documents only, as the ERP's own rules say; `closed` takes none. */
  state: z.enum(['open', 'locked', 'closed']),
  /** The legal entity, as the mapping names it, where periods differ among entities. */
  entity: z.string().min(1).optional(),
});
export type PostingPeriod = z.output<typeof PostingPeriod>;

/** Reads the accounting periods that touch a span of days: whether documents of those days can be posted. */
export const getPostingPeriods = defineCapability({
  name: 'getPostingPeriods',
  version: 1,
  effect: 'read',
  domain: 'finance',
  ownership: 'owner',
  input: z.object({
    from: BusinessDate,
    /** The last day of the span. */
    to: BusinessDate,
    entity: z.string().min(1).optional(),
  }),
  output: z.array(PostingPeriod),
  reference: ({ from, to }) => `${from}/${to}`,
});
