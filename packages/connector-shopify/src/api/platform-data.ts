import { z } from 'zod';

/** A webhook subscription of the app. */
export const Subscription = z.object({
  id: z.string(),
  /** As GraphQL writes it, `ORDERS_CREATE`. */
  topic: z.string(),
  uri: z.string(),
  format: z.string(),
  filter: z.string().nullable(),
  includeFields: z.array(z.string()),
  name: z.string().nullable(),
});

export type Subscription = z.output<typeof Subscription>;

/** Answer of `WebhookSubscriptions`. */
export const WebhookSubscriptionsData = z.object({
  webhookSubscriptions: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(Subscription),
  }),
});

/** Answer of `WebhookSubscriptionCreate`. */
export const WebhookSubscriptionCreateData = z.object({
  webhookSubscriptionCreate: z.object({ webhookSubscription: z.object({ id: z.string() }) }),
});

/** Answer of `WebhookSubscriptionUpdate`. */
export const WebhookSubscriptionUpdateData = z.object({
  webhookSubscriptionUpdate: z.object({ webhookSubscription: Subscription }),
});
