import { z } from 'zod';
import { type CapabilityInput, type CapabilityOutput } from './capabilities.ts';
import { defineConnector } from './connector.ts';
import { type Sweep, type WebhookSource } from './events.ts';
import { type AnySystem, type CapabilitiesOf, type EventsOf, type System } from './system.ts';

/** Mistakes that must not compile, and the types that must come out. Checked by `tsc`, never run. */

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(_?: T): void => undefined;

declare const document: CapabilityOutput<'createOrder'>;
declare const order: CapabilityOutput<'getOrder'>;
declare const placed: WebhookSource<'order.placed'>;
declare const swept: Sweep<'order.placed' | 'order.cancelled'>;

const base = { name: 'acme', config: z.object({ url: z.url() }), limits: {} };
const book = { once: { reference: 'externalId' }, run: async () => document };
const read = { run: async () => order };

const good = defineConnector({
  ...base,
  capabilities: ['createOrder', 'getOrder'],
  events: ['order.placed', 'order.cancelled'],
  connect: ({ config, name }) => ({
    capabilities: {
      createOrder: {
        once: { probe: async (wanted) => (wanted.ref === name ? document : undefined) },
        run: async (wanted, call) => ({ ...document, id: `${wanted.ref}${call.key}${config.url}` }),
      },
      getOrder: { run: async (wanted) => ({ ...order, ref: wanted.orderRef }) },
    },
    events: { webhook: placed, sweeps: { orders: swept } },
  }),
});
const shop = good({ url: 'https://shop.test' });
holds<Same<CapabilitiesOf<typeof shop>, 'createOrder' | 'getOrder'>>();
holds<Same<EventsOf<typeof shop>, 'order.placed' | 'order.cancelled'>>();
export const anySystem: AnySystem = shop;
export const narrower: System<'createOrder' | 'getOrder', 'order.placed' | 'order.cancelled'> = shop;
// @ts-expect-error a configuration without what the connector asks for
good({});
// @ts-expect-error a system is opaque: its configuration cannot be read
void shop.config;

defineConnector({
  ...base,
  capabilities: ['createOrder'],
  // @ts-expect-error a write that does not say how it stays once-only
  connect: () => ({ capabilities: { createOrder: { run: async () => document } } }),
});
defineConnector({
  ...base,
  capabilities: ['createOrder'],
  // @ts-expect-error a write that says nothing in its `once`
  connect: () => ({ capabilities: { createOrder: { once: {}, run: async () => document } } }),
});
defineConnector({
  ...base,
  capabilities: ['createOrder'],
  // @ts-expect-error two strategies at once
  connect: () => ({ capabilities: { createOrder: { once: { key: 'a', reference: 'b' }, run: async () => document } } }),
});
defineConnector({
  ...base,
  capabilities: ['getOrder'],
  // @ts-expect-error a read has no use for `once`
  connect: () => ({ capabilities: { getOrder: { once: { key: 'k' }, run: async () => order } } }),
});
defineConnector({
  ...base,
  capabilities: ['createOrder', 'getOrder'],
  // @ts-expect-error listed but not served
  connect: () => ({ capabilities: { createOrder: book } }),
});
defineConnector({
  ...base,
  capabilities: ['createOrder'],
  // @ts-expect-error served but not listed
  connect: () => ({ capabilities: { createOrder: book, getOrder: read } }),
});
defineConnector({
  ...base,
  // @ts-expect-error no such capability
  capabilities: ['sing'],
  connect: () => ({ capabilities: {} as never }),
});
defineConnector({
  ...base,
  capabilities: ['createOrder'],
  // @ts-expect-error an order takes no number as its reference
  connect: () => ({ capabilities: { createOrder: { ...book, run: async (_wanted: { ref: number }) => document } } }),
});
defineConnector({
  ...base,
  capabilities: ['createOrder'],
  // @ts-expect-error an order is not what createOrder returns
  connect: () => ({ capabilities: { createOrder: { ...book, run: async () => ({ ok: true }) } } }),
});
defineConnector({
  ...base,
  capabilities: [],
  // @ts-expect-error nothing emits order.cancelled
  events: ['order.placed', 'order.cancelled'],
  connect: () => ({ capabilities: {}, events: { webhook: placed } }),
});
defineConnector({
  ...base,
  capabilities: [],
  // @ts-expect-error nothing emits order.placed, there is no source at all
  events: ['order.placed'],
  connect: () => ({ capabilities: {} }),
});
defineConnector({
  ...base,
  capabilities: [],
  events: ['order.placed'],
  // @ts-expect-error order.cancelled is emitted but not listed
  connect: () => ({ capabilities: {}, events: { webhook: placed, sweeps: { orders: swept } } }),
});

export const request: CapabilityInput<'postInvoice'> = {
  ref: 'shop-1-invoice',
  orderRef: 'shop-1',
  kind: 'invoice',
  occurredAt: '2026-11-24T10:00:00Z',
};
/** A document alone may be confirmed, or with what it must come to. */
export const confirmations: CapabilityInput<'confirmPosting'>[] = [document, { document }];
// @ts-expect-error neither an invoice nor a cash sale
export const wrongKind: CapabilityInput<'postInvoice'>['kind'] = 'gift';
