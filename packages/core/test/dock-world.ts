import { setImmediate } from 'node:timers/promises';
import { type AnySystem, type MaintenanceWindow } from '../src/capabilities/index.ts';
import { createCrossdock, type Crossdock, type CrossdockOptions } from '../src/dock/index.ts';
import { type Journal, memoryJournal } from '../src/journal/index.ts';
import { type AnyFlow, defineFlow } from '../src/orchestrator/index.ts';
import { seededRandom, silentObserver } from '../src/primitives/index.ts';
import { Books } from './books.ts';
import { type ErpSystem, erpOf, Shop, shopOf, type ShopSystem, webhook } from './systems.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface DockWorldOptions extends Partial<
  Omit<CrossdockOptions<never, readonly AnyFlow[]>, 'flows' | 'systems' | 'owns' | 'maintenance'>
> {
  /** @default one that books every order in the ERP */
  readonly flows?: readonly AnyFlow[];
  readonly erp?: Books;
  readonly shop?: Shop;
  readonly clock?: VirtualClock;
  readonly maintenance?: Readonly<Record<string, readonly MaintenanceWindow[]>>;
  /** Systems beside shop and erp, or instead of them. */
  readonly systems?: Readonly<Record<string, AnySystem>>;
}

export interface DockWorld {
  readonly dock: Crossdock<{ readonly shop: ShopSystem; readonly erp: ErpSystem }>;
  readonly journal: Journal;
  readonly clock: VirtualClock;
  readonly shop: Shop;
  readonly erp: Books;
  /** The shop pushes an event; answers the HTTP status. */
  push(event: unknown, id?: string): Promise<number>;
  /** Lets everything go on that does not wait for time. */
  rest(): Promise<void>;
}

export const owns = {
  product: 'erp',
  price: 'shop',
  inventory: 'availability',
  order: 'shop',
  customer: 'shop',
  finance: 'erp',
} as const;

/** Books every order that is placed. */
export const book = defineFlow({
  name: 'book',
  version: 1,
  on: 'order.placed',
  key: (order) => order.ref,
  needs: { erp: ['createOrder'] },
  run: async (order, { erp }) => {
    await erp.createOrder(order);
  },
});

/** Noon of a day in November. */
const noon = Date.parse('2026-11-27T12:00:00Z');

/** A dock between a shop and an ERP that is not started yet. */
export function aDock(options: DockWorldOptions = {}): DockWorld {
  const {
    flows = [book],
    erp = new Books(),
    shop = new Shop(),
    journal = memoryJournal(),
    clock = virtualClock(noon),
    systems,
    availability,
    ...more
  } = options;
  const dock = createCrossdock({
    journal,
    systems: { shop: shopOf(shop), erp: erpOf(erp), ...systems },
    owns,
    flows: flows as never,
    clock,
    random: seededRandom(7),
    observer: silentObserver,
    ...(availability && { availability: availability as never }),
    ...more,
  }) as unknown as DockWorld['dock'];
  return {
    dock,
    journal,
    clock,
    shop,
    erp,
    push: async (event, id) => (await dock.systems.shop.webhook(webhook(event, id === undefined ? {} : { id }))).status,
    rest,
  };
}

/** A dock that is started. */
export async function openDock(options: DockWorldOptions = {}): Promise<DockWorld> {
  const world = aDock(options);
  await world.dock.start();
  await rest();
  return world;
}

export async function rest(): Promise<void> {
  for (let round = 0; round < 40; round++) await setImmediate();
}
