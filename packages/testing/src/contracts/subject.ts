import { capabilities, type CapabilityName, type IntegrationError, isIntegrationError } from '@crossdock/core';
import { expect } from 'vitest';
import { type AnyArrangement, type Awaitable } from './arrangement.ts';
import { type ContractCallOptions, type OpenSystem } from './open-system.ts';

/** One capability on the table, with a valid input. */
export interface Subject {
  readonly door: AnyArrangement;
  readonly system: OpenSystem;
  readonly input: unknown;
  readonly reference: string;
  readonly writes: boolean;
  call(options?: ContractCallOptions & { readonly system?: OpenSystem; readonly input?: unknown }): Promise<unknown>;
  /** Calls until it is done or a person would have to look, as a durable run does: the same key, later. */
  persist(options: { readonly key: string; readonly system?: OpenSystem }): Promise<unknown>;
  /** How it fails. */
  failure(options?: ContractCallOptions & { readonly input?: unknown }): Promise<IntegrationError>;
  /** Effects in the platform's books; 0 for a read. */
  effects(reference?: string): Awaitable<number>;
}

/** How long a durable run waits at least before it comes again. */
const comeAgainMs = 60_000;
const mostVisits = 5;

/** Sets the table: a fresh platform and a valid input. */
export async function setTable(capability: CapabilityName, arrange: () => Awaitable<AnyArrangement>): Promise<Subject> {
  const door = await arrange();
  const { system } = door;
  const input = await door.input();
  const writes = capabilities[capability].effect === 'write';

  const call: Subject['call'] = ({ system: other = system, input: given = input, ...options } = {}) =>
    other.call(capability, given as never, options);
  const failure: Subject['failure'] = async (options) => {
    const outcome: unknown = await call(options).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(outcome, `'${capability}' was expected to fail`).toBeInstanceOf(Error);
    expect(isIntegrationError(outcome), 'a failure is an IntegrationError').toBe(true);
    return outcome as IntegrationError;
  };
  const persist: Subject['persist'] = async (options) => {
    for (let visit = 1; ; visit++) {
      try {
        return await call(options);
      } catch (error) {
        const mayComeAgain = isIntegrationError(error) && error.disposition !== 'reject' && visit < mostVisits;
        if (!mayComeAgain) throw error;
        await system.clock.advance(Math.max(comeAgainMs, error.retryAfterMs ?? 0));
      }
    }
  };
  return {
    door,
    system,
    input,
    writes,
    reference: referenceOf(capability, input),
    call,
    failure,
    persist,
    effects: (reference = referenceOf(capability, input)) => (writes ? (door.count?.(reference) ?? Number.NaN) : 0),
  };
}

/** The business reference of an input. */
export function referenceOf(capability: CapabilityName, input: unknown): string {
  const contract = capabilities[capability];
  return contract.reference(contract.input.parse(input) as never);
}
