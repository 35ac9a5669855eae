import { type Backfill, IntegrationError } from '@crossdock/core';
import type { z } from 'zod';
import { BulkMedium, BulkProduct, PriceTermsData, type Terms, Variant } from './api/catalog-data.ts';
import { priceTerms, productsInBulk } from './api/catalog-documents.ts';
import { BulkCustomer, ShopAddress, type ShopCustomer } from './api/customer-data.ts';
import { customersInBulk } from './api/customer-documents.ts';
import { childrenOf, type Family } from './bulk/families.ts';
import { type CatalogEvent, catalogEvents } from './catalog/catalog-events.ts';
import type { WholeProduct } from './catalog/catalog-reader.ts';
import type { ConnectorContext } from './context.ts';
import { catalogEventNames } from './event-names.ts';
import { customerEvents, isChange } from './customers/customer-events.ts';
import { createCustomerReader } from './customers/customer-reader.ts';

/**
 * Tells what all products are and cost, by bulk operation. The facts are those of webhook and sweep, under the same ids. Stock has
 * no event: it is a level, which `listInventory` reads.
 */
export function productBackfill(context: ConnectorContext): Backfill<CatalogEvent['name']> {
  return {
    emits: catalogEventNames,
    async *run({ since, resume, signal, progress }) {
      const { shop: terms } = await context.client.queryPatiently(priceTerms, { data: PriceTermsData, signal });
      const query = productsInBulk(wholeSecond(since));
      for await (const portion of context.bulk.read({ query, resume, signal, progress })) {
        const events = [];
        for (const family of portion.families) {
          const whole = portion.whole
            ? productOf(family, terms)
            : await context.rooms.patientCatalog.byId(family.root.id, signal);
          if (whole) events.push(...catalogEvents(whole, context));
        }
        yield { events, resume: portion.resume };
      }
    },
  };
}

/** Tells all customers, by bulk operation. The facts are those of webhook and sweep, under the same ids. */
export function customerBackfill(context: ConnectorContext): Backfill<'customer.changed'> {
  const reader = createCustomerReader(context.client, { patient: true });
  return {
    emits: ['customer.changed'],
    async *run({ since, resume, signal, progress }) {
      const query = customersInBulk(wholeSecond(since));
      for await (const portion of context.bulk.read({ query, resume, signal, progress })) {
        const events = [];
        for (const family of portion.families) {
          const customer = portion.whole ? customerOf(family) : await reader.byId(family.root.id, signal);
          if (customer) events.push(...customerEvents(customer, context).filter(isChange));
        }
        yield { events, resume: portion.resume };
      }
    },
  };
}

function productOf(family: Family, terms: Terms): WholeProduct {
  const media = childrenOf(family, 'MediaImage').map((medium) => parsed(BulkMedium, medium));
  return {
    product: { ...parsed(BulkProduct, family.root), media: { nodes: media } },
    variants: childrenOf(family, 'ProductVariant').map((variant) => parsed(Variant, variant)),
    terms,
  };
}

function customerOf(family: Family): ShopCustomer {
  const nodes = childrenOf(family, 'MailingAddress').map((address) => parsed(ShopAddress, address));
  return { ...parsed(BulkCustomer, family.root), addressesV2: { pageInfo: lastPage, nodes } };
}

const lastPage = { hasNextPage: false, endCursor: null };

function parsed<Schema extends z.ZodType>(schema: Schema, line: unknown): z.output<Schema> {
  const result = schema.safeParse(line);
  if (result.success) return result.data;
  throw new IntegrationError('A line of the bulk result is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
    path: result.error.issues[0]?.path.map(String).join('.'),
  });
}

/** The platform compares whole seconds. */
function wholeSecond(instant: string | undefined): string | undefined {
  if (instant === undefined) return undefined;
  return new Date(Math.floor(Date.parse(instant) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
