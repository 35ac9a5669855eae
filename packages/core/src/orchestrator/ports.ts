import { type Journal } from '../journal/index.ts';
import { type Clock, type IntegrationError, type Observer } from '../primitives/index.ts';
import { type StockPromises } from './stock.ts';

/** How a capability call tells the journal what happens to it. */
export interface AttemptRecorder {
  /** A request is about to leave. Resolves once that is durable. */
  attempted(): Promise<void>;
  /** A request failed; the call may still be repeated. */
  failed(error: IntegrationError): void;
}

/** One capability call, as the orchestrator hands it to the pipeline of a system. */
export interface CapabilityRequest {
  readonly system: string;
  readonly capability: string;
  readonly input: unknown;
  /** Stable idempotency key of the call. */
  readonly key: string;
  readonly txn: string;
  readonly signal: AbortSignal;
  /** Epoch milliseconds of the first and the latest time a request for this call may have left, if it ever did. */
  readonly firstSentAt?: number;
  readonly lastSentAt?: number;
  /** Whether one of them may have happened without our knowing. */
  readonly unresolved?: boolean;
  readonly record: AttemptRecorder;
}

/** The systems, as the orchestrator sees them: the dock composes this from the connectors and the pipeline. */
export interface SystemsPort {
  call(request: CapabilityRequest): Promise<unknown>;
  /** The business reference of a call's input: part of the step's identity. Throws `input-invalid`. */
  reference(capability: string, input: unknown): string;
  /** Ids by which a result may be looked up later (a document's id and number in its system). */
  identifiers(result: unknown): readonly string[];
}

/** When a failure of disposition `retry` is tried again, durably, and when a person is asked. */
export interface DurableRetry {
  /** @default 5_000 */
  readonly firstDelayMs: number;
  /** @default 900_000 */
  readonly maxDelayMs: number;
  /**
   * How long a unit is tried before the run is parked, in milliseconds.
   *
   * @default 86_400_000
   */
  readonly giveUpAfterMs: number;
}

export interface ExecutionPorts {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly systems: SystemsPort;
  readonly retry: DurableRetry;
  /** Absent: a flow that asks it is told that there is none. */
  readonly availability?: StockPromises | undefined;
}
