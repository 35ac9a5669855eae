import { z } from 'zod';
import { IntegrationError } from '../primitives/index.ts';
import { type EventData, type EventName, eventTypes, isEventName, type Upcast } from './events.ts';
import { BusinessRef, Instant } from './ids.ts';
import { parse } from './parse.ts';

/** A CloudEvents 1.0 envelope. The type carries the version: `order.placed.v1`. */
export const EventEnvelope = z.object({
  specversion: z.literal('1.0'),
  /** Unique per source. */
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().regex(/^[a-z]+(?:\.[a-z]+)+\.v\d+$/, 'must be a name with a version, such as order.placed.v1'),
  time: Instant,
  /** The business reference of what it is about. */
  subject: z.string().min(1),
  datacontenttype: z.literal('application/json').default('application/json'),
  dataschema: z.string().optional(),
  /** The business transaction id: an extension attribute. */
  crossdocktxn: z.string().min(1),
  data: z.unknown(),
});
export type EventEnvelope = z.output<typeof EventEnvelope>;

/** What {@link createEnvelope} takes. */
export interface NewEnvelope<N extends EventName> {
  readonly name: N;
  readonly source: string;
  readonly id: string;
  /** The business transaction id. */
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
export function createEnvelope<N extends EventName>({ name, source, id, key, occurredAt, data }: NewEnvelope<N>): EventEnvelope {
  const { version, schema } = eventTypes[name];
  return {
    specversion: '1.0',
    id,
    source,
    type: `${name}.v${version}`,
    time: occurredAt,
    subject: parse(BusinessRef, key, { what: `the key of '${name}'` }),
    datacontenttype: 'application/json',
    crossdocktxn: key,
    data: parse(schema as z.ZodType, data, { what: `the data of '${name}'` }),
  };
}

/** An event that was read: its name, and its data in the present version. */
export type ReadEvent = { readonly [N in EventName]: { readonly name: N; readonly envelope: EventEnvelope; readonly data: EventData<N> } }[EventName];

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
  const read = Number(envelope.type.slice(at + 2));
  if (!isEventName(name) || read > eventTypes[name].version) throw unknownType(envelope.type);
  const { version, schema } = eventTypes[name];
  const known: Readonly<Record<number, Upcast>> = 'upcasts' in eventTypes[name] ? (eventTypes[name].upcasts as never) : {};
  let { data } = envelope;
  for (let from = read; from < version; from++) {
    const upcast = upcasts[`${name}.v${from}`] ?? known[from];
    if (!upcast) throw unknownType(envelope.type);
    data = upcast(data);
  }
  return { name, envelope, data: parse(schema as z.ZodType, data, { what: `the data of '${envelope.type}'` }) } as ReadEvent;
}

function unknownType(type: string): IntegrationError {
  return new IntegrationError(`This release cannot read events of type '${type}'`, {
    code: 'event-version-unknown',
    path: 'type',
    details: { type },
  });
}
