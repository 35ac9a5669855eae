import { capabilities, type CapabilityInput, type CapabilityName, type CapabilityOutput } from '@crossdock/core';
import { type Arrange, type Arrangement } from './arrangement.ts';
import { declareSuite, type Fact } from './fact.ts';
import { type Trait, traits } from './traits.ts';

/** The suite of one capability. Called with an arrangement it declares its tests. */
export interface Contract<N extends CapabilityName> {
  (arrange: Arrange<N>): void;
  readonly capability: N;
  /** The same facts without a test runner, to see a suite fail. */
  facts(arrange: Arrange<N>): readonly Fact[];
}

/** What a suite promises beside the traits. */
export type Promises<N extends CapabilityName> = Readonly<
  Record<string, (table: ContractTable<N>, arrange: Arrange<N>) => Promise<void>>
>;

/** What a promise is checked with. */
export interface ContractTable<N extends CapabilityName> {
  readonly door: Arrangement<N>;
  readonly input: CapabilityInput<N>;
  call(input: CapabilityInput<N>): Promise<CapabilityOutput<N>>;
}

/** Makes the suite of a capability: the traits, and what only this capability promises. */
export function defineContract<N extends CapabilityName>(capability: N, promises: Promises<N>): Contract<N> {
  const facts = (arrange: Arrange<N>): readonly Fact[] => [
    ...Object.entries(promises).map(([says, check]): Fact => ({
      says,
      async check() {
        const door = await arrange();
        const input = (await door.input()) as CapabilityInput<N>;
        await check({ door, input, call: (given) => door.system.call(capability, given) }, arrange);
      },
    })),
    ...Object.values<Trait>(traits)
      .filter(({ appliesTo }) => appliesTo !== 'writes' || capabilities[capability].effect === 'write')
      .map(({ says, needsSimulator = false, check }): Fact => ({
        says,
        needsSimulator,
        check: () => check(capability, arrange),
      })),
  ];
  const suite = (arrange: Arrange<N>): void => declareSuite(capability, facts(arrange));
  return Object.assign(suite, { capability, facts });
}
