import { type Crossdock, type DockStatus, type Duration, type Random, seededRandom, toMs } from '@crossdock/core';
import { type Audit, auditBooks, type Books } from './audit.ts';
import { type ArmOptions, type FaultName } from './faults.ts';
import { type ManualClock } from './manual-clock.ts';
import { type Simulator } from './simulator.ts';
import { type WebhookCourier } from './webhook-courier.ts';

/** What {@link simulate} takes. */
export interface SimulateOptions<S extends Readonly<Record<string, Simulator>>> {
  /** Seed of {@link World.random}. The simulators' faults have their own. */
  readonly seed: number | string;
  /** The clock that the dock and the simulators were made with. */
  readonly clock: ManualClock;
  /** The simulated platforms, by the name of their system. */
  readonly simulators: S;
  /** Couriers whose deliveries belong to the story. */
  readonly couriers?: readonly Pick<WebhookCourier, 'pending'>[];
  /** Reads the books of the systems, from the simulators. */
  readonly books: () => Books | Promise<Books>;
}

/** How {@link World.settle} waits. */
export interface SettleOptions {
  /**
   * Most virtual time that may pass.
   *
   * @default '7d'
   */
  readonly atMost?: Duration;
  /**
   * How much time passes between two looks.
   *
   * @default '1m'
   */
  readonly step?: Duration;
}

/** One platform of a world. */
export interface WorldSystem<S extends Simulator> {
  readonly simulator: S;
  /** Lets the platform be away from now on, for so long. */
  down(duration: Duration): void;
  /** Lets a fault strike the next matching subjects. */
  arm(fault: FaultName, options?: ArmOptions): void;
}

/** A dock, the platforms around it, and time. */
export interface World<S extends Readonly<Record<string, Simulator>>> {
  readonly clock: ManualClock;
  /** Chance for the story, the same for the same seed. */
  readonly random: Random;
  readonly systems: { readonly [K in keyof S]: WorldSystem<S[K]> };
  /** Lets time pass, work being done. */
  pass(duration: Duration): Promise<void>;
  /**
   * Lets time pass until every webhook is delivered or given up, everything is swept and decoded, and no run can go on
   * without a person.
   *
   * @returns how the dock stands then
   * @throws Error when it takes longer than `atMost`
   */
  settle(options?: SettleOptions): Promise<DockStatus>;
  /** Holds the systems' books against each other. The dock is not asked. */
  audit(): Promise<Audit>;
}

/**
 * Puts a dock into a simulated world, so that a test can tell a story and audit its end. The dock must have been made with the
 * same clock and with the simulators behind its `fetch`, and be started.
 *
 * @example
 * ```ts
 * import { type Crossdock } from '@crossdock/core';
 * import { type Books, type ManualClock, simulate, type Simulator } from '@crossdock/testing';
 *
 * async function blackFriday(dock: Crossdock, clock: ManualClock, erp: Simulator, books: () => Books) {
 *   const world = simulate(dock, { seed: 1129, clock, simulators: { erp }, books });
 *   world.systems.erp.down('2h');
 *   world.systems.erp.arm('lost-reply', { times: 3 });
 *   await world.settle();
 *   return world.audit();
 * }
 * ```
 */
export function simulate<const S extends Readonly<Record<string, Simulator>>>(
  dock: Pick<Crossdock, 'status' | 'sweep'>,
  options: SimulateOptions<S>,
): World<S> {
  const { clock, simulators, couriers = [], books } = options;

  /** The state of the dock if nothing is under way, now or after everything was swept once more. */
  const atRest = async (): Promise<DockStatus | undefined> => {
    if (couriers.some((it) => it.pending > 0)) return undefined;
    const before = await clock.settle(dock.status());
    if (isBusy(before)) return undefined;
    await clock.settle(dock.sweep());
    const after = await clock.settle(dock.status());
    return isBusy(after) ? undefined : after;
  };
  const enter = <T extends Simulator>(simulator: T): WorldSystem<T> => ({
    simulator,
    down(duration) {
      const until = clock.now() + toMs(duration);
      simulator.faults.arm('outage', { times: Number.POSITIVE_INFINITY, match: () => clock.now() < until });
    },
    arm: (fault, how) => simulator.faults.arm(fault, how),
  });

  return {
    clock,
    random: seededRandom(options.seed),
    systems: Object.fromEntries(
      Object.entries(simulators).map(([name, it]) => [name, enter(it)]),
    ) as World<S>['systems'],
    pass: (duration) => clock.advance(toMs(duration)),
    async settle({ atMost = '7d', step = '1m' } = {}) {
      const start = clock.now();
      for (;;) {
        // First, because what happens at this very instant is in the next sweep, not in one of now.
        await clock.advance(toMs(step));
        const status = await atRest();
        if (status) return status;
        if (clock.now() - start >= toMs(atMost))
          throw new Error(`Not settled after ${String(atMost)}: ${inWords(await dock.status())}`);
      }
    },
    audit: async () => auditBooks(await books()),
  };
}

function isBusy({ undecoded, runs }: DockStatus): boolean {
  return undecoded + runs.ready + runs.waiting + runs.undoing > 0;
}

function inWords({ undecoded, runs, concerns }: DockStatus): string {
  return `${undecoded} undecoded, ${runs.ready} ready, ${runs.waiting} waiting, ${runs.undoing} undoing; ${concerns.join('; ')}`;
}
