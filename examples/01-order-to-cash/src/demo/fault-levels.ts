import { createFaults, type FaultName, type FaultOptions, type Faults } from '@crossdock/testing';

/** How rough the road is. */
export const faultLevels = ['none', 'some', 'all'] as const;
export type FaultLevel = (typeof faultLevels)[number];

type Rates = NonNullable<FaultOptions['rates']>;

/** Share of webhooks, calls and requests that each fault strikes. */
export const faultRates: Readonly<Record<FaultLevel, Rates>> = {
  none: {},
  some: {
    'lost-reply': 0.02,
    'duplicate-webhook': 0.05,
    'shuffled-webhook': 0.05,
    'missing-webhook': 0.02,
  },
  all: {
    'lost-reply': 0.03,
    'error-before': 0.02,
    'error-after': 0.02,
    timeout: 0.004,
    'slow-reply': 0.01,
    'throttle-storm': 0.01,
    'token-expiry': 0.001,
    'duplicate-webhook': 0.1,
    'shuffled-webhook': 0.1,
    'late-webhook': 0.02,
    'missing-webhook': 0.03,
  },
};

/** What the sweeps of the shop meet, in the order in which they meet it. */
const sweepFaults: Readonly<Record<FaultLevel, readonly FaultName[]>> = {
  none: [],
  some: ['throttle-storm'],
  all: ['throttle-storm', 'error-before', 'token-expiry', 'slow-reply', 'throttle-storm'],
};

/**
 * The faults of one platform. By rate they strike only what is about one order: those calls and webhooks are the same
 * in every telling of the story, while sweeps and queries come as often as time allows. Sweeps meet a fixed list.
 */
export function faultsFor(level: FaultLevel, seed: string): Faults {
  const faults = createFaults({ seed, rates: faultRates[level] });
  const sweeps = createFaults({ seed });
  for (const fault of sweepFaults[level]) sweeps.arm(fault);
  return {
    strikes(fault, subject) {
      if (isAboutAnOrder(subject)) return faults.strikes(fault, subject);
      return subject.startsWith('OrdersUpdated') && sweeps.strikes(fault, subject);
    },
    arm: (fault, options) => faults.arm(fault, options),
    clear() {
      faults.clear();
      sweeps.clear();
    },
    get struck() {
      const names = Object.keys(faults.struck) as FaultName[];
      return Object.fromEntries(names.map((it) => [it, faults.struck[it] + sweeps.struck[it]])) as Faults['struck'];
    },
    get log() {
      return [...faults.log, ...sweeps.log];
    },
  };
}

const isAboutAnOrder = (subject: string): boolean => /shop-\d|gid:\/\//.test(subject);
