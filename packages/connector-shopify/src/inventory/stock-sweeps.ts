import type { Sweep } from '@crossdock/core';
import type { z } from 'zod';
import { LevelsAtLocationData, type ShopLocation, ToldLocationsData } from '../api/inventory-data.ts';
import { levelsAtLocation, toldLocations } from '../api/inventory-documents.ts';
import type { ConnectorContext } from '../context.ts';
import { locationsOf } from '../locations.ts';
import { onward } from '../onward.ts';
import { changedWithin, isWithin } from '../search.ts';
import { levelEvents, unnamedPlace } from './level-events.ts';
import { locationEvents } from './location-events.ts';

/**
 * Reads every level that changed in a window, place by place. A place that the options do not name is refused once, when
 * something in it changed.
 */
export function inventorySweep(context: ConnectorContext): Sweep<'inventory.changed'> {
  const { client, clock, config, rooms } = context;
  const { sweepEvery: every, sweepOverlap: overlap, changes } = config;
  const locations = locationsOf(config);

  async function* at(place: string, span: Span, signal: AbortSignal) {
    const location = locations.knownCodeOf(place);
    for (let after: string | null = null, more = true; more;) {
      const mark = rooms.levels.mark();
      const asOf = new Date(clock.now()).toISOString();
      const variables = { id: place, query: changedWithin(span), after, includeInactive: true };
      const answer: z.output<typeof LevelsAtLocationData> = await client.queryPatiently(levelsAtLocation, {
        variables,
        data: LevelsAtLocationData,
        signal,
      });
      // A location that was deleted meanwhile has no more levels.
      if (!answer.location) return;
      const { edges, pageInfo } = answer.location.inventoryLevels;
      more = pageInfo.hasNextPage;
      if (more) after = onward({ endCursor: edges.at(-1)?.cursor ?? null }, after);
      for (const { node: level } of edges) {
        if (!isWithin(level.updatedAt, span)) continue;
        if (location !== undefined) yield* levelEvents({ item: level.item, level, location, asOf, mark }, context);
        else if (level.item.tracked) {
          yield unnamedPlace(place);
          return;
        }
      }
    }
  }

  return {
    emits: ['inventory.changed'],
    every,
    overlap,
    async *run({ from, to, signal }) {
      if (!changes.of.includes('inventory')) return;
      const span = { changedFrom: from, changedBefore: to };
      for await (const { id } of everyLocation(context, signal)) yield* at(id, span, signal);
    },
  };
}

/** Reads every place and tells those that changed in a window; Shopify does not search them by date. */
export function locationSweep(context: ConnectorContext): Sweep<'location.changed'> {
  const { sweepEvery: every, sweepOverlap: overlap, changes } = context.config;
  return {
    emits: ['location.changed'],
    every,
    overlap,
    async *run({ from, to, signal }) {
      if (!changes.of.includes('locations')) return;
      const span = { changedFrom: from, changedBefore: to };
      for await (const location of everyLocation(context, signal)) {
        if (isWithin(location.updatedAt, span)) yield* locationEvents(location, context);
      }
    },
  };
}

interface Span {
  readonly changedFrom: string;
  readonly changedBefore: string;
}

async function* everyLocation({ client }: ConnectorContext, signal: AbortSignal): AsyncGenerator<ShopLocation> {
  for (let after: string | null = null, more = true; more;) {
    const { locations }: z.output<typeof ToldLocationsData> = await client.queryPatiently(toldLocations, {
      variables: { after },
      data: ToldLocationsData,
      signal,
    });
    more = locations.pageInfo.hasNextPage;
    if (more) after = onward(locations.pageInfo, after);
    yield* locations.nodes;
  }
}
