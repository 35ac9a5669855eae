import type { Sweep } from '@crossdock/core';
import { catalogEventNames, catalogEvents, type CatalogEvent } from './catalog/catalog-events.ts';
import type { ConnectorContext } from './context.ts';
import { customerEvents, isChange } from './customers/customer-events.ts';
import { createCustomerReader } from './customers/customer-reader.ts';
import { changedWithin, isWithin } from './search.ts';

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
        const page = await reader.updated({ query: changedWithin(span), after }, signal);
        for (const { cursor, node } of page.edges) {
          after = cursor;
          if (!isWithin(node.updatedAt, span)) continue;
          yield* customerEvents(node, context).filter(isChange);
        }
        more = page.pageInfo.hasNextPage;
      }
    },
  };
}
