import { type FaultOptions } from '@crossdock/testing';

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
    'error-before': 0.03,
    'error-after': 0.03,
    timeout: 0.005,
    'slow-reply': 0.01,
    'throttle-storm': 0.02,
    'token-expiry': 0.005,
    'duplicate-webhook': 0.1,
    'shuffled-webhook': 0.1,
    'late-webhook': 0.02,
    'missing-webhook': 0.03,
  },
};
