import {
  createEnvelope,
  type EventName,
  type IncomingDelivery,
  type SourceEvent,
  type WebhookSource,
} from '@crossdock/core';
import { expect } from 'vitest';
import { type Awaitable } from './arrangement.ts';
import { declareSuite, type Fact } from './fact.ts';
import { type OpenSystem } from './open-system.ts';

/** A push as the platform posts it. */
export interface PostedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** @default 'https://crossdock.example/webhooks' */
  readonly url?: string;
}

/** Something that happened on the platform. */
export interface Happening {
  /** The business reference of what it is about. */
  readonly key: string;
  /** What the platform posted, if it tells this event by webhook. */
  readonly delivery?: PostedDelivery;
}

/** The side door of event sources into their platform. */
export interface EventArrangement {
  readonly system: OpenSystem;
  /**
   * How a push proves itself: by a signature over its body; where the platform signs nothing, by a token in its URL, or by a secret that its
   * body carries.
   *
   * @default 'signature'
   */
  readonly proof?: 'signature' | 'url-token' | { readonly bodySecret: string };
  /** Lets something happen of which the event tells, now. */
  happen(event: EventName): Awaitable<Happening>;
}

/** The suite of a connector's event sources. */
export interface EventSourceContract {
  (events: readonly EventName[], arrange: () => Awaitable<EventArrangement>): void;
  /** The same facts without a test runner. */
  facts(events: readonly EventName[], arrange: () => Awaitable<EventArrangement>): readonly Fact[];
}

/** How far a sweep looks to both sides of what happened. */
const dayMs = 86_400_000;

/** What the webhook and the sweeps of a connector promise. */
export const eventSourceContract: EventSourceContract = Object.assign(
  (events: readonly EventName[], arrange: () => Awaitable<EventArrangement>): void =>
    declareSuite('events', factsOf(events, arrange)),
  { facts: factsOf },
);

function factsOf(events: readonly EventName[], arrange: () => Awaitable<EventArrangement>): readonly Fact[] {
  return events.flatMap((name) => [
    {
      says: `${name}: every source that tells it tells it, with data that keep its schema`,
      async check() {
        const told = await tell(name, await arrange());
        expect(told.length, 'sources that tell it').toBeGreaterThan(0);
        for (const { event, key } of told) {
          expect(event).toMatchObject({ name, key });
          createEnvelope({ ...event, source: 'contract' });
        }
      },
    },
    {
      says: `${name}: the same fact has the same id, whichever source tells it, however often`,
      async check() {
        const told = await tell(name, await arrange(), 2);
        expect(new Set(told.map((it) => it.event.id)).size, 'ids of one fact').toBe(1);
      },
    },
    {
      says: `${name}: a push that does not prove where it comes from is refused, and so is one that was changed`,
      async check() {
        const door = await arrange();
        const { webhook } = door.system.connection.events ?? {};
        const { delivery } = await door.happen(name);
        if (!webhook?.emits.includes(name)) return;
        if (!delivery) throw new Error(`The side door shows no delivery of '${name}'`);
        await webhook.verify(incoming(delivery));
        const refusal = async (changed: PostedDelivery): Promise<unknown> =>
          verifying(webhook, changed).then(() => 'accepted', codeOf);
        if (door.proof === 'url-token') {
          const { origin, pathname, search } = new URL(delivery.url ?? '');
          expect(await refusal({ ...delivery, url: `${origin}${pathname}` })).toBe('signature-missing');
          expect(await refusal({ ...delivery, url: `${origin}${pathname}${search}x` })).toBe('signature-invalid');
          return;
        }
        if (typeof door.proof === 'object') {
          const { bodySecret } = door.proof;
          const guessed = `${bodySecret.slice(0, -1)}${bodySecret.endsWith('x') ? 'y' : 'x'}`;
          expect(delivery.body.includes(bodySecret), 'the secret in what the platform posts').toBe(true);
          for (const other of ['', guessed, `${bodySecret}x`]) {
            const body = delivery.body.replaceAll(bodySecret, other);
            expect(await refusal({ ...delivery, body })).toBe('signature-invalid');
          }
          expect(await refusal({ ...delivery, body: 'no JSON at all' })).toBe('signature-invalid');
          return;
        }
        expect(await refusal({ ...delivery, headers: { 'content-type': 'application/json' } })).toBe(
          'signature-missing',
        );
        expect(await refusal({ ...delivery, body: `${delivery.body} ` })).toBe('signature-invalid');
        expect(await refusal({ ...delivery, body: 'no JSON at all' })).toBe('signature-invalid');
      },
    },
    {
      says: `${name}: the same push is known again`,
      async check() {
        const door = await arrange();
        const { webhook } = door.system.connection.events ?? {};
        const [first, second] = [await door.happen(name), await door.happen(name)];
        if (!webhook || !first.delivery || !second.delivery) return;
        const once = webhook.identify(incoming(first.delivery));
        expect(webhook.identify(incoming(first.delivery))).toEqual(once);
        expect(webhook.identify(incoming(second.delivery)), 'another push').not.toEqual(once);
      },
    },
    {
      says: `${name}: a sweep whose time is not that of the fact does not tell it`,
      async check() {
        const { system, happen } = await arrange();
        const { key } = await happen(name);
        const from = system.clock.now() + dayMs;
        const swept = await sweep(system, name, { from, to: from + dayMs });
        expect(swept.filter((it) => it.key === key)).toEqual([]);
      },
    },
  ]);
}

