import {
  type Clock,
  type IncomingDelivery,
  IntegrationError,
  type SourceEvent,
  verifyHmac,
  type WebhookSource,
} from '@crossdock/core';
import { z } from 'zod';
import { postingById } from './api/posted.ts';
import type { QueryRow } from './api/query.ts';
import { customerEvents, eventNames, itemEvents, type NetsuiteEvent, postingEvents } from './changes/events.ts';
import type { SourceRooms } from './changes/sources.ts';

type Told = (typeof eventNames)[number];

/** A hint is a few hundred bytes. */
const maxBodyBytes = 16 * 1024;

const pushHeaders = {
  signature: 'x-crossdock-signature',
  timestamp: 'x-crossdock-timestamp',
  account: 'x-crossdock-account',
} as const;

/** What the script says: which record it was. What is in it is read. */
const Hint = z.object({
  delivery: z.string().min(1).max(200),
  record: z.string().min(1).max(100),
  id: z.string().regex(/^\d{1,20}$/),
});

/** Records as scripts name them, by what they tell us. */
const topics: Readonly<Record<string, 'item' | 'customer' | 'transaction'>> = {
  ...of(
    'item',
    'inventoryitem lotnumberedinventoryitem serializedinventoryitem noninventoryitem serviceitem otherchargeitem',
  ),
  ...of('item', 'assemblyitem kititem itemgroup giftcertificateitem'),
  ...of('customer', 'customer'),
  ...of(
    'transaction',
    'cashsale invoice itemfulfillment itemreceipt creditmemo cashrefund customerrefund customerdeposit',
  ),
  ...of('transaction', 'customerpayment depositapplication journalentry inventoryadjustment inventorytransfer'),
};

function of<T extends string>(topic: T, names: string): Readonly<Record<string, T>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, topic]));
}

/**
 * Receives what the script in `suitescript/` pushes: a signed hint that a record changed. The signature, its time and the
 * account are looked at before anything else is; the record itself is read, so a hint that comes late or twice does no harm.
 */
export function createReceiver(rooms: SourceRooms & { readonly clock: Clock }): WebhookSource<Told> | undefined {
  const { config, clock } = rooms;
  const { push } = config;
  if (!push) return undefined;
  return {
    emits: eventNames,
    maxBodyBytes,
    verify({ headers, body }) {
      const timestamp = headers.get(pushHeaders.timestamp) ?? '';
      const account = headers.get(pushHeaders.account) ?? '';
      verifyHmac({
        body: [`${timestamp}.${account}.`, body],
        signature: headers.get(pushHeaders.signature),
        secrets: push.secrets,
        encoding: 'hex',
      });
      const ageMs = clock.now() - Number(timestamp) * 1000;
      if (!/^\d{1,12}$/.test(timestamp) || Math.abs(ageMs) > push.toleranceMs)
        throw refusal('The delivery was signed too long ago');
      // A sandbox is a copy of the account, its script and its secret included.
      if (account.toUpperCase().replaceAll('-', '_') !== config.account.id)
        throw refusal('The delivery is of another account');
    },
    identify(delivery) {
      const hint = hintIn(delivery);
      return { id: hint.delivery, topic: topics[hint.record] ?? 'other' };
    },
    async decode(stored, { signal }) {
      const { id } = hintIn(stored);
      const [row] = await rowOf(stored.topic, id, rooms, signal);
      if (!row) return [];
      return (await eventsOf(stored.topic, row, rooms, signal)).map(told);
    },
  };
}

function refusal(message: string): IntegrationError {
  return new IntegrationError(message, { code: 'signature-invalid' });
}

function hintIn({ body }: Pick<IncomingDelivery, 'body'>): z.output<typeof Hint> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new IntegrationError('The body of a delivery is no JSON', { code: 'body-invalid', cause });
  }
  const hint = Hint.safeParse(json);
  if (hint.success) return hint.data;
  const path = hint.error.issues[0]?.path.join('.') ?? '';
  throw new IntegrationError('A delivery is none of the script', { code: 'body-invalid', path });
}

/** The record as it is now; none if it was deleted, or tells us nothing. */
async function rowOf(topic: string, id: string, rooms: SourceRooms, signal: AbortSignal): Promise<readonly QueryRow[]> {
  const { of: things } = rooms.config.changes;
  switch (topic) {
    case 'item':
      return rooms.itemReader.byId(id, signal);
    case 'customer':
      if (!things.includes('customers')) return [];
      return rooms.customerReader.byId(id, signal);
    case 'transaction':
      if (!things.includes('postings')) return [];
      return rooms.client.query(postingById(rooms.config.externalIdPrefix, id), signal);
    default:
      return [];
  }
}

function eventsOf(
  topic: string,
  row: QueryRow,
  rooms: SourceRooms,
  signal: AbortSignal,
): Promise<readonly NetsuiteEvent[]> {
  if (topic === 'item') return itemEvents(row, rooms.config.changes.of, rooms, signal);
  return topic === 'customer' ? customerEvents(row, rooms) : postingEvents(row, rooms);
}

/** A push has no place for a fact that is refused: what it throws becomes an exception that can be replayed. */
function told(event: NetsuiteEvent): SourceEvent<Told> {
  if (!('refused' in event)) return event;
  throw event.refused;
}
