import { type Random } from '@crossdock/core';
import { type ManualClock } from '@crossdock/testing';
import type { LiveSettings } from './settings.ts';

/** All that a side door needs: a real account and the machine's time, or a simulated one and virtual time. */
export interface LivePorts {
  readonly fetch: typeof fetch;
  readonly clock: ManualClock;
  /** Tells runs apart, so it must differ from run to run. */
  readonly random: Random;
  readonly settings: LiveSettings;
}
