import { type SourceEvent } from '../capabilities/index.ts';
import { type NewEvent } from '../journal/index.ts';
import { createEnvelope } from '../schemas/index.ts';

/** A connector's event as the journal keeps it. The data is checked against its schema on the way. */
export function toNewEvent(system: string, event: SourceEvent, recordedAt: string): NewEvent {
  const { name, key, occurredAt, identifiers = [] } = event;
  const id = eventIdOf(system, event);
  const envelope = createEnvelope({
    name,
    source: `/crossdock/${system}`,
    id,
    key,
    occurredAt,
    data: event.data,
  });
  return {
    id,
    source: system,
    name,
    key,
    occurredAt,
    recordedAt,
    envelope: JSON.stringify(envelope),
    identifiers: [...new Set([key, ...identifiers])],
  };
}

/** `system/name/fact`: the same fact has the same id, however it came. */
export function eventIdOf(system: string, { name, id }: Pick<SourceEvent, 'name' | 'id'>): string {
  return `${system}/${name}/${id}`;
}
