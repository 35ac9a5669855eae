import { createHash, timingSafeEqual } from 'node:crypto';
import { IntegrationError, type Secret, type SourceEvent, type WebhookSource } from '@crossdock/core';
import { z } from 'zod';
import { type ChangeEvent, type ChangeRooms, eventNames, type Source, sources } from './changes.ts';

type Told = (typeof eventNames)[number];

/** A thousand notifications of some three hundred bytes. */
const maxBodyBytes = 1024 * 1024;

/** A notification says what changed, not how. */
const Notification = z.object({
  subscriptionId: z.string(),
  clientState: z.string(),
  resource: z.string().min(1).max(2000),
  changeType: z.string(),
  lastModifiedDateTime: z.string().optional(),
});
type Notification = z.output<typeof Notification>;

const Body = z.object({ value: z.array(Notification).min(1) });

/** A token of a handshake, as it may be told back. */
const token = /^[A-Za-z0-9_.~:=+/%-]{1,2048}$/;

/**
 * Receives what the company pushes. It signs nothing: each notification carries the secret of its subscription, and all of a delivery have to.
 * What it says is a hint, and what it is about is read, so one that comes late, twice or out of order does no harm.
 */
export function createReceiver(rooms: ChangeRooms, clientStates: readonly Secret[]): WebhookSource<Told> {
  const { config } = rooms;
  return {
    emits: eventNames,
    maxBodyBytes,
    greet({ url }) {
      const given = URL.parse(url)?.searchParams.get('validationToken');
      return given != null && token.test(given) ? given : undefined;
    },
    verify({ body }) {
      const states = statesIn(body);
      if (states.length === 0) {
        throw new IntegrationError('The delivery carries no client state', { code: 'signature-missing' });
      }
      for (const state of states) requireOneOf(clientStates, state);
    },
    identify({ body }) {
      const digest = createHash('sha256').update(body).digest('hex');
      return { id: digest, topic: 'changes' };
    },
    async decode(stored, { signal }) {
      const events: SourceEvent<Told>[] = [];
      // Several notifications of one row are one look at it.
      for (const about of new Map(notificationsIn(stored.body).map((it) => [it.resource, it])).values()) {
        for await (const event of eventsOf(about, rooms, signal)) events.push(told(event));
      }
      return events;
    },
  };

  async function* eventsOf(about: Notification, own: ChangeRooms, signal: AbortSignal): AsyncGenerator<ChangeEvent> {
    // What is gone tells nothing any more.
    if (about.changeType === 'deleted') return;
    const { company, set, id, since } = resourceIn(about.resource);
    if (company !== config.company) return;
    const source: Source | undefined = Object.values(sources).find((it) => it.set === set);
    if (!source) return;
    if (about.changeType === 'collection') {
      const from = since ?? about.lastModifiedDateTime;
      if (from === undefined || Number.isNaN(Date.parse(from))) throw unreadable('lastModifiedDateTime');
      yield* source.changed(own, { from, signal });
      return;
    }
    if (id === undefined) throw unreadable('resource');
    yield* await source.one(own, id, signal);
  }
}

/** Every client state of a delivery. One without, or a body that is none of the platform's, is none of ours. */
function statesIn(body: Uint8Array): readonly string[] {
  const json = jsonIn(body);
  const parsed = z.object({ value: z.array(z.object({ clientState: z.string().optional() })).min(1) }).safeParse(json);
  if (!parsed.success)
    throw new IntegrationError('The delivery is none of the platform', { code: 'signature-invalid' });
  const states = parsed.data.value.flatMap(({ clientState }) => clientState ?? []);
  if (states.length > 0 && states.length < parsed.data.value.length) {
    throw new IntegrationError('A notification of the delivery carries no client state', { code: 'signature-invalid' });
  }
  return states;
}

/** Takes the same time wherever a wrong one differs, and whichever secret is the right one. */
function requireOneOf(secrets: readonly Secret[], given: string): void {
  const digestOf = (text: string) => createHash('sha256').update(text).digest();
  const own = digestOf(given);
  let accepted = false;
  for (const secret of secrets) accepted = timingSafeEqual(own, digestOf(secret.reveal())) || accepted;
  if (!accepted)
    throw new IntegrationError('The client state of the delivery is not ours', { code: 'signature-invalid' });
}

function notificationsIn(body: Uint8Array): readonly Notification[] {
  const parsed = Body.safeParse(jsonIn(body));
  if (parsed.success) return parsed.data.value;
  throw unreadable(parsed.error.issues[0]?.path.join('.') ?? '');
}

function jsonIn(body: Uint8Array): unknown {
  try {
    // Older versions put a byte order mark in front, which the decoder takes off.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** `api/v2.0/companies(…)/items(…)`, or `…/items?$filter=…` for many at once. */
function resourceIn(resource: string) {
  const match = /companies\(([0-9a-f-]{36})\)\/(\w+)(?:\(([0-9a-f-]{36})\))?(?:\?(.*))?$/i.exec(resource);
  if (!match) throw unreadable('resource');
  const [, company = '', set = '', id, query] = match;
  const filter = query === undefined ? undefined : new URLSearchParams(query).get('$filter');
  const since = /\bg[te]\s+(\d{4}-\d\d-\d\dT[\d:.]+Z?)/.exec(filter ?? '')?.[1];
  return { company: company.toLowerCase(), set, id: id?.toLowerCase(), since };
}

const unreadable = (path: string): IntegrationError =>
  new IntegrationError('A notification is not as the platform describes it', { code: 'body-invalid', path });

/** A push has no place for a fact that is refused: what it throws becomes an exception that can be replayed. */
function told(event: ChangeEvent): SourceEvent<Told> {
  if (!('refused' in event)) return event;
  throw event.refused;
}
