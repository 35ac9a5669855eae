import { type StepKind } from '../journal/index.ts';

/** One thing a flow asked for: a step, a capability call, a sleep or a wait. */
export interface Unit {
  readonly kind: Exclude<StepKind, 'undo'>;
  /** `name[/discriminator]`, unique in the run. */
  readonly name: string;
  readonly promise: Promise<unknown>;
  /** Does the work, or says that it has to wait. */
  readonly work: (unit: Unit) => Promise<UnitOutcome>;
  readonly undo?: ((result: never) => unknown) | undefined;
  /** Set once a timer of the unit is journaled: epoch milliseconds. */
  deadline?: number;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** How far a unit came. */
export type UnitOutcome =
  | {
      readonly state: 'done';
      readonly value: unknown;
      readonly encoded: string;
      readonly identifiers?: readonly string[];
    }
  | { readonly state: 'waiting'; readonly until: Suspension };

/** What a unit waits for before it can go on. */
export interface Suspension {
  readonly wait?: { readonly events: readonly string[]; readonly key: string; readonly afterSeq: number };
  readonly wakeAt?: number;
  /** In words, for people who look at a waiting run. */
  readonly words: string;
}

export function createUnit(fields: Pick<Unit, 'kind' | 'name' | 'work' | 'undo'>): Unit {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  // A flow that does not await a step must not bring the process down: the run still sees the failure.
  promise.catch(() => undefined);
  return { ...fields, promise, resolve, reject };
}

/** A journaled timer is found under the unit's name; that it is over, under this one. */
export const timerOver = (name: string): string => `${name} (over)`;
