import { z } from 'zod';

/** A number as it was sent; amounts are never binary fractions. */
const Decimal = z.string().regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/, 'must be a number');

const Reference = z.object({ id: z.string() });

/** A line of a document with goods. Custom fields stay beside the fields that we know. */
export const BookedLine = z
  .object({
    line: Decimal.transform(Number),
    item: Reference,
    quantity: Decimal.default('1'),
    isClosed: z.boolean().default(false),
    location: Reference.optional(),
  })
  .catchall(z.unknown());

export type BookedLine = z.output<typeof BookedLine>;

/** Any transaction as it is read back: what we look at, where its type has it. */
export const BookedDocument = z.object({
  id: z.string(),
  externalId: z.string().optional(),
  tranId: z.string().optional(),
  status: z.object({ id: z.string() }).optional(),
  entity: Reference.optional(),
  currency: Reference.optional(),
  total: Decimal.optional(),
  /** Of a payment or deposit. */
  payment: Decimal.optional(),
  /** Of an invoice or credit memo: what is not settled. */
  amountRemaining: Decimal.optional(),
  createdFrom: Reference.optional(),
  item: z.object({ items: z.array(BookedLine) }).optional(),
});

export type BookedDocument = z.output<typeof BookedDocument>;
