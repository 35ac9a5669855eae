import { type z } from 'zod';

/** Whether a call changes the system. A write has to say how it stays once-only; a read may be repeated freely. */
export type Effect = 'read' | 'write';

/** The domains of a retail business that have an owner (a system of record). */
export const domains = ['product', 'price', 'inventory', 'order', 'customer', 'finance'] as const;

/** A domain that has an owner. */
export type Domain = (typeof domains)[number];

/**
 * Where a capability may be called, seen from the owner of its domain.
 *
 * - `publish` writes the owner's truth outward: refused towards the owner itself, so that no copy overwrites the original.
 * - `owner` is served by the owner only.
 * - `copy` goes anywhere.
 */
export type Ownership = 'publish' | 'owner' | 'copy';

/** A business verb that a system can do: its name, its input and output, and the rules of calling it. */
export interface Capability<
  Name extends string = string,
  In extends z.ZodType = z.ZodType,
  Out extends z.ZodType = z.ZodType,
  E extends Effect = Effect,
> {
  readonly name: Name;
  /** Grows when the meaning of input or output changes. */
  readonly version: number;
  readonly effect: E;
  readonly domain: Domain;
  readonly ownership: Ownership;
  readonly input: In;
  readonly output: Out;
  /** The business reference of one call: part of the step's identity and of every external id. */
  reference(input: z.output<In>): string;
}

/** Declares a capability. It is plain data; this function only keeps the types narrow. */
export function defineCapability<
  const Name extends string,
  In extends z.ZodType,
  Out extends z.ZodType,
  const E extends Effect,
>(capability: Capability<Name, In, Out, E>): Capability<Name, In, Out, E> {
  return capability;
}
