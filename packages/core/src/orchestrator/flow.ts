import { type CapabilityInput, type CapabilityName, type CapabilityOutput } from '../capabilities/index.ts';
import { type Duration } from '../primitives/index.ts';
import { type EventData, type EventName } from '../schemas/index.ts';
import { type StockPromises } from './stock.ts';

/** The capabilities that a flow asks of each system, by the system's name. */
export type Needs = Readonly<Record<string, readonly CapabilityName[]>>;

/** Names a system cannot have, because the flow's context uses them. */
export const reservedNames = ['step', 'sleep', 'waitFor', 'log', 'txn', 'signal', 'availability'] as const;

/** How one capability call behaves inside a flow. */
export interface CallOptions<T> {
  /** Tells two calls of the same capability about the same document apart. */
  readonly as?: string;
  /**
   * With `until-open`, a closed gate (maintenance window, closed period, open circuit, outage) holds the run
   * without limit and without a person, until the system takes calls again.
   */
  readonly hold?: 'until-open';
  /** Takes the effect back. Runs as a step of its own when the run is undone, in reverse order. */
  readonly undo?: (result: T) => unknown;
}

/** How one step behaves inside a flow. */
export interface StepOptions<T> {
  /** Tells two steps of the same name apart, for example inside a loop. */
  readonly as?: string;
  /** Takes the effect back. Runs as a step of its own when the run is undone, in reverse order. */
  readonly undo?: (result: T) => unknown;
  /**
   * Whether a failure with disposition `retry` is repeated (durably, with growing waits) or fails the step at once.
   *
   * @default 'while-safe'
   */
  readonly retry?: 'while-safe' | 'never';
}

/** What a step is told: a key that stays the same whenever the step is repeated, and a signal to stop. */
export interface StepScope {
  /**
   * `flow/version/key/step[/discriminator]`, with the event beside the key where one key has many: hand it to anything
   * that deduplicates.
   */
  readonly key: string;
  readonly signal: AbortSignal;
}

/** A system as a flow sees it: only the capabilities that the flow asked for. Every call is a step of its own. */
export type SystemHandle<C extends CapabilityName> = {
  readonly [K in C]: (
    input: CapabilityInput<K>,
    options?: CallOptions<CapabilityOutput<K>>,
  ) => Promise<CapabilityOutput<K>>;
};

/** An event that a flow waited for. */
export type FlowEvent<E extends EventName> = {
  readonly [K in E]: {
    readonly name: K;
    readonly id: string;
    readonly source: string;
    readonly occurredAt: string;
    readonly data: EventData<K>;
  };
}[E];

/** Which event a flow waits for. */
export interface WaitOptions {
  /**
   * The business key that the event must carry.
   *
   * @default the key of the run
   */
  readonly key?: string;
  /** Tells two waits for the same event apart. Waits that stand one after the other are numbered by themselves. */
  readonly as?: string;
}

/** The small part of the context that does not depend on the systems, so that other durable engines can carry a flow. */
export interface FlowTools {
  /** The business transaction id of this run. */
  readonly txn: string;
  /** Aborted when the run is cancelled or the process stops. */
  readonly signal: AbortSignal;
  /**
   * Runs once; its result is journaled and never computed again, also not after a crash. Results are plain data, dates,
   * bigints, maps, sets and bytes, at most 1 MiB. A run ends when every step it asked for has, awaited or not. Steps
   * stand beside each other, never inside one another.
   */
  step<T>(name: string, run: (scope: StepScope) => T | Promise<T>, options?: StepOptions<T>): Promise<T>;
  /** Waits durably, at no cost to the process. */
  sleep(duration: Duration, options?: { readonly as?: string }): Promise<void>;
  /**
   * Waits durably for an event of this business transaction. An event that came before the wait (even before the run)
   * counts, each event once per run.
   */
  waitFor<E extends EventName>(name: E | readonly E[], options?: WaitOptions): Promise<FlowEvent<E>>;
  /** Resolves to `undefined` when the time is over first. */
  waitFor<E extends EventName>(
    name: E | readonly E[],
    options: WaitOptions & { readonly timeout: Duration },
  ): Promise<FlowEvent<E> | undefined>;
  /** Says something once (not again on re-entry), in the log and in the trace. Never put customer data in it. */
  log(message: string, attributes?: Readonly<Record<string, string | number | boolean>>): void;
}

/** Everything a flow may touch. */
export type FlowContext<N extends Needs> = FlowTools & {
  /** Promises of stock, by the availability of the dock; each call stands inside a step. */
  readonly availability: StockPromises;
} & { readonly [S in keyof N]: SystemHandle<N[S][number]> };

/** A definition of what happens on an event. Make one with {@link defineFlow}. */
export interface Flow<N extends Needs = Needs, E extends EventName = EventName> {
  readonly name: string;
  readonly version: number;
  readonly on: E;
  readonly needs: N;
  /**
   * What happens when the run cannot go on. `park`: the run waits as an exception until somebody retries, undoes,
   * resolves or skips it. `undo`: a refusal undoes the finished steps at once, and the exception reports it.
   *
   * @default 'park'
   */
  readonly onFailure?: 'park' | 'undo';
  /**
   * `document`: every event takes effect. `level`: only the newest event of a key matters, older ones that have not
   * begun are superseded, and one that comes late never replaces a newer one of the same system (by `occurredAt`).
   *
   * @default 'document'
   */
  readonly kind?: 'document' | 'level';
  /** Who looks at this flow's exceptions. */
  readonly owner?: string;
  key(data: EventData<E>): string;
  run(data: EventData<E>, context: FlowContext<N>): Promise<unknown>;
}

type NoReserved<N> = { readonly [K in keyof N]: K extends (typeof reservedNames)[number] ? never : N[K] };

/**
 * Defines a flow. Its context has exactly the systems and capabilities named in `needs`; whether the wired systems
 * have them is checked where the flow is wired, at compile time and again at start.
 *
 * The function must reach its steps in an order that depends only on its event and on the results of earlier steps:
 * after a crash it is entered again and finished steps answer from the journal. Time, chance and calls to the
 * outside belong inside a step. A flow that changed under an open run is detected and parks the run.
 *
 * @example
 * ```ts
 * import { defineFlow } from '@crossdock/core';
 *
 * export const book = defineFlow({
 *   name: 'book',
 *   version: 1,
 *   on: 'order.placed',
 *   key: (order) => order.ref,
 *   needs: { erp: ['createOrder'] },
 *   run: async (order, { erp }) => {
 *     await erp.createOrder(order, { hold: 'until-open' });
 *   },
 * });
 * ```
 */
export function defineFlow<const N extends Needs, E extends EventName>(
  flow: Omit<Flow<N, E>, 'needs' | 'key' | 'run'> & {
    readonly needs: N & NoReserved<N>;
    readonly key: (data: EventData<E>) => string;
    readonly run: (data: EventData<E>, context: FlowContext<N>) => Promise<unknown>;
  },
): Flow<N, E> {
  return flow;
}
