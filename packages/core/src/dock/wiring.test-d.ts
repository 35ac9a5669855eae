import { z } from 'zod';
import {
  type CapabilityOutput,
  defineConnector,
  type Sweep,
  type System,
  type WebhookSource,
} from '../capabilities/index.ts';
import { type Journal } from '../journal/index.ts';
import { defineFlow } from '../orchestrator/index.ts';
import { createCrossdock } from './create-crossdock.ts';

/** Wiring mistakes that must not compile, and good wiring that must. Checked by `tsc`, never run. */

declare const journal: Journal;
declare const acmeShop: System<'getOrder', 'order.placed' | 'order.paid'>;
declare const acmeErp: System<'createOrder' | 'confirmPosting'>;
declare const document: CapabilityOutput<'createOrder'>;
declare const webhook: WebhookSource<'order.placed'>;
declare const sweep: Sweep<'order.placed'>;

const systems = { shop: acmeShop, erp: acmeErp };
const owns = {
  product: 'erp',
  price: 'erp',
  inventory: 'availability',
  order: 'shop',
  customer: 'shop',
  finance: 'erp',
} as const;

const orderToCash = defineFlow({
  name: 'order-to-cash',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder', 'confirmPosting'] },
  async run(order, { erp, step, sleep, waitFor }) {
    const at = await step('note', () => new Date(order.occurredAt), { undo: (it) => it.toISOString() });
    const booked = await erp.createOrder(order, { hold: 'until-open', undo: (it) => it.id });
    await sleep('1h');
    const payment = await waitFor('order.paid', { timeout: '1d' });
    await erp.confirmPosting({ document: booked });
    return [at.getTime(), payment?.data.orderRef];
  },
});

const dock = createCrossdock({ journal, systems, owns, flows: [orderToCash] });
void dock.systems.erp.call('createOrder', {} as never, { key: 'k' });
void dock.sweep('shop');
dock.on('run.changed', ({ flow, state }) => `${flow}${state}`);
createCrossdock({ journal, systems, owns: { ...owns, order: ['shop', 'erp'] }, flows: [orderToCash] });
createCrossdock({ journal, systems, owns, flows: [] });

// A connector's own types come through to the wiring.
const tills = defineConnector({
  name: 'acme-tills',
  config: z.object({ url: z.url() }),
  limits: {},
  capabilities: ['createOrder'],
  events: ['order.placed'],
  connect: () => ({
    capabilities: { createOrder: { once: { key: 'key' }, run: async () => document } },
    events: { webhook, sweeps: { orders: sweep } },
  }),
});
const acmeStores = tills({ url: 'https://tills.test' });
const toStores = defineFlow({
  name: 'to-stores',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { stores: ['createOrder'] },
  run: async (order, { stores }) => stores.createOrder(order),
});
createCrossdock({
  journal,
  systems: { shop: acmeShop, erp: acmeErp, stores: acmeStores },
  owns,
  flows: [orderToCash, toStores],
});

// A flow that asks for a capability that the wired system lacks.
createCrossdock({
  journal,
  systems: { shop: acmeShop, erp: acmeShop },
  owns,
  // @ts-expect-error the shop under the name erp cannot createOrder
  flows: [orderToCash],
});

createCrossdock({
  journal,
  systems,
  owns,
  // @ts-expect-error there is no system 'stores', though the flow beside it is fine
  flows: [orderToCash, toStores],
});

createCrossdock({
  journal,
  systems: { erp: acmeErp },
  owns: { ...owns, order: 'erp', customer: 'erp' },
  // @ts-expect-error no wired system tells order.placed
  flows: [orderToCash],
});

// Domains without an owner, and owners that are no system.
createCrossdock({
  journal,
  systems,
  // @ts-expect-error nobody owns price, inventory, order, customer and finance
  owns: { product: 'erp' },
  flows: [],
});
createCrossdock({
  journal,
  systems,
  // @ts-expect-error no system is called sap
  owns: { ...owns, finance: 'sap' },
  flows: [],
});
createCrossdock({
  journal,
  systems,
  // @ts-expect-error one of the two owners is no system
  owns: { ...owns, order: ['shop', 'tills'] },
  flows: [],
});
createCrossdock({
  journal,
  // @ts-expect-error 'step' is the name of a flow's own tool
  systems: { shop: acmeShop, step: acmeErp },
  owns: { ...owns, product: 'shop', price: 'shop', finance: 'shop' },
  flows: [],
});

// Calls that a flow did not ask for.
defineFlow({
  name: 'f',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder'] },
  async run(order, { erp }) {
    await erp.createOrder(order);
    // @ts-expect-error confirmPosting was not asked for
    void erp.confirmPosting;
  },
});
defineFlow({
  name: 'f',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder'] },
  // @ts-expect-error the shop was not asked for
  run: async (_order, { shop }) => void shop,
});
defineFlow({
  name: 'f',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  // @ts-expect-error no capability is called sing
  needs: { erp: ['sing'] },
  run: async () => undefined,
});
defineFlow({
  name: 'f',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  // @ts-expect-error 'sleep' is the name of a flow's own tool
  needs: { sleep: ['createOrder'] },
  run: async () => undefined,
});
defineFlow({
  name: 'f',
  version: 1,
  // @ts-expect-error no such event
  on: 'order.sung',
  key: () => 'k',
  needs: {},
  run: async () => undefined,
});
defineFlow({
  name: 'f',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder'] },
  async run(order, { erp }) {
    // @ts-expect-error an order is not created from its reference alone
    await erp.createOrder({ ref: order.ref });
    // @ts-expect-error a hold has one form
    await erp.createOrder(order, { hold: 'for-ever' });
  },
});

// Direct use of a dock.
// @ts-expect-error the ERP has no capability getOrder
void dock.systems.erp.call('getOrder', { orderRef: 'A-1' }, { key: 'k' });
// @ts-expect-error a direct call says its key
void dock.systems.shop.call('getOrder', { orderRef: 'A-1' }, {});
// @ts-expect-error no system is called till
void dock.systems.till;
// @ts-expect-error no system is called till
void dock.sweep('till');
// @ts-expect-error a dock tells no such thing
dock.on('order.placed', () => undefined);
// @ts-expect-error whoever resolves says why
void dock.exceptions.resolve({ system: 'erp' });
