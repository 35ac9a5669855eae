import { type CapabilityName, type Random, seededRandom } from '@crossdock/core';
import { type Arrange, type Arrangement } from '@crossdock/testing/contracts';
import { type OpenRetailer, openRetailer, type OpenRetailerOptions, secretsOf } from './open-retailer.ts';

/** A fresh retailer, and chance for what happens there. */
export interface Door extends OpenRetailer {
  readonly random: Random;
}

/** What an arrangement adds to that which is the same for every capability of the platform. */
type Own<N extends CapabilityName> = Omit<
  Arrangement<N>,
  'system' | 'faults' | 'secrets' | 'throttle' | 'revokeCredentials'
>;

/** Opens a fresh retailer for one capability, and a side door into its books. */
export function arrange<N extends CapabilityName>(
  options: OpenRetailerOptions,
  own: (door: Door) => Own<N>,
): Arrange<N> {
  return () => {
    const door: Door = { ...openRetailer(options), random: seededRandom(1) };
    const { retailer, system } = door;
    return {
      system,
      faults: retailer.faults,
      secrets: secretsOf(retailer),
      throttle: () => retailer.faults.arm('throttle-storm'),
      revokeCredentials: () => retailer.revokeConsent(),
      ...own(door),
    } as unknown as Arrangement<N>;
  };
}
