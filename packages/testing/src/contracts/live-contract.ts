import { type CapabilityName, type Manifest, systemClock } from '@crossdock/core';
import { describe, test } from 'vitest';
import { type ManualClock } from '../manual-clock.ts';
import { type Arrangement, type Awaitable } from './arrangement.ts';
import { contracts } from './connector-contract.ts';
import { declareSuite, type Fact } from './fact.ts';

/** A side door into a real account: read through the platform's own API, without faults to plant. */
export type LiveArrangement<N extends CapabilityName> = Omit<
  Arrangement<N>,
  'faults' | 'throttle' | 'revokeCredentials' | 'loseReply'
> & { readonly run: string };

/** Opens it anew for every fact. What earlier runs left stays, so every input is another business fact. */
export type LiveArrange<N extends CapabilityName> = () => Awaitable<LiveArrangement<N>>;

/** What {@link liveContract} takes. */
export interface LiveContractOptions<C extends CapabilityName> {
  readonly manifest: Pick<Manifest<C>, 'name' | 'capabilities'>;
  /** What the account needs, by the name of its environment variable. One that is empty skips all of it, and says so. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  /** A side door for each capability that can be seen from outside. The others are told as skipped. */
  readonly arrange: { readonly [N in C]?: LiveArrange<N> };
}

/** Longest time for one fact of a real platform, waits for its indexes included. */
const factTimeoutMs = 900_000;

/**
 * Runs the contract suites against a real account: every promise, and every trait that needs no simulator (answers and requests are
 * lost on our side of the wire). Skipped, with the names of what is missing, when the settings are not there.
 *
 * @example
 * ```ts
 * import { type LiveArrange, liveContract } from '@crossdock/testing/contracts';
 *
 * declare const acmeErp: { readonly manifest: { name: 'acme-erp'; capabilities: readonly 'createOrder'[] } };
 * declare const arrangeCreateOrder: LiveArrange<'createOrder'>;
 *
 * const settings = { ACME_TOKEN: process.env['ACME_TOKEN'] };
 * liveContract({ manifest: acmeErp.manifest, settings, arrange: { createOrder: arrangeCreateOrder } });
 * ```
 */
export function liveContract<C extends CapabilityName>(options: LiveContractOptions<C>): void {
  const { manifest, settings } = options;
  const missing = Object.keys(settings).filter((name) => !settings[name]);
  const title = missing.length === 0 ? manifest.name : `${manifest.name} (skipped: set ${missing.join(', ')})`;
  describe.skipIf(missing.length > 0).for([[title]])('%s', () => {
    const plan = planLiveContract(options);
    for (const { name, facts } of plan.suites) declareSuite(name, facts, { timeout: factTimeoutMs });
    const unseen = plan.unseen.map((name) => [`${name} cannot be seen from outside an account`] as const);
    test.skipIf(true).for(unseen)('%s', () => undefined);
  });
}

/** The suites that {@link liveContract} runs, and the capabilities that it cannot see. */
export function planLiveContract<C extends CapabilityName>({
  manifest,
  arrange,
}: Pick<LiveContractOptions<C>, 'manifest' | 'arrange'>): {
  readonly suites: readonly { readonly name: C; readonly facts: readonly Fact[] }[];
  readonly unseen: readonly C[];
} {
  const seen = manifest.capabilities.filter((name) => arrange[name] !== undefined);
  return {
    suites: seen.map((name) => ({
      name,
      facts: contracts[name].facts(arrange[name] as never).filter((fact) => fact.needsSimulator !== true),
    })),
    unseen: manifest.capabilities.filter((name) => arrange[name] === undefined),
  };
}

/** The machine's time behind the face of a manual clock: what a suite advances is waited for. */
export function liveClock(): ManualClock {
  return {
    now: () => systemClock.now(),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    advance: (ms) => systemClock.sleep(ms),
    settle: (promise) => promise,
    runToIdle: () => Promise.resolve(0),
    sleepers: 0,
  };
}
