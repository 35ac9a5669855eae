import { type CapabilityName, type Random, seededRandom } from '@crossdock/core';
import { type Arrange, type Arrangement } from '@crossdock/testing/contracts';
import { type OpenAccount, openAccount, type OpenAccountOptions, secrets } from '../account.ts';

/** A fresh account, and chance for what happens in it. */
export interface Door extends OpenAccount {
  readonly random: Random;
}

/** What an arrangement adds to that which is the same for every capability of the platform. */
type Own<N extends CapabilityName> = Omit<
  Arrangement<N>,
  'system' | 'faults' | 'secrets' | 'throttle' | 'revokeCredentials'
>;

/** Opens a fresh account for one capability, and a side door into its books. */
export function arrange<N extends CapabilityName>(
  options: OpenAccountOptions,
  own: (door: Door) => Own<N>,
): Arrange<N> {
  return () => {
    const door: Door = { ...openAccount(options), random: seededRandom(1) };
    const { account, system } = door;
    return {
      system,
      faults: account.faults,
      secrets,
      throttle: () => account.faults.arm('throttle-storm'),
      revokeCredentials: () => account.revokeCertificates(),
      ...own(door),
    } as unknown as Arrangement<N>;
  };
}