interface Told {
  readonly event: SourceEvent;
  readonly key: string;
}

/** Lets one fact happen and collects what the sources make of it. */
async function tell(name: EventName, { system, happen }: EventArrangement, times = 1): Promise<readonly Told[]> {
  const { webhook } = system.connection.events ?? {};
  const { key, delivery } = await happen(name);
  const now = system.clock.now();
  const told: SourceEvent[] = [];
  for (let time = 0; time < times; time++) {
    if (webhook?.emits.includes(name)) {
      if (!delivery) throw new Error(`The side door shows no delivery of '${name}'`);
      const pushed = await decode(system, webhook, delivery);
      expect(
        pushed.map((it) => it.name),
        'what the push tells',
      ).toContain(name);
      told.push(...pushed);
    }
    const swept = await sweep(system, name, { from: now - dayMs, to: now + dayMs });
    if (sweepsOf(system, name).length > 0)
      expect(
        swept.map((it) => it.key),
        'what the sweep tells',
      ).toContain(key);
    told.push(...swept);
  }
  return told.filter((it) => it.name === name && it.key === key).map((event) => ({ event, key }));
}

async function decode(
  system: OpenSystem,
  webhook: WebhookSource,
  delivery: PostedDelivery,
): Promise<readonly SourceEvent[]> {
  const it = incoming(delivery);
  await webhook.verify(it);
  const stored = {
    headers: Object.fromEntries(it.headers),
    body: it.body,
    topic: webhook.identify(it).topic,
    receivedAt: new Date(system.clock.now()).toISOString(),
  };
  const { signal } = new AbortController();
  return system.clock.settle(webhook.decode(stored, { signal }));
}

async function sweep(
  system: OpenSystem,
  name: EventName,
  window: { readonly from: number; readonly to: number },
): Promise<readonly SourceEvent[]> {
  const from = new Date(window.from).toISOString();
  const to = new Date(window.to).toISOString();
  const collect = async (): Promise<SourceEvent[]> => {
    const events: SourceEvent[] = [];
    const { signal } = new AbortController();
    for (const it of sweepsOf(system, name)) {
      for await (const event of it.run({ from, to, signal })) {
        if ('refused' in event) throw event.refused;
        events.push(event);
      }
    }
    return events;
  };
  return system.clock.settle(collect());
}

const sweepsOf = ({ connection }: OpenSystem, name: EventName) =>
  Object.values(connection.events?.sweeps ?? {}).filter((it) => it.emits.includes(name));

function incoming({ headers, body, url = 'https://crossdock.example/webhooks' }: PostedDelivery): IncomingDelivery {
  return { headers: new Headers(headers), body: new TextEncoder().encode(body), url };
}

async function verifying(webhook: WebhookSource, delivery: PostedDelivery): Promise<void> {
  await webhook.verify(incoming(delivery));
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);
