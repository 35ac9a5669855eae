import { IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';
import { refusalOf } from '../errors.ts';

/** What the service can be asked to post. */
export type PostingOperation =
  | 'postPackingSlip'
  | 'postInvoice'
  | 'cancelRemainder'
  | 'postLedgerJournal'
  | 'postPaymentJournal'
  | 'postInventoryJournal';

/** What it is asked with. The reference is ours: the same one is posted once. */
export interface PostingRequest {
  readonly reference: string;
  /** Number of the order or journal. */
  readonly documentNumber: string;
  /** `2026-11-27` */
  readonly postingDate?: string;
  readonly lines?: readonly { readonly lot: string; readonly quantity: number }[];
  /** Number of the packing slip that is invoiced; without it, everything that was delivered and is not invoiced. */
  readonly packingSlip?: string;
}

/** What came of it. */
export interface PostedDocument {
  readonly number: string;
  readonly voucher: string;
}

const Answer = z.object({
  Outcome: z.enum(['done', 'refused', 'unknown']),
  Number: z.string(),
  Voucher: z.string(),
  Message: z.string(),
});

/** Speaks to the X++ posting service. Each operation is once-only by its reference, and can be looked up by it. */
export interface PostingService {
  post(operation: PostingOperation, request: PostingRequest, signal: AbortSignal): Promise<PostedDocument>;
  find(operation: PostingOperation, reference: string, signal: AbortSignal): Promise<PostedDocument | undefined>;
}

/** The service of this configuration. Throws `config-invalid` when documents are posted by batch jobs. */
export function postingServiceOf({ client, config }: Pick<Rooms, 'client' | 'config'>): PostingService {
  const { posting } = config;
  if (posting.by !== 'service') {
    throw new IntegrationError('Documents are posted by batch jobs here; there is no service to ask', {
      code: 'config-invalid',
      path: 'posting',
    });
  }
  const ask = (operation: string, request: object, effect: 'read' | 'write', signal: AbortSignal) =>
    client.service(
      [posting.group, posting.service, operation],
      { _request: request },
      { answer: Answer, effect, signal },
    );
  return {
    async post(operation, { reference, documentNumber, postingDate, lines, packingSlip }, signal) {
      const request = {
        Company: config.company,
        Reference: reference,
        DocumentNumber: documentNumber,
        ...(postingDate !== undefined && { PostingDate: postingDate }),
        ...(packingSlip !== undefined && { PackingSlip: packingSlip }),
        ...(lines && { Lines: lines.map(({ lot, quantity }) => ({ InventoryLotId: lot, Quantity: quantity })) }),
      };
      const answer = await ask(operation, request, 'write', signal);
      if (answer.Outcome === 'refused') throw refusalOf(answer.Message.slice(0, 300));
      return { number: answer.Number, voucher: answer.Voucher };
    },
    async find(operation, reference, signal) {
      const request = { Company: config.company, Reference: reference, Operation: operation };
      const answer = await ask('find', request, 'read', signal);
      return answer.Outcome === 'done' ? { number: answer.Number, voucher: answer.Voucher } : undefined;
    },
  };
}
