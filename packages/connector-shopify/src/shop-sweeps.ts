import type { Sweep } from '@crossdock/core';
import { type CatalogEvent, catalogEvents } from './catalog/catalog-events.ts';
import type { ConnectorContext } from './context.ts';
import { catalogEventNames } from './event-names.ts';
import { customerEvents, isChange } from './customers/customer-events.ts';
import { createCustomerReader } from './customers/customer-reader.ts';
import { changedWithin, isWithin } from './search.ts';
import { onward } from './onward.ts';

/** Reads every product that changed in a window and tells what its variants are and cost. */
export function productSweep(context: ConnectorContext): Sweep<CatalogEvent['name']> {
  const { sweepEvery: every, sweepOverlap: overlap, changes } = context.config;
  return {
    emits: catalogEventNames,
    every,
    overlap,
    async *run({ from, to, signal }) {
      if (!changes.of.includes('products')) return;
      const span = { changedFrom: from, changedBefore: to };
      for (let after: string | null = null, more = true; more;) {
        const page = await context.rooms.patientCatalog.updated({ query: changedWithin(span), after }, signal);
        if (page.hasNextPage) onward({ endCursor: page.products.at(-1)?.cursor ?? null }, after);
        for (const whole of page.products) {
          after = whole.cursor;
          if (isWithin(whole.product.updatedAt, span)) yield* catalogEvents(whole, context);
        }
        more = page.hasNextPage;
      }
    },
  };
}

/** Reads every customer who changed in a window. That two were merged is told by webhook alone: one of them is gone. */
export function customerSweep(context: ConnectorContext): Sweep<'customer.changed'> {
  const { sweepEvery: every, sweepOverlap: overlap, changes } = context.config;
  const reader = createCustomerReader(context.client, { patient: true });
  return {
    emits: ['customer.changed'],
    every,
    overlap,
    async *run({ from, to, signal }) {
      if (!changes.of.includes('customers')) return;
      const span = { changedFrom: from, changedBefore: to };
      for (let after: string | null = null, more = true; more;) {
        // The platform may take an upper bound for a whole day, and leave out all of it: the end is found here.
        const page = await reader.updated({ query: changedWithin({ changedFrom: from }), after }, signal);
        more = page.pageInfo.hasNextPage;
        if (more) onward({ endCursor: page.edges.at(-1)?.cursor ?? null }, after);
        for (const { cursor, node } of page.edges) {
          after = cursor;
          if (isWithin(node.updatedAt, span)) yield* customerEvents(node, context).filter(isChange);
          else if (Date.parse(node.updatedAt) >= Date.parse(to)) more = false;
        }
      }
    },
  };
}
