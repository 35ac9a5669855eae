import { z } from 'zod';
import { DocumentRef, Money, Posting } from '../schemas/index.ts';
import { defineCapability } from './capability.ts';

const Request = z.object({
  document: DocumentRef,
  /** What the document must come to. Another total in the ledger is refused with `unbalanced`, the difference named. */
  expected: z.object({ total: Money }).optional(),
});

/**
 * Confirms that a document reached the general ledger: posted, balanced, in which period.
 *
 * Takes the document, or `{ document, expected }`. A document that waits (for a batch job, an approval, the invoice
 * of an order) is not an answer but the retryable error `posting-pending`, so that the caller waits for it. A document
 * that was rejected or voided is `conflict`.
 */
export const confirmPosting = defineCapability({
  name: 'confirmPosting',
  version: 1,
  effect: 'read',
  domain: 'finance',
  ownership: 'owner',
  input: z.union([Request, DocumentRef.transform((document): z.output<typeof Request> => ({ document }))]),
  output: Posting,
  reference: ({ document }) => `${document.type}:${document.reference ?? document.id}`,
});
