import { type CapabilityName, type Random, seededRandom } from '@crossdock/core';
import { type Arrange, type Arrangement } from '@crossdock/testing/contracts';
import { type OpenSeller, openSeller, type OpenSellerOptions, secretsOf } from './open-seller.ts';

/** A fresh seller, and chance for what happens there. */
export interface Door extends OpenSeller {
  readonly random: Random;
}

/** What an arrangement adds to that which is the same for every capability of the platform. */
type Own<N extends CapabilityName> = Omit<
  Arrangement<N>,
  'system' | 'faults' | 'secrets' | 'throttle' | 'revokeCredentials'
>;

/** Opens a fresh seller for one capability, and a side door into its books. */
export function arrange<N extends CapabilityName>(options: OpenSellerOptions, own: (door: Door) => Own<N>): Arrange<N> {
  return () => {
    const door: Door = { ...openSeller(options), random: seededRandom(1) };
    const { seller, system } = door;
    return {
      system,
      faults: seller.faults,
      secrets: secretsOf(seller),
      throttle: () => seller.faults.arm('throttle-storm'),
      revokeCredentials: () => seller.revokeConsent(),
      ...own(door),
    } as unknown as Arrangement<N>;
  };
}
