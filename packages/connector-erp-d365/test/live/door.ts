/** What every side door into a real environment works with. What earlier runs left stays, so every input is another business fact. */
import {
  type CapabilityInput,
  type CapabilityName,
  type CapabilityOutput,
  type Order,
  type Random,
} from '@crossdock/core';
import { generateOrder, type ManualClock } from '@crossdock/testing';
import { type LiveArrange, type LiveArrangement, openSystem } from '@crossdock/testing/contracts';
import { d365 } from '../../src/index.ts';
import { liveBooks, type LiveBooks } from './books.ts';
import type { LiveSettings } from './settings.ts';

/** All that the doors need: a real environment and the machine's time, or a simulated one and virtual time. */
export interface LivePorts {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  /** Tells runs apart, so it must differ from run to run. */
  readonly random: Random;
  readonly settings: LiveSettings;
}

export interface LiveDoor {
  readonly books: LiveBooks;
  readonly random: Random;
  readonly settings: LiveSettings;
  /** The present instant: its period is open. */
  readonly occurredAt: string;
  /** Another reference each time, which no run before had. */
  nextRef(): string;
  /** Calls by way of another connection, whose requests the suite does not count. */
  office<N extends CapabilityName>(capability: N, input: CapabilityInput<N>): Promise<CapabilityOutput<N>>;
}

/** Makes side doors of one environment. */
export type Arranger = <N extends CapabilityName>(
  own: (door: LiveDoor) => Omit<LiveArrangement<N>, 'system' | 'run'>,
) => LiveArrange<N>;

/** The environment is asked for when the first door is opened. */
export function arrangerFor(ports: () => Promise<LivePorts>): Arranger {
  return <N extends CapabilityName>(own: (door: LiveDoor) => Omit<LiveArrangement<N>, 'system' | 'run'>) =>
    async () => {
      const given = await ports();
      const { fetch, clock, random, settings } = given;
      const open = () => openSystem(d365(settings.options), { fetch, clock, name: 'erp' });
      const run = `${clock.now().toString(36)}${Math.floor(random() * 36 ** 5).toString(36)}`;
      const other = open();
      let serial = 0;
      const next = (): string => String((serial += 1));
      const door: LiveDoor = {
        books: liveBooks(given),
        random,
        settings,
        occurredAt: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
        nextRef: () => `l-${run}-${next()}`,
        office: (capability, input) => other.call(capability, input, { key: `office/${run}/${next()}` }),
      };
      return { system: open(), run, ...own(door) } as unknown as LiveArrangement<N>;
    };
}

/** An order of the company's own goods. */
export function anOrder({ random, settings, occurredAt, nextRef }: LiveDoor): Order {
  const ref = nextRef();
  const { currency, skus } = settings;
  return { ...generateOrder(random, { kind: 'plain', currency, skus, occurredAt }), ref, number: ref, refs: {} };
}

/** An order that is there already. */
export async function sold(door: LiveDoor): Promise<Order> {
  const order = anOrder(door);
  await door.office('createOrder', order);
  return order;
}
