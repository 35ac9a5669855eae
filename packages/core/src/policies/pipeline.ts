import { type z } from 'zod';
import { type Capability, type ReadImplementation, type WriteImplementation } from '../capabilities/index.ts';
import {
  silentObserver,
  systemRandom,
  type Clock,
  type IntegrationError,
  type Observer,
  type Random,
} from '../primitives/index.ts';
import { parse } from '../schemas/index.ts';
import { exponentialBackoff, type BackoffOptions } from './backoff.ts';
import { checkAnswer } from './check-answer.ts';
import { toFailure } from './failure.ts';
import { executeOnce, type SendingHistory } from './once-only.ts';
import { checkOwnership, type Owners } from './ownership.ts';
import { isWorthRepeating } from './repeatable.ts';
import { retry } from './retry.ts';
import { createTrips, type Barriers } from './trip.ts';

/** What the journal is told about a call. */
export interface CallRecord {
  /** A write is about to leave. Resolves once that is durable; only then it leaves. */
  attempted(): Promise<void>;
  /** An attempt that had left failed; the call may still be repeated. */
  failed(error: IntegrationError): void;
  /** The call has its result. */
  succeeded?(): void;
}

/** What a caller says about one call. */
export interface CallContext {
  /** Stable idempotency key of the call. */
  readonly key: string;
  /** The business transaction id. */
  readonly txn: string;
  readonly signal: AbortSignal;
  /** Epoch milliseconds of the first time a request for this call may have left, if it ever did. */
  readonly firstSentAt?: number | undefined;
  /** Of the latest time. Without it, an earlier sending is taken to have left just now. */
  readonly lastSentAt?: number | undefined;
  /**
   * Whether an earlier sending ended unknown, or was never heard of again. `false` says that all of them are known to
   * have had no effect.
   *
   * @default unknown: an earlier sending may have happened
   */
  readonly unresolved?: boolean | undefined;
  readonly record?: CallRecord | undefined;
}

export interface PipelineOptions extends Barriers {
  /** The system that the calls go to. */
  readonly system: string;
  readonly owns: Owners;
  readonly clock: Clock;
  readonly random?: Random;
  readonly observer?: Observer;
  /** Quick repetitions inside one call; whoever calls has the patience for more. */
  readonly retry?: Omit<BackoffOptions, 'random'> & {
    /**
     * No attempt begins later than this after the first one, in milliseconds.
     *
     * @default 30_000
     */
    readonly maxElapsedMs?: number;
  };
}

/** How a system serves a capability, for the pipeline. */
export type Served<I, O> = ReadImplementation<I, O> | WriteImplementation<I, O>;

/** The way of every capability call. */
export interface Pipeline {
  /** Throws an `IntegrationError` whose disposition says whether the call may have had its effect. */
  call<In extends z.ZodType, Out extends z.ZodType>(
    capability: Capability<string, In, Out>,
    implementation: Served<z.output<In>, z.input<Out>>,
    input: unknown,
    context: CallContext,
  ): Promise<z.output<Out>>;
}

/**
 * Makes the pipeline of one system: the one place with the order that every call passes.
 *
 * Input schema → ownership → idempotency (look before, repeat only what is safe) → gate → concurrency and throttle →
 * journal (a write is durably `attempted` before it leaves) → attempt with timeout, inside the circuit breaker →
 * error table → look if unknown → output schema → journal → observer.
 *
 * A closed gate is thrown at once with its `retryAfterMs`: waiting for hours is not the pipeline's work.
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { system, owns, clock, random = systemRandom, observer = silentObserver } = options;
  const { maxElapsedMs = 30_000, ...backoff } = options.retry ?? {};
  const travel = createTrips(options);

  return {
    call(capability, implementation, input, context) {
      const { name, effect } = capability;
      const { key, txn, signal, record } = context;
      const patience = { backoff: exponentialBackoff({ ...backoff, random }), clock, signal, maxElapsedMs };
      let attempts = 0;

      const serve = async (): Promise<z.output<typeof capability.output>> => {
        const request = parse(capability.input, input, { what: `The input of '${name}'` });
        checkOwnership(capability, system, owns);

        const send = async (
          history: SendingHistory,
          leaving?: () => void,
        ): Promise<z.input<typeof capability.output>> => {
          attempts += 1;
          let left = false;
          const leave = async (): Promise<void> => {
            if (effect === 'write') await record?.attempted();
            left = true;
            leaving?.();
          };
          const call = { key, txn, signal, ...history };
          try {
            return await travel({ effect, call, leave, work: (attempt) => implementation.run(request, attempt) });
          } catch (error) {
            if (left) record?.failed(toFailure(error, { system, effect }));
            throw error;
          }
        };

        const { once } = implementation;
        const look = async (history: SendingHistory): Promise<z.input<typeof capability.output> | undefined> => {
          const call = { key, txn, signal, ...history };
          return travel({ effect: 'read', call, work: async (attempt) => once?.probe?.(request, attempt) });
        };

        const result = await (once
          ? executeOnce({ ...context, once, send, look: once.probe && look, retry: patience })
          : retry((attempt) => send({ attempt }), { ...patience, retryable: isWorthRepeating }));

        const output = checkAnswer(capability.output, result, {
          code: 'output-invalid',
          disposition: effect === 'write' ? 'unknown' : 'reject',
          what: `The connector's answer to '${name}'`,
        });
        record?.succeeded?.();
        return output;
      };

      const attributes = { 'crossdock.system': system, 'crossdock.capability': name, 'crossdock.txn': txn };
      return observer.span(`crossdock.call ${name}`, attributes, async (span) => {
        const begunAt = clock.now();
        const tell = (outcome: string): void => {
          span.set('crossdock.outcome', outcome);
          span.set('crossdock.attempts', attempts);
          const labels = { 'crossdock.system': system, 'crossdock.capability': name, 'crossdock.outcome': outcome };
          observer.count('crossdock.calls', labels);
          observer.measure('crossdock.call.duration', clock.now() - begunAt, labels);
        };
        try {
          const output = await serve();
          tell('done');
          return output;
        } catch (error) {
          const failure = toFailure(error, { system, effect });
          span.set('crossdock.code', failure.code);
          tell(failure.disposition);
          throw failure;
        }
      });
    },
  };
}
