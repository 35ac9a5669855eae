import { secret } from '@crossdock/core';
import { z } from 'zod';

/** How often something is done, `15m`. */
export const Span = z.templateLiteral([z.number().positive(), z.enum(['s', 'm', 'h', 'd'])]);

/** What a business event tells of. */
const Topic = z.object({
  tells: z.enum(['salesInvoice', 'ledgerJournal', 'paymentJournal']),
  /** Field of its payload with the number of the invoice or journal. */
  number: z.string().min(1).max(80),
});

/** Business events that an HTTPS endpoint of the environment sends here. */
const Push = z.object({
  /**
   * Values of the token in the endpoint's URL, which the environment keeps in its Key Vault; the new one and, during a change, the one before. The
   * platform signs nothing: whoever knows the URL is the environment. Every event is read back before it is believed.
   */
  tokens: z.array(secret()).min(1),
  /**
   * Query parameter of the URL that carries the token.
   *
   * @default 'token'
   */
  parameter: z
    .string()
    .regex(/^[A-Za-z_]\w{0,30}$/, 'must be the name of a query parameter')
    .default('token'),
  /**
   * What events tell, by their id in the environment's business events catalog. Ids and fields differ by version; look at the catalog.
   *
   * @default posted sales invoices
   */
  topics: z
    .record(z.string().min(1).max(120), Topic)
    .default({ SalesInvoicePostedBusinessEvent: { tells: 'salesInvoice', number: 'InvoiceId' } }),
});

/** What the environment tells of its ledger. Invoices are told by the origin code of our orders, so `originCode` has to be set. */
export const Events = z
  .object({
    /**
     * Which of our documents are told as `posting.confirmed` once the ledger has them. Journals cost a request for each voucher of the ledger,
     * statements some for each store transaction.
     *
     * @default none
     */
    of: z.array(z.enum(['invoices', 'journals', 'payments', 'statements'])).default([]),
    /** How often the ledger is asked what is new. @default '15m' */
    every: Span.default('15m'),
    /** How far each question reaches back into the one before it: the read-outs of the ledger lag behind. @default '2h' */
    overlap: Span.default('2h'),
    /** Without it nothing is received; the ledger is asked all the same. */
    push: Push.optional(),
  })
  .prefault({});
export type EventSettings = z.output<typeof Events>;
