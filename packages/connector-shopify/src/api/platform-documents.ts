import type { Document, Mutation } from './document.ts';

/** What the app may do, and which shop and versions answer. */
export const appAndShop: Document = {
  name: 'AppAndShop',
  cost: 4,
  text: `query AppAndShop {
    shop { myshopifyDomain ianaTimezone }
    currentAppInstallation { accessScopes { handle } }
    publicApiVersions { handle supported }
  }`,
};

const subscription = /* GraphQL */ `
  fragment Subscription on WebhookSubscription {
    id
    topic
    uri
    format
    filter
    includeFields
    name
  }
`;

/** The app's webhook subscriptions. Those that its configuration file declares are not among them. */
export const webhookSubscriptions: Document = {
  name: 'WebhookSubscriptions',
  cost: 13,
  text: `query WebhookSubscriptions($after: String) {
    webhookSubscriptions(first: 250, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...Subscription } }
  } ${subscription}`,
};

/** Subscribes to a topic. The same topic and address twice is refused. */
export const webhookSubscriptionCreate: Mutation = {
  name: 'WebhookSubscriptionCreate',
  cost: 13,
  text: `mutation WebhookSubscriptionCreate($topic: WebhookSubscriptionTopic!, $subscription: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $subscription) {
      webhookSubscription { id }
      userErrors { field message }
    }
  }`,
};

/** Changes where and how a subscription is told. */
export const webhookSubscriptionUpdate: Mutation = {
  name: 'WebhookSubscriptionUpdate',
  cost: 13,
  text: `mutation WebhookSubscriptionUpdate($id: ID!, $subscription: WebhookSubscriptionInput!) {
    webhookSubscriptionUpdate(id: $id, webhookSubscription: $subscription) {
      webhookSubscription { ...Subscription }
      userErrors { field message }
    }
  } ${subscription}`,
};

/** The documents about the app and the shop itself. */
export const platformDocuments = [
  appAndShop,
  webhookSubscriptions,
  webhookSubscriptionCreate,
  webhookSubscriptionUpdate,
] as const;
