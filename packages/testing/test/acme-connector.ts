import {
  type AnySystem,
  bearer,
  capabilities,
  type CapabilityMap,
  type CapabilityName,
  createTokenCache,
  type Customer,
  defineConnector,
  IntegrationError,
  isIntegrationError,
  type Money,
  Order,
  secret,
  type SourceEvent,
  verifyHmac,
} from '@crossdock/core';
import { z } from 'zod';

/** How the connector keeps its writes once-only. */
export type Strategy = 'key' | 'reference' | 'probe';

/** What is wrong with a planted connector. */
export type Flaw =
  | 'sends no key'
  | 'one key for everything'
  | 'never finds anything'
  | 'ignores the signal'
  | 'takes throttling for a refusal'
  | 'comes again at once'
  | 'takes a refused sign-in for an outage'
  | 'tells the secret'
  | 'takes a lost connection for a refusal'
  | 'takes an unreachable platform for a refusal'
  | 'calls an unknown product a conflict'
  | 'drops a line'
  | 'adds a tenth of a cent'
  | 'names another system'
  | 'merges nothing'
  | 'believes a fuzzy search'
  | 'has no conflict'
  | 'verifies nothing'
  | 'reads before it verifies'
  | 'two ids for one fact'
  | 'sweeps nothing'
  | 'sweeps everything'
  | 'forgets the last page'
  | 'lists the first page for ever'
  | 'hides what it cannot tell'
  | 'makes up prices'
  | 'identifies by topic';

/** Records that are written again when they change. */
const changing: ReadonlySet<CapabilityName> = new Set<CapabilityName>([
  'publishProduct',
  'publishPrice',
  'upsertCustomer',
]);
const Document = z.object({ id: z.string() });
const names = Object.keys(capabilities) as CapabilityName[];

