import { Refusal, type Row } from './entity-model.ts';

const lifetimeMs = 3 * 86_400_000;
const mostSubscriptions = 200;
/** More changes than this are told as one. */
const mostNotifications = 1_000;
/** Entities that tell changes, of those that are simulated. Stock is not among them. */
const supported: ReadonlySet<string> = new Set([
  'customers',
  'items',
  'salesOrders',
  'salesInvoices',
  'salesCreditMemos',
  'generalLedgerEntries',
  'journals',
  'customerPaymentJournals',
]);

export interface BookedSubscription {
  readonly subscriptionId: string;
  readonly notificationUrl: string;
  readonly resource: string;
  readonly clientState: string;
  readonly expirationDateTime: string;
}

type Subscription = BookedSubscription & { readonly version: number };

interface Change {
  readonly set: string;
  readonly id: string;
  readonly changeType: 'created' | 'updated' | 'deleted';
  readonly at: string;
}

/** Delivers to whoever listens. */
export type Deliver = (request: Request) => Promise<Response>;

/** Subscriptions of an environment: each is asked back for, ends after three days, and is dropped when its receiver refuses. */
export interface Subscriptions {
  handle(operation: {
    readonly method: string;
    readonly id: string | undefined;
    readonly json: unknown;
    readonly ifMatch: string | null;
  }): Promise<{ readonly status: number; readonly body?: unknown }>;
  note(set: string, row: Row, changeType: Change['changeType']): void;
  /** The notifications of what changed since the last time, by address: what the platform posts half a minute later. */
  collect(): readonly { readonly url: string; readonly body: string }[];
  /** Posts what there is. Answers how many receivers took it. */
  push(): Promise<number>;
  readonly all: readonly BookedSubscription[];
}

export function createSubscriptions(ports: {
  readonly company: string;
  readonly now: () => number;
  readonly deliver: Deliver;
}): Subscriptions {
  const { company, now, deliver } = ports;
  let subscriptions: readonly Subscription[] = [];
  let changes: readonly Change[] = [];
  let serial = 0;

  const alive = (): readonly Subscription[] => {
    subscriptions = subscriptions.filter((it) => Date.parse(it.expirationDateTime) > now());
    return subscriptions;
  };
  const etagOf = ({ subscriptionId, version }: Subscription): string => `W/"${subscriptionId}-${version}"`;
  const show = (it: Subscription) => ({ '@odata.etag': etagOf(it), ...it, version: undefined });

  async function greet(url: string): Promise<void> {
    serial += 1;
    const token = `handshake-${serial}`;
    const address = new URL(url);
    address.searchParams.set('validationToken', token);
    const answer = await deliver(new Request(address, { method: 'POST' })).catch(() => undefined);
    if (answer?.status === 200 && (await answer.text()) === token) return;
    throw new Refusal(
      'BadRequest',
      'The subscription could not be validated: the notification URL did not return the validation token.',
    );
  }

  const setOf = (resource: string): string | undefined =>
    /^(?:https:\/\/[^/]+)?\/?(?:.*\/)?api\/v2\.0\/companies\(([0-9a-f-]{36})\)\/(\w+)$/i.exec(resource)?.[2];

  return {
    get all() {
      return alive();
    },
    async handle({ method, id, json, ifMatch }) {
      const given = (json ?? {}) as Readonly<Record<string, string | undefined>>;
      if (method === 'GET') return { status: 200, body: { value: alive().map(show) } };
      if (method === 'POST') {
        const { notificationUrl, resource = '', clientState = '' } = given;
        const set = setOf(resource);
        if (notificationUrl === undefined || set === undefined) throw new Refusal('BadRequest', 'Invalid Request Body');
        if (!supported.has(set)) throw new Refusal('BadRequest', `The resource '${set}' does not support webhooks.`);
        if (clientState.length > 2048)
          throw new Refusal('Application_StringExceededLength', 'The length of the string is too long.');
        if (alive().length >= mostSubscriptions)
          throw new Refusal('BadRequest', 'The maximum number of subscriptions is reached.');
        if (alive().some((it) => it.notificationUrl === notificationUrl && setOf(it.resource) === set)) {
          throw new Refusal('Internal_EntityWithSameKeyExists', 'The subscription already exists.');
        }
        await greet(notificationUrl);
        serial += 1;
        const made: Subscription = {
          subscriptionId: `webhook${serial}`,
          notificationUrl,
          resource,
          clientState,
          expirationDateTime: new Date(now() + lifetimeMs).toISOString(),
          version: 1,
        };
        subscriptions = [...subscriptions, made];
        return { status: 201, body: show(made) };
      }
      const found = alive().find((it) => it.subscriptionId === id);
      if (!found) throw new Refusal('Internal_RecordNotFound', 'The subscription does not exist.', 404);
      if (ifMatch === null)
        throw new Refusal(
          'BadRequest_InvalidToken',
          'Could not validate the client concurrency token required by the service.',
        );
      if (ifMatch !== '*' && ifMatch !== etagOf(found))
        throw new Refusal('Request_EntityChanged', 'Another user has already changed the record.', 409);
      if (method === 'DELETE') {
        subscriptions = subscriptions.filter((it) => it !== found);
        return { status: 204 };
      }
      const { notificationUrl = found.notificationUrl, clientState = found.clientState } = given;
      await greet(notificationUrl);
      const renewed: Subscription = {
        ...found,
        notificationUrl,
        clientState,
        expirationDateTime: new Date(now() + lifetimeMs).toISOString(),
        version: found.version + 1,
      };
      subscriptions = subscriptions.map((it) => (it === found ? renewed : it));
      return { status: 200, body: show(renewed) };
    },
    note(set, row, changeType) {
      if (supported.has(set))
        changes = [...changes, { set, id: String(row['id']), changeType, at: new Date(now()).toISOString() }];
    },
    collect() {
      const told = changes;
      changes = [];
      const byUrl = new Map<string, object[]>();
      for (const subscription of alive()) {
        const set = setOf(subscription.resource);
        const own = told.filter((it) => it.set === set);
        const [first] = own;
        if (!first) continue;
        const { subscriptionId, clientState, expirationDateTime, notificationUrl } = subscription;
        const common = { subscriptionId, clientState, expirationDateTime };
        const place = `api/v2.0/companies(${company})/${set}`;
        const list = byUrl.get(notificationUrl) ?? [];
        if (own.length > mostNotifications) {
          const filter = encodeURIComponent(`lastModifiedDateTime ge ${first.at}`);
          list.push({
            ...common,
            resource: `${place}?$filter=${filter}`,
            changeType: 'collection',
            lastModifiedDateTime: first.at,
          });
        } else {
          // Several changes of one row are one notification.
          for (const it of new Map(own.map((change) => [change.id, change])).values())
            list.push({
              ...common,
              resource: `${place}(${it.id})`,
              changeType: it.changeType,
              lastModifiedDateTime: it.at,
            });
        }
        byUrl.set(notificationUrl, list);
      }
      return [...byUrl].map(([url, value]) => ({ url, body: JSON.stringify({ value }) }));
    },
    async push() {
      let taken = 0;
      for (const { url, body } of this.collect()) {
        const init = { method: 'POST', body, headers: { 'content-type': 'application/json' } };
        const { status } = await deliver(new Request(url, init));
        if (status >= 200 && status < 300) taken += 1;
        else if (status !== 408 && status !== 429 && status < 500) {
          subscriptions = subscriptions.filter((it) => it.notificationUrl !== url);
        }
      }
      return taken;
    },
  };
}
