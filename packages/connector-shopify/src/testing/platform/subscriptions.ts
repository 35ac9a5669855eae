import { type Page, type PageArguments, pageOf } from '../connection.ts';
import { gid, graphqlTime } from '../platform-formats.ts';
import { enumOf, type WebhookTopic } from '../topics.ts';

/** A subscription as the shop keeps it. */
export interface Subscription {
  readonly id: bigint;
  /** As GraphQL writes it. */
  readonly topic: string;
  readonly at: number;
  uri: string;
  name: string | null;
  format: 'JSON' | 'XML';
  filter: string | null;
  includeFields: readonly string[];
  updatedAt: number;
}

/** What a subscription is created and updated with. */
interface SubscriptionInput {
  readonly uri?: string | null;
  readonly name?: string | null;
  readonly format?: 'JSON' | 'XML' | null;
  readonly filter?: string | null;
  readonly includeFields?: readonly string[] | null;
}

/** Failed attempts at one delivery after which the platform removes its subscription. */
const failuresUntilRemoval = 8;

/** The webhook subscriptions of the app. */
export class Subscriptions {
  readonly #now: () => number;
  readonly #apiVersion: string;
  readonly #list: Subscription[] = [];
  /** Deliveries under way: the subscription they belong to, and how often they failed. */
  readonly #underWay = new Map<string, { readonly subscription: bigint; failures: number }>();
  #lastId = 900_000_000n;

  constructor(options: { readonly now: () => number; readonly apiVersion: string }) {
    this.#now = options.now;
    this.#apiVersion = options.apiVersion;
  }

  /** Subscribes to topics, without GraphQL. */
  subscribe(topics: readonly WebhookTopic[], uri: string): void {
    for (const topic of topics) this.#add(enumOf(topic), { uri });
  }

  /** Who wants this topic. */
  to(topic: WebhookTopic): readonly Subscription[] {
    return this.#list.filter((subscription) => subscription.topic === enumOf(topic));
  }

  /** Remembers what a delivery belongs to. */
  sent(deliveryId: string, { id }: Subscription): void {
    this.#underWay.set(deliveryId, { subscription: id, failures: 0 });
  }

  /** Counts an attempt at a delivery; too many that fail remove the subscription without a word. */
  delivered(deliveryId: string, accepted: boolean): void {
    const delivery = this.#underWay.get(deliveryId);
    if (!delivery) return;
    if (accepted) {
      this.#underWay.delete(deliveryId);
      return;
    }
    delivery.failures++;
    if (delivery.failures < failuresUntilRemoval) return;
    this.#underWay.delete(deliveryId);
    const index = this.#list.findIndex(({ id }) => id === delivery.subscription);
    if (index !== -1) this.#list.splice(index, 1);
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
  readonly create = (args: { topic: string; webhookSubscription: SubscriptionInput }): unknown => {
    const { topic, webhookSubscription: input } = args;
    const refused = this.#refusal(topic, input.uri ?? '');
    if (refused !== undefined) return { userErrors: [{ field: ['webhookSubscription', 'uri'], message: refused }] };
    return { webhookSubscription: this.#view(this.#add(topic, input)), userErrors: [] };
  };

  /** Answers `webhookSubscriptionUpdate`. What is not named stays. */
  readonly update = (args: { id: string; webhookSubscription: SubscriptionInput }): unknown => {
    const { id, webhookSubscription: input } = args;
    const subscription = this.#list.find((it) => gid('WebhookSubscription', it.id) === id);
    if (!subscription) return unknownSubscription();
    const refused = this.#refusal(subscription.topic, input.uri ?? subscription.uri, subscription);
    if (refused !== undefined) return { userErrors: [{ field: ['webhookSubscription', 'uri'], message: refused }] };
    subscription.uri = input.uri ?? subscription.uri;
    subscription.format = input.format ?? subscription.format;
    if (input.name !== undefined) subscription.name = input.name;
    if (input.filter !== undefined) subscription.filter = input.filter;
    if (input.includeFields !== undefined) subscription.includeFields = input.includeFields ?? [];
    subscription.updatedAt = this.#now();
    return { webhookSubscription: this.#view(subscription), userErrors: [] };
  };

  /** Answers `webhookSubscriptionDelete`. */
  readonly remove = ({ id }: { id: string }): unknown => {
    const index = this.#list.findIndex((it) => gid('WebhookSubscription', it.id) === id);
    if (index === -1) return unknownSubscription();
    this.#list.splice(index, 1);
    return { deletedWebhookSubscriptionId: id, userErrors: [] };
  };

  #refusal(topic: string, uri: string, itself?: Subscription): string | undefined {
    if (!/^(?:https:\/\/|pubsub:\/\/|arn:)/.test(uri)) return 'Address is invalid';
    const taken = this.#list.some((it) => it !== itself && it.topic === topic && it.uri === uri);
    return taken ? 'Address for this topic has already been taken' : undefined;
  }

  #add(topic: string, input: SubscriptionInput): Subscription {
    const at = this.#now();
    const subscription: Subscription = {
      id: ++this.#lastId,
      topic,
      at,
      updatedAt: at,
      uri: input.uri ?? '',
      name: input.name ?? null,
      format: input.format ?? 'JSON',
      filter: input.filter ?? null,
      includeFields: input.includeFields ?? [],
    };
    this.#list.push(subscription);
    return subscription;
  }

  #view(subscription: Subscription): Record<string, unknown> {
    const { id, at, updatedAt, ...shown } = subscription;
    return {
      ...shown,
      id: gid('WebhookSubscription', id),
      legacyResourceId: id.toString(),
      createdAt: graphqlTime(at),
      updatedAt: graphqlTime(updatedAt),
      apiVersion: { handle: this.#apiVersion, displayName: this.#apiVersion, supported: true },
    };
  }
}

function unknownSubscription(): unknown {
  return { userErrors: [{ field: ['id'], message: 'Webhook subscription does not exist' }] };
}

/** The body that a subscription gets: only the fields it asked for, if it named any. */
export function bodyFor(payload: unknown, { includeFields }: Subscription): unknown {
  if (includeFields.length === 0 || typeof payload !== 'object' || payload === null) return payload;
  const wanted = new Set(includeFields.map((field) => field.split('.')[0]));
  return Object.fromEntries(Object.entries(payload).filter(([name]) => wanted.has(name)));
}
