import { type RefusedEvent, type SourceEvent } from '../capabilities/index.ts';
import {
  type BackfillDefinition,
  type Found,
  type SweepDefinition,
  type UpkeepDefinition,
} from '../orchestrator/index.ts';
import { type Duration, toIntegrationError, toMs } from '../primitives/index.ts';
import { eventIdOf, toNewEvent } from './event-record.ts';
import { type ConnectedSystem } from './systems.ts';

/** The sweeps of a system, their facts as events of the journal. */
export function sweepsOf(
  { name, connection }: ConnectedSystem,
  {
    every,
    now,
    heard,
  }: { every: Duration | undefined; now: () => string; heard: ((system: string) => void) | undefined },
): SweepDefinition[] {
  return Object.entries(connection.events?.sweeps ?? {}).map(([sweepName, sweep]) => ({
    name: `${name}/${sweepName}`,
    system: name,
    everyMs: toMs(every ?? sweep.every),
    overlapMs: toMs(sweep.overlap),
    async *run(window) {
      for await (const event of sweep.run(window)) yield foundBy(name, event, now());
      // Nothing new is a sign of life, too.
      heard?.(name);
    },
  }));
}

/** What a system needs done on a beat to be kept in order. */
export function upkeepOf({ name, connection }: ConnectedSystem): UpkeepDefinition[] {
  return Object.entries(connection.upkeep ?? {}).map(([job, upkeep]) => ({
    name: `${name}/${job}`,
    system: name,
    everyMs: toMs(upkeep.every),
    run: (signal) => upkeep.run({ signal }),
  }));
}

/** The backfills of a system, their facts as events of the journal. */
export function backfillsOf({ name, connection }: ConnectedSystem, now: () => string): BackfillDefinition[] {
  return Object.entries(connection.events?.backfills ?? {}).map(([backfillName, backfill]) => ({
    name: `${name}/${backfillName}`,
    system: name,
    async *run(question) {
      for await (const { events, resume } of backfill.run(question)) {
        yield { found: events.map((event) => foundBy(name, event, now())), resume };
      }
    },
  }));
}

function foundBy(system: string, event: SourceEvent | RefusedEvent, recordedAt: string): Found {
  if ('refused' in event) {
    return { refused: { id: eventIdOf(system, event), key: event.key, error: event.refused } };
  }
  try {
    return { event: toNewEvent(system, event, recordedAt) };
  } catch (error) {
    const { key } = event;
    return { refused: { id: eventIdOf(system, event), key, error: toIntegrationError(error) } };
  }
}
