import { type CapabilityName, type CheckedInput, type UncheckedOutput, type WriteName } from './capabilities.ts';
import { type Call, type OnceOnly } from './once.ts';

/** How a system serves a reading capability. */
export interface ReadImplementation<I, O> {
  run(input: I, call: Call): Promise<O>;
  /** Reads may be repeated freely; only writes say how they stay once-only. */
  readonly once?: never;
}

/** How a system serves a writing capability. */
export interface WriteImplementation<I, O> {
  /** How a repetition does not have the effect twice. */
  readonly once: OnceOnly<I, O>;
  /** Makes the write once. Throws an `IntegrationError` whose disposition says whether it may have happened. */
  run(input: I, call: Call): Promise<O>;
}

/** How a system serves one capability. */
export type Implementation<N extends CapabilityName> = N extends WriteName
  ? WriteImplementation<CheckedInput<N>, UncheckedOutput<N>>
  : ReadImplementation<CheckedInput<N>, UncheckedOutput<N>>;

/** How a system serves a capability whose name is not known at compile time. */
export type AnyImplementation = ReadImplementation<unknown, unknown> | WriteImplementation<unknown, unknown>;
