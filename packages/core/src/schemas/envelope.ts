import { z } from 'zod';
import { IntegrationError } from '../primitives/index.ts';
import { type EventData, type EventName, eventTypeOf, isEventName, type Upcast } from './events.ts';
import { BusinessRef, EventKey, Instant } from './ids.ts';
import { parse } from './parse.ts';

/** A CloudEvents 1.0 envelope. The type carries the version: `order.placed.v1`. */
export const EventEnvelope = z.object({
  specversion: z.literal('1.0'),
  /** Unique per source: the same fact has the same id, however it came. */
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().regex(/^[a-z]+(?:\.[a-z]+)+\.v\d+$/, 'must be a name with a version, such as order.placed.v1'),
  /** When it happened. */
  time: Instant,
  /** What it is about: the key that orders events. */
  subject: EventKey,
  datacontenttype: z.literal('application/json').default('application/json'),
  dataschema: z.string().optional(),
  /** The business transaction id: an extension attribute. */
  crossdocktxn: EventKey,
  data: z.unknown(),
});
export type EventEnvelope = z.output<typeof EventEnvelope>;

/** Made once: a schema is compiled at its first use. */
const Head = EventEnvelope.omit({ data: true });

/** What {@link createEnvelope} takes. */
export interface NewEnvelope<N extends EventName> {
  readonly name: N;
  readonly source: string;
  readonly id: string;
  /** The business transaction id: a business reference, or a SKU for products, prices and stock. */
  readonly key: string;
  /** ISO instant. */
  readonly occurredAt: string;
  readonly data: unknown;
}

/**
 * Puts a business fact into its envelope, with the data checked.
 *
 * @throws IntegrationError `input-invalid` (or `unbalanced`, `currency-mismatch`) naming the path in the data.
 */
export function createEnvelope<N extends EventName>({
  name,
  source,
  id,
  key,
  occurredAt,
  data,
}: NewEnvelope<N>): EventEnvelope {
  const { version, schema, keyedBy } = eventTypeOf(name);
  const subject = parse(keyedBy === 'ref' ? BusinessRef : EventKey, key, { what: `the key of '${name}'` });
  const head = {
    specversion: '1.0',
    id,
    source,
    type: `${name}.v${version}`,
    time: occurredAt,
    subject,
    crossdocktxn: subject,
  };
  return {
    ...parse(Head, head, { what: `the envelope of '${name}'` }),
    data: parse(schema, data, { what: `the data of '${name}'` }),
  };
}

/** An event that was read: its name, and its data in the present version. */
export type ReadEvent = {
  readonly [N in EventName]: { readonly name: N; readonly envelope: EventEnvelope; readonly data: EventData<N> };
}[EventName];

/**
 * Reads an envelope of this or an older version.
 *
 * @param upcasts - further readers of older versions, by `name.vN`
 * @throws IntegrationError `event-version-unknown` for an unknown name or a newer version, `input-invalid` for anything
 * that is no envelope or whose data does not fit.
 */
export function readEvent(value: unknown, upcasts: Readonly<Record<string, Upcast>> = {}): ReadEvent {
  const envelope = parse(EventEnvelope, value, { what: 'the event' });
  const at = envelope.type.lastIndexOf('.v');
  const name = envelope.type.slice(0, at);
  const written = Number(envelope.type.slice(at + 2));
  if (!isEventName(name)) throw unknownType(envelope.type);
  const { version, schema, upcasts: own = {} } = eventTypeOf(name);
  if (written > version) throw unknownType(envelope.type);
  let { data } = envelope;
  for (let from = written; from < version; from++) {
    const upcast = upcasts[`${name}.v${from}`] ?? own[from];
    if (!upcast) throw unknownType(envelope.type);
    data = upcast(data);
  }
  // The schema is the one of this name, which the compiler cannot follow through the table.
  return { name, envelope, data: parse(schema, data, { what: `the data of '${envelope.type}'` }) } as ReadEvent;
}

function unknownType(type: string): IntegrationError {
  return new IntegrationError(`This release cannot read events of type '${type}'`, {
    code: 'event-version-unknown',
    path: 'type',
    details: { type },
  });
}
