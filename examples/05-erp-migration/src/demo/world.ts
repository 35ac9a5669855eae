import { type TestCredentials } from '@crossdock/connector-erp-netsuite/testing';
import { type Crossdock, type Journal, memoryJournal, seededRandom, silentObserver } from '@crossdock/core';
import { manualClock, type Simulator, simulate, simulatedNetwork, type WebhookCourier } from '@crossdock/testing';
import { faultRates, type FaultLevel } from '../../../01-order-to-cash/src/demo/fault-levels.ts';
import { type Ledger, openLedgerDock } from '../dock.ts';
import { type Span } from '../migration.ts';
import { openD365, openNetsuite, openShop, type Mistakes } from './platforms.ts';

const minuteMs = 60_000;

/** One ledger with the dock before it. Closed and opened again, it goes on from its journal. */
export interface Desk {
  readonly name: string;
  dock(): Crossdock;
  /** Starts a process with the ledger as it is configured now; one that runs is stopped first. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly seed: number;
  readonly faults: FaultLevel;
  /** @default a key pair of its own, which takes a moment to make */
  readonly credentials?: TestCredentials;
}

/** The shop, the ledgers, and time, in one process. */
export async function openWorld({ seed, faults, credentials }: WorldOptions) {
  const clock = manualClock({ now: '2026-11-16T14:00:00Z' });
  const options = { clock, seed, rates: faultRates[faults] };
  const { shop, settings } = openShop(options);
  const netsuite = await openNetsuite(options, credentials);
  const hosts: Record<string, Simulator> = {
    [`https://${shop.shop}`]: shop,
    [netsuite.erp.origin]: netsuite.erp,
  };
  const desks: { readonly name: string; dock?: Crossdock; readonly courier: WebhookCourier }[] = [];

  /** Sets a ledger up with a journal of its own, and lets the shop tell it what happens. */
  function desk(
    name: string,
    { connect, takes, hosts: own = hosts }: { connect(): Ledger; takes(): Span; hosts?: Record<string, Simulator> },
  ): Desk {
    const journal: Journal = memoryJournal();
    const fetch = simulatedNetwork(own);
    // While no process runs, the shop gets no answer and tells again later.
    const courier = shop.webhooks.deliverTo(
      async (request) => (await state.dock?.systems['shop']?.webhook(request)) ?? new Response(null, { status: 503 }),
      { address: `https://${name}.crossdock.example/webhooks`, courier: { lateMs: 40 * minuteMs } },
    );
    const state: { readonly name: string; dock?: Crossdock; readonly courier: WebhookCourier } = { name, courier };
    desks.push(state);
    const close = async (): Promise<void> => {
      const { dock } = state;
      delete state.dock;
      if (dock) await clock.settle(dock.stop());
    };
    return {
      name,
      dock() {
        if (!state.dock) throw new Error(`No process runs for ${name}`);
        return state.dock;
      },
      close,
      async open() {
        await close();
        const erp = connect();
        const random = seededRandom(`${seed} ${name}`);
        const ports = { clock, random, fetch, observer: silentObserver };
        const dock = openLedgerDock({ journal, shop: settings, erp, takes, ...ports });
        await clock.settle(dock.start());
        state.dock = dock;
      },
    };
  }

  return {
    clock,
    shop,
    netsuite,
    desk,
    /** Opens an environment of the new ledger, reachable under its own address. */
    d365(environment: string, mistakes?: Mistakes) {
      const ledger = openD365(environment, options, mistakes);
      const own = { ...hosts, [ledger.erp.origin]: ledger.erp, 'https://login.microsoftonline.com': ledger.erp };
      return { ...ledger, hosts: own };
    },
    /** Lets time pass until no dock has anything to do that it can do by itself. */
    async settle(): Promise<void> {
      // What one dock waits for passes while another is looked at, so everybody is looked at twice.
      for (const { dock, courier } of [...desks, ...desks]) {
        if (!dock) continue;
        const world = simulate(dock, {
          seed,
          clock,
          simulators: {},
          couriers: [courier],
          books: () => ({ placed: [], booked: [], posted: [] }),
        });
        await world.settle();
      }
    },
    /** Lets a platform be away for so long from now on. */
    away(simulator: Simulator, ms: number): void {
      const until = clock.now() + ms;
      simulator.faults.arm('outage', { times: Number.POSITIVE_INFINITY, match: () => clock.now() < until });
    },
    faults: () => struckIn([...new Set(Object.values(hosts))]),
  };
}

export type MigrationWorld = Awaited<ReturnType<typeof openWorld>>;

function struckIn(simulators: readonly Simulator[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { faults } of simulators) {
    for (const [name, times] of Object.entries(faults.struck))
      if (times > 0) counts[name] = (counts[name] ?? 0) + times;
  }
  return counts;
}
