import { type CapabilityInput, type CapabilityName, type CapabilityOutput, type Random } from '@crossdock/core';
import { type LiveArrange, type LiveArrangement, openSystem } from '@crossdock/testing/contracts';
import { netsuite } from '../../src/index.ts';
import { liveBooks, type LiveBooks } from './books.ts';
import type { LivePorts } from './ports.ts';
import type { LiveSettings } from './settings.ts';

/** What an opening works with. */
export interface LiveDoor {
  readonly books: LiveBooks;
  readonly random: Random;
  readonly settings: LiveSettings;
  /** The location of documents that name none, and another one. */
  readonly places: readonly [string, string];
  readonly currency: string;
  /** The present instant: its period is open. */
  readonly occurredAt: string;
  /** Another reference each time, which no run before had. */
  nextRef(): string;
  /** Calls by way of another connection, whose requests the suite does not count. */
  office<N extends CapabilityName>(capability: N, input: CapabilityInput<N>): Promise<CapabilityOutput<N>>;
}

/** Makes side doors of one account. */
export type Arranger = <N extends CapabilityName>(
  own: (door: LiveDoor) => Omit<LiveArrangement<N>, 'system' | 'run'>,
) => LiveArrange<N>;

export function arrangerFor(ports: () => Promise<LivePorts>): Arranger {
  let account: Promise<{ readonly ports: LivePorts; readonly books: LiveBooks }> | undefined;
  const opened = async () => {
    const given = await ports();
    return { ports: given, books: liveBooks(given) };
  };
  return <N extends CapabilityName>(own: (door: LiveDoor) => Omit<LiveArrangement<N>, 'system' | 'run'>) =>
    async () => {
      account ??= opened();
      const { ports: given, books } = await account;
      const { fetch, clock, random, settings } = given;
      const open = () => openSystem(netsuite(settings.options), { fetch, clock, name: 'erp' });
      const run = `${clock.now().toString(36)}${Math.floor(random() * 36 ** 5).toString(36)}`;
      const other = open();
      let serial = 0;
      const { defaultLocation, locations } = books.config;
      const [first, second] = new Set([
        ...(defaultLocation === undefined ? [] : [defaultLocation]),
        ...Object.keys(locations),
      ]);
      if (first === undefined || second === undefined) throw new Error('The options must name two locations');
      const door: LiveDoor = {
        books,
        random,
        settings,
        places: [first, second],
        currency: books.config.baseCurrency,
        occurredAt: `${new Date(clock.now()).toISOString().slice(0, 19)}Z`,
        nextRef: () => `live-${run}-${String((serial += 1))}`,
        office: (capability, input) => other.call(capability, input, { key: `office/${run}/${String((serial += 1))}` }),
      };
      return { system: open(), run, ...own(door) } as unknown as LiveArrangement<N>;
    };
}