/** A connector to the platform of this test, right or with one flaw. */
export function acme(
  secretText: string,
  options: { readonly strategy?: Strategy; readonly flaw?: Flaw; readonly baseUrl?: string } = {},
): AnySystem {
  const { strategy = 'key', flaw, baseUrl = 'https://acme.test' } = options;
  const has = (one: Flaw): boolean => flaw === one;
  let count = 0;
  const serial = () => ++count;
  return defineConnector({
    name: 'acme',
    config: z.object({ secret: secret() }),
    limits: {},
    capabilities: names,
    events: ['order.placed'],
    connect({ config, http, clock, name }) {
      const door = http({ baseUrl });
      const tokens = createTokenCache({
        clock,
        mint: async () => {
          const json = { secret: config.secret.reveal() };
          const { body } = await door.post('/token', {
            json,
            effect: 'read',
            response: z.object({ token: z.string() }),
          });
          return body;
        },
      });
      const api = http({
        baseUrl,
        auth: bearer(tokens),
        errors: ({ status }) => {
          if (status === 422) {
            const code = has('calls an unknown product a conflict') ? 'conflict' : 'unmapped';
            return new IntegrationError('The product is not known', { code });
          }
          if (status === 418) return new IntegrationError('The ledger has another total', { code: 'unbalanced' });
          if (status === 429 && has('takes throttling for a refusal'))
            return new IntegrationError('Too much', { code: 'conflict' });
          if (status === 429 && has('comes again at once'))
            return new IntegrationError('Too much', { code: 'throttled' });
          if (status === 409 && has('has no conflict')) return new IntegrationError('No', { code: 'input-invalid' });
          return undefined;
        },
      });
      const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
        try {
          return await work();
        } catch (error) {
          if (!isIntegrationError(error)) throw error;
          const { code } = error;
          if (code === 'unauthorized' && has('takes a refused sign-in for an outage')) {
            throw new IntegrationError('Away', { code: 'system-unavailable' });
          }
          if (code === 'connection-lost' && has('takes a lost connection for a refusal')) {
            throw new IntegrationError('Refused', { code: 'conflict' });
          }
          if (code === 'system-unavailable' && has('takes an unreachable platform for a refusal')) {
            throw new IntegrationError('Refused', { code: 'conflict' });
          }
          if (code === 'unauthorized' && has('tells the secret')) {
            throw new IntegrationError(`Refused: ${config.secret.reveal()}`, { code });
          }
          throw error;
        }
      };

      const write = (capability: CapabilityName) => {
        const path = `/${capability}/{reference}`;
        // A look finds the record as it was, so a record that changes needs a way to be written again.
        const way = strategy === 'probe' && changing.has(capability) ? 'reference' : strategy;
        const referenceOf = (input: unknown): string => capabilities[capability].reference(input as never);
        const documentOf = (id: string, reference: string) => ({
          system: has('names another system') ? 'another' : name,
          type: capability,
          id,
          reference,
        });
        const probe = async (input: unknown, { signal }: { signal: AbortSignal }) => {
          const reference = referenceOf(input);
          try {
            const { body } = await api.get(path, { params: { reference }, response: Document, signal });
            return has('never finds anything') ? undefined : documentOf(body.id, reference);
          } catch (error) {
            if (isIntegrationError(error) && error.code === 'not-found') return undefined;
            throw error;
          }
        };
        const run = (input: unknown, { key, signal }: { key: string; signal: AbortSignal }) =>
          guarded(async () => {
            const reference = referenceOf(input);
            const sentKey = has('sends no key')
              ? `${key}/${serial()}`
              : has('one key for everything')
                ? capability
                : key;
            const { body } = await api.request(way === 'reference' ? 'PUT' : 'POST', path, {
              params: { reference },
              json: spoiled(input as Readonly<Record<string, unknown>>, has),
              response: Document,
              ...(way === 'key' && { headers: { 'idempotency-key': sentKey } }),
              ...(!has('ignores the signal') && { signal }),
            });
            return documentOf(body.id, reference);
          });
        const once = { key: { key: 'idempotency-key' }, reference: { reference: 'external id' }, probe: { probe } }[
          way
        ];
        return { once, run };
      };

      const read = (capability: CapabilityName) => ({
        run: (input: unknown, { signal }: { signal: AbortSignal }) =>
          guarded(async () => {
            const { body } = await api.get('/read/{capability}', {
              params: { capability },
              query: { q: JSON.stringify(input) },
              response: z.unknown(),
              ...(!has('ignores the signal') && { signal }),
            });
            if (capability.startsWith('list')) return spoiledPage(body, has);
            if (capability === 'getPrices' && has('makes up prices')) return repriced(body);
            if (capability !== 'findCustomers' || has('believes a fuzzy search')) return body;
            return (body as readonly Customer[]).filter((it) => it.email === (input as { email?: string }).email);
          }),
      });

      const placed = (order: Order, source: string): SourceEvent<'order.placed'> => ({
        name: 'order.placed',
        id: has('two ids for one fact') ? `${order.ref}/${source}` : order.ref,
        key: order.ref,
        occurredAt: order.occurredAt,
        data: order,
      });
      const served = names.map((it) => [it, capabilities[it].effect === 'write' ? write(it) : read(it)]);
      return {
        capabilities: Object.fromEntries(served) as CapabilityMap<CapabilityName>,
        events: {
          webhook: {
            emits: ['order.placed'],
            maxBodyBytes: 100_000,
            verify({ headers, body }) {
              if (has('verifies nothing')) return;
              if (has('reads before it verifies')) JSON.parse(new TextDecoder().decode(body));
              verifyHmac({
                body,
                signature: headers.get('x-acme-signature'),
                secrets: [config.secret],
                encoding: 'hex',
              });
            },
            identify({ body }) {
              const { push } = JSON.parse(new TextDecoder().decode(body)) as { push: number };
              return { id: has('identifies by topic') ? 'orders' : String(push), topic: 'orders' };
            },
            decode({ body }) {
              const { order } = JSON.parse(new TextDecoder().decode(body)) as { order: unknown };
              return Promise.resolve([placed(Order.parse(order), 'push')]);
            },
          },
          sweeps: {
            orders: {
              emits: ['order.placed'],
              every: '5m',
              overlap: '1m',
              async *run({ from, to, signal }) {
                const window = has('sweeps everything')
                  ? { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
                  : { from, to };
                const query = { q: JSON.stringify(window) };
                const { body } = await api.get('/read/changes', { query, response: z.array(Order), signal });
                if (!has('sweeps nothing')) for (const order of body) yield placed(order, 'sweep');
              },
            },
          },
        },
      };
    },
  })({ secret: secretText });
}

/** What goes onto the wire, with the flaws that are in the content. */
function spoiled(input: Readonly<Record<string, unknown>>, has: (flaw: Flaw) => boolean): unknown {
  const lines = input['lines'] as readonly unknown[] | undefined;
  const total = input['total'] as { readonly amount: string; readonly currency: string } | undefined;
  if (has('drops a line') && lines) return { ...input, lines: lines.slice(1) };
  if (has('adds a tenth of a cent') && total) return { ...input, total: { ...total, amount: `${total.amount}1` } };
  const tender = input['tender'] as { readonly amount: Money } | undefined;
  if (has('adds a tenth of a cent') && tender) {
    return { ...input, tender: { ...tender, amount: { ...tender.amount, amount: `${tender.amount.amount}01` } } };
  }
  if (has('merges nothing') && input['email'] === undefined) return { ...input, email: 'lost@shoppers.example' };
  return input;
}

/** A page with the flaws that are in how pages are read. */
function spoiledPage(body: unknown, has: (flaw: Flaw) => boolean): unknown {
  const { next, ...page } = body as { readonly items: readonly unknown[]; readonly next?: string };
  if (has('forgets the last page') && next !== undefined) return page;
  if (has('lists the first page for ever')) return { ...page, next: '0' };
  if (has('hides what it cannot tell')) return { items: page.items, next };
  return body;
}

const repriced = (body: unknown): unknown =>
  (body as readonly { readonly price: Money }[]).map((it) => ({ ...it, price: { ...it.price, amount: '0.01' } }));
