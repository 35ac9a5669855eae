import { z } from 'zod';
import { MoneyBag } from './graphql-order.ts';

/**
 * What GraphQL answers about orders that are to be changed.
 *
 * @module
 */

const Identified = z.object({ id: z.string() });
const MorePages = z.object({ hasNextPage: z.boolean() });

/** Answer of `OrderByReference`. */
export const OrderByReferenceData = z.object({
  orderByIdentifier: z
    .object({ id: z.string(), name: z.string(), cancelledAt: z.string().nullable(), totalPriceSet: MoneyBag })
    .nullable(),
});

/** Answer of `OrderState`. */
export const OrderStateData = z.object({
  order: z.object({ id: z.string(), name: z.string(), cancelledAt: z.string().nullable() }).nullable(),
});

/** Answer of `OrderCreate`. */
export const OrderCreateData = z.object({ orderCreate: z.object({ order: Identified }) });

/** Answer of `OrderCancel`. */
export const OrderCancelData = z.object({ orderCancel: z.object({ job: Identified.nullable() }) });

/** Answer of `JobStatus`. */
export const JobStatusData = z.object({ job: z.object({ done: z.boolean() }).nullable() });

/** Answer of `OrderShipping`. */
export const OrderShippingData = z.object({
  order: z
    .object({
      id: z.string(),
      shipments: z.object({ value: z.string(), compareDigest: z.string() }).nullable(),
      fulfillments: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          status: z.string(),
          fulfillmentLineItems: z.object({
            pageInfo: MorePages,
            nodes: z.array(z.object({ quantity: z.int().nullable(), lineItem: Identified })),
          }),
        }),
      ),
      fulfillmentOrders: z.object({
        pageInfo: MorePages,
        nodes: z.array(
          z.object({
            id: z.string(),
            status: z.string(),
            assignedLocation: z.object({ location: Identified.nullable() }),
            supportedActions: z.array(z.object({ action: z.string() })),
            lineItems: z.object({
              pageInfo: MorePages,
              nodes: z.array(
                z.object({
                  id: z.string(),
                  remainingQuantity: z.int(),
                  sku: z.string().nullable(),
                  lineItem: Identified,
                }),
              ),
            }),
          }),
        ),
      }),
    })
    .nullable(),
});

/** Answer of `FulfillmentCreate`. */
export const FulfillmentCreateData = z.object({
  fulfillmentCreate: z.object({ fulfillment: z.object({ id: z.string(), name: z.string() }) }),
});

/** Answer of `MarkShipments`. */
export const MarkShipmentsData = z.object({
  metafieldsSet: z.object({ metafields: z.array(z.object({ compareDigest: z.string() })).nullish() }),
});

export type OrderShipping = NonNullable<z.output<typeof OrderShippingData>['order']>;
