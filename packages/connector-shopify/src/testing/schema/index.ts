import { buildSchema, type GraphQLSchema } from 'graphql';
import { agreementsSchema } from './agreements.ts';
import { catalogSchema } from './catalog.ts';
import { customersSchema } from './customers.ts';
import { fulfillmentOrdersSchema } from './fulfillment-orders.ts';
import { inventorySchema } from './inventory.ts';
import { orderWritesSchema } from './order-writes.ts';
import { ordersSchema } from './orders.ts';
import { paymentsSchema } from './payments.ts';
import { platformSchema } from './platform.ts';
import { publishingSchema } from './publishing.ts';
import { refundsSchema } from './refunds.ts';
import { returnsSchema } from './returns.ts';

/**
 * The part of the Admin GraphQL schema that the simulator models, in our own words, built once.
 *
 * Every type, field, argument and enum value in these files exists under the same name and type in the real schema of
 * 2026-10; `test/schema-subset.test.ts` proves it. A query that asks for anything else fails to validate, as a
 * misspelled field does on the real platform. A file adds to the types of another with `extend type`.
 */
export const simulatedSchema: GraphQLSchema = buildSchema(
  [
    platformSchema,
    ordersSchema,
    orderWritesSchema,
    fulfillmentOrdersSchema,
    agreementsSchema,
    returnsSchema,
    refundsSchema,
    paymentsSchema,
    catalogSchema,
    publishingSchema,
    inventorySchema,
    customersSchema,
  ].join('\n'),
);
