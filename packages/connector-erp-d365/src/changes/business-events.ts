import { timingSafeEqual } from 'node:crypto';
import { type IncomingDelivery, IntegrationError, type StoredDelivery, type WebhookSource } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';
import { pending } from '../capabilities/claims.ts';
import type { EventSettings } from '../options/events.ts';
import {
  ofInvoice,
  ofJournal,
  OriginInvoice,
  originInvoiceFields,
  type PostedDocument,
  postingEvent,
} from './posted-documents.ts';

type Push = NonNullable<EventSettings['push']>;

/** An event names a record and little else. */
const maxBodyBytes = 256 * 1024;

/** What every business event has, as far as it is read. */
const Envelope = z.looseObject({
  BusinessEventId: z.string().min(1).max(120),
  BusinessEventLegalEntity: z.string().default(''),
  EventId: z.string().min(1).max(100),
  EventTimeIso8601: z.string().optional(),
});
type Envelope = z.output<typeof Envelope>;

/**
 * Receives the business events of an HTTPS endpoint. The platform signs nothing, so the endpoint's URL carries a token; and an event is a hint only:
 * the record is read back, so one that comes twice, late or out of order does no harm. Delivery is tried three times and then given up by the
 * platform, which is why the ledger is asked all the same.
 */
export function businessEvents(rooms: Rooms): WebhookSource<'posting.confirmed'> | undefined {
  const { push } = rooms.config.events;
  if (!push) return undefined;
  return {
    emits: ['posting.confirmed'],
    maxBodyBytes,
    verify: (delivery) => requireToken(delivery, push),
    identify(delivery) {
      const { EventId, BusinessEventId } = envelopeIn(delivery);
      return { id: EventId.toLowerCase(), topic: BusinessEventId };
    },
    async decode(stored, { signal }) {
      const envelope = envelopeIn(stored);
      const topic = push.topics[envelope.BusinessEventId];
      // The endpoint may serve other companies, and other events.
      if (!topic || envelope.BusinessEventLegalEntity.toLowerCase() !== rooms.config.company) return [];
      const posted = await documentBy(rooms, topic, numberIn(envelope, topic.number), signal);
      if (!posted) return [];
      const event = await postingEvent(rooms, posted, timeOf(envelope, stored), signal);
      if ('refused' in event) throw event.refused;
      return [event];
    },
  };
}

/** Every token is tried, also after a match, and takes the same time wherever a wrong one differs. */
function requireToken({ url }: IncomingDelivery, { tokens, parameter }: Push): void {
  const given = new URL(url).searchParams.get(parameter) ?? '';
  if (given === '') throw new IntegrationError('The message carries no token', { code: 'signature-missing' });
  const text = Buffer.from(given);
  let accepted = false;
  for (const token of tokens) {
    const expected = Buffer.from(token.reveal());
    const matches = text.length === expected.length && timingSafeEqual(text, expected);
    accepted = matches || accepted;
  }
  if (!accepted) throw new IntegrationError('The token is not ours', { code: 'signature-invalid' });
}

function envelopeIn({ body }: Pick<IncomingDelivery, 'body'>): Envelope {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new IntegrationError('The body of a business event is no JSON', { code: 'body-invalid', cause });
  }
  const envelope = Envelope.safeParse(json);
  if (envelope.success) return envelope.data;
  const path = envelope.error.issues[0]?.path.join('.') ?? '';
  throw new IntegrationError('A delivery is no business event', { code: 'body-invalid', path });
}

function numberIn(envelope: Envelope, field: string): string {
  const value = envelope[field];
  if (typeof value === 'string' && value !== '' && value.length <= 60) return value;
  throw new IntegrationError(`A business event has no number in '${field}': see events.push.topics`, {
    code: 'body-invalid',
    path: field,
  });
}

function timeOf({ EventTimeIso8601: told }: Envelope, { receivedAt }: StoredDelivery): string {
  const at = told === undefined ? Number.NaN : Date.parse(told);
  return Number.isNaN(at) ? receivedAt : new Date(at).toISOString();
}

async function documentBy(
  rooms: Rooms,
  { tells }: Push['topics'][string],
  number: string,
  signal: AbortSignal,
): Promise<PostedDocument | undefined> {
  if (tells !== 'salesInvoice') return ofJournal(rooms, tells, number, signal);
  const rows = await rooms.client.list('SalesInvoiceHeadersV4', {
    filter: { dataAreaId: rooms.config.company, InvoiceNumber: number },
    select: originInvoiceFields,
    row: OriginInvoice,
    signal,
  });
  const invoice = rows.find((row) => row.InvoiceNumber === number);
  if (!invoice) throw pending('An invoice that was told is not there yet');
  return ofInvoice(rooms, invoice);
}
