import { type Page, type PageArguments, pageOf } from './connection.ts';
import { gid, graphqlTime } from './platform-formats.ts';
import type { WebhookTopic } from './webhook-sender.ts';

interface Subscription {
  readonly id: bigint;
  readonly topic: string;
  readonly uri: string;
  readonly name: string | null;
  readonly includeFields: readonly string[];
  readonly at: number;
}

/** Failed attempts at one delivery after which the platform removes its subscription. */
const failuresUntilRemoval = 8;

/** The webhook subscriptions of the app. */
export class Subscriptions {
  readonly #now: () => number;
  readonly #apiVersion: string;
  readonly #list: Subscription[] = [];
  readonly #failures = new Map<string, number>();
  #lastId = 900_000_000n;

  constructor(options: { readonly now: () => number; readonly apiVersion: string }) {
    this.#now = options.now;
    this.#apiVersion = options.apiVersion;
  }

  /** Subscribes to topics, without GraphQL. */
  subscribe(topics: readonly WebhookTopic[], uri: string): void {
    for (const topic of topics) this.#add(enumOf(topic), uri, null, []);
  }

  /** Whether anybody wants this topic. */
  wants(topic: WebhookTopic): boolean {
    return this.#list.some((subscription) => subscription.topic === enumOf(topic));
  }

  /** Counts an attempt at a delivery; too many that fail remove the subscription without a word. */
  delivered(topic: string, deliveryId: string, accepted: boolean): void {
    const failures = accepted ? 0 : (this.#failures.get(deliveryId) ?? 0) + 1;
    if (failures === 0) this.#failures.delete(deliveryId);
    else this.#failures.set(deliveryId, failures);
    if (failures < failuresUntilRemoval) return;
    for (const subscription of this.#list.filter((it) => it.topic === enumOf(topic))) {
      this.#list.splice(this.#list.indexOf(subscription), 1);
    }
  }

  /** Answers `webhookSubscriptions`. */
  page(page: PageArguments & { topics?: readonly string[] | null; uri?: string | null }): Page<unknown> {
    const rows = this.#list.filter(
      ({ topic, uri }) =>
        (page.topics == null || page.topics.includes(topic)) && (page.uri == null || page.uri === uri),
    );
    return pageOf(
      rows,
      page,
      ({ at, id }) => [at, id.toString()],
      (subscription) => this.#view(subscription),
    );
  }

  /** Answers `webhookSubscriptionCreate`. */
  readonly create = ({
    topic,
    webhookSubscription: input,
  }: {
    topic: string;
    webhookSubscription: { uri?: string | null; name?: string | null; includeFields?: readonly string[] | null };
  }): unknown => {
    const uri = input.uri ?? '';
    if (!/^(?:https:\/\/|pubsub:\/\/|arn:)/.test(uri))
      return {
        webhookSubscription: null,
        userErrors: [{ field: ['webhookSubscription', 'uri'], message: 'Address is invalid' }],
      };
    if (this.#list.some((it) => it.topic === topic && it.uri === uri)) {
      return {
        webhookSubscription: null,
        userErrors: [
          { field: ['webhookSubscription', 'uri'], message: 'Address for this topic has already been taken' },
        ],
      };
    }
    return {
      webhookSubscription: this.#view(this.#add(topic, uri, input.name ?? null, input.includeFields ?? [])),
      userErrors: [],
    };
  };

  /** Answers `webhookSubscriptionDelete`. */
  readonly remove = ({ id }: { id: string }): unknown => {
    const index = this.#list.findIndex((it) => gid('WebhookSubscription', it.id) === id);
    if (index === -1)
      return {
        deletedWebhookSubscriptionId: null,
        userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }],
      };
    this.#list.splice(index, 1);
    return { deletedWebhookSubscriptionId: id, userErrors: [] };
  };

  #add(topic: string, uri: string, name: string | null, includeFields: readonly string[]): Subscription {
    const subscription: Subscription = {
      id: ++this.#lastId,
      topic,
      uri,
      name,
      includeFields,
      at: this.#now(),
    };
    this.#list.push(subscription);
    return subscription;
  }

  #view(subscription: Subscription): Record<string, unknown> {
    return {
      id: gid('WebhookSubscription', subscription.id),
      legacyResourceId: subscription.id.toString(),
      topic: subscription.topic,
      uri: subscription.uri,
      name: subscription.name,
      format: 'JSON',
      filter: null,
      includeFields: subscription.includeFields,
      createdAt: graphqlTime(subscription.at),
      updatedAt: graphqlTime(subscription.at),
      apiVersion: { handle: this.#apiVersion, displayName: this.#apiVersion, supported: true },
    };
  }
}

function enumOf(topic: string): string {
  return topic.toUpperCase().replace('/', '_');
}
