import { type ConfigFinding, isIntegrationError, paginate, type Upkeep } from '@crossdock/core';
import {
  type Subscription,
  WebhookSubscriptionCreateData,
  WebhookSubscriptionsData,
  WebhookSubscriptionUpdateData,
} from './api/platform-data.ts';
import {
  webhookSubscriptionCreate,
  webhookSubscriptions,
  webhookSubscriptionUpdate,
} from './api/platform-documents.ts';
import type { GraphqlClient } from './client.ts';
import type { ConnectorContext } from './context.ts';
import type { ResolvedOptions } from './options.ts';
import { isAskedFor } from './shop-news.ts';
import { topicsRead } from './webhooks.ts';

type Settings = NonNullable<ResolvedOptions['webhooks']>;

/** Topics whose news `orders/updated` brings as well. */
const toldByOthers: ReadonlySet<string> = new Set(['orders/fulfilled', 'orders/partially_fulfilled']);

/** What is subscribed to. */
const wanted: readonly string[] = topicsRead.filter((topic) => !toldByOthers.has(topic));

/** What a look has to work with. */
interface Look {
  readonly client: GraphqlClient;
  readonly settings: Settings;
  /** Our mark on a subscription, by which it is known when its address is another. */
  readonly mark: string;
  /** Subscriptions whose address was mended by this process before. */
  readonly led: Set<string>;
  readonly signal: AbortSignal;
}

/** Looks whether the shop tells everything that is read, to the right address, and mends it. */
export function subscriptionUpkeep({ client, name, config }: ConnectorContext, settings: Settings): Upkeep {
  const topics = wanted.filter((topic) => isAskedFor(topic, config));
  // Longer names are refused.
  const mark = `crossdock ${name}`.slice(0, 50);
  const led = new Set<string>();
  let toldOfOthers = '';
  return {
    every: settings.every,
    async run({ signal }) {
      const look: Look = { client, settings, mark, led, signal };
      const present = await list(look);
      const findings: ConfigFinding[] = [];
      const ours = new Set<Subscription>();
      for (const topic of topics) {
        const candidates = present.filter((it) => it.topic === enumOf(topic));
        const subscription =
          candidates.find(({ uri }) => uri === settings.address) ?? candidates.find((it) => it.name === mark);
        if (subscription) ours.add(subscription);
        const finding = subscription ? await mend(topic, subscription, look) : await make(topic, look);
        if (finding) findings.push(finding);
      }
      const others = describe(present.filter((it) => !ours.has(it)));
      // Said once, not at every look: they do no harm.
      if (others !== toldOfOthers && others !== '') {
        findings.push({
          severity: 'warning',
          path: 'webhooks',
          message: `these subscriptions are left alone: ${others}`,
        });
      }
      toldOfOthers = others;
      return findings;
    },
  };
}

async function list({ client, signal }: Look): Promise<Subscription[]> {
  const pages = paginate<Subscription, string>(async (after) => {
    const { webhookSubscriptions: page } = await client.queryPatiently(webhookSubscriptions, {
      variables: after === undefined ? {} : { after },
      data: WebhookSubscriptionsData,
      signal,
    });
    const { hasNextPage, endCursor } = page.pageInfo;
    return { items: page.nodes, next: hasNextPage ? (endCursor ?? undefined) : undefined };
  });
  const found: Subscription[] = [];
  for await (const subscription of pages) found.push(subscription);
  return found;
}

/** What we send with a subscription: all fields of everything that happens. */
function inputOf({ settings, mark }: Look): Readonly<Record<string, unknown>> {
  return { uri: settings.address, format: 'JSON', filter: null, includeFields: null, name: mark };
}

async function make(topic: string, look: Look): Promise<ConfigFinding | undefined> {
  if (!look.settings.heal) return wrong(`the shop does not tell ${topic}: nobody subscribed to it`);
  const variables = { topic: enumOf(topic), subscription: inputOf(look) };
  const { client, signal } = look;
  return refusalOf(topic, async () => {
    try {
      await client.mutatePatiently(webhookSubscriptionCreate, {
        variables,
        data: WebhookSubscriptionCreateData,
        signal,
      });
    } catch (error) {
      // Another process was faster, or an attempt whose answer was lost.
      const present = await list(look);
      if (!present.some((it) => it.topic === enumOf(topic) && it.uri === look.settings.address)) throw error;
    }
    return mended(`the subscription to ${topic} was missing and was made`);
  });
}

async function mend(topic: string, found: Subscription, look: Look): Promise<ConfigFinding | undefined> {
  const faults = faultsOf(found, look.settings);
  if (faults === '') return undefined;
  if (!look.settings.heal) return wrong(`the subscription to ${topic} ${faults}`);
  if (found.uri !== look.settings.address) {
    // Two installations with one app would take the subscription from each other for ever.
    if (look.led.has(found.id)) {
      return wrong(`the subscription to ${topic} was led elsewhere again; does another installation use this app?`);
    }
    look.led.add(found.id);
  }
  const variables = { id: found.id, subscription: inputOf(look) };
  const { client, signal } = look;
  return refusalOf(topic, async () => {
    const { webhookSubscriptionUpdate: updated } = await client.mutatePatiently(webhookSubscriptionUpdate, {
      variables,
      data: WebhookSubscriptionUpdateData,
      signal,
    });
    const left = faultsOf(updated.webhookSubscription, look.settings);
    if (left !== '') return wrong(`the subscription to ${topic} ${left}, and cannot be changed; delete it`);
    return mended(`the subscription to ${topic} ${faults}, and was mended`);
  });
}

function faultsOf({ uri, format, filter, includeFields }: Subscription, { address }: Settings): string {
  return [
    ...(uri === address ? [] : ['leads to another address']),
    ...(format === 'JSON' ? [] : ['is no JSON']),
    ...(filter === null || filter === '' ? [] : ['is filtered']),
    ...(includeFields.length === 0 ? [] : ['leaves fields out']),
  ].join(', ');
}

/** A refusal is for a person; whatever may pass ends the look, and the next one begins anew. */
async function refusalOf(topic: string, work: () => Promise<ConfigFinding>): Promise<ConfigFinding | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
    return wrong(`Shopify refuses the subscription to ${topic} (${error.code}); is the address right?`);
  }
}

const wrong = (message: string): ConfigFinding => ({ severity: 'error', path: 'webhooks', message });
const mended = (message: string): ConfigFinding => ({ severity: 'warning', path: 'webhooks', message });

/** Only the host of an address: what follows may hold a key. */
function describe(others: readonly Subscription[]): string {
  const texts = others.map(
    ({ topic, uri }) => `${topic} to ${URL.canParse(uri) ? new URL(uri).host || uri.split(':')[0] : 'elsewhere'}`,
  );
  return texts.toSorted().join(', ');
}

/** `orders/create` as GraphQL writes it. */
function enumOf(topic: string): string {
  return topic.toUpperCase().replace('/', '_');
}
