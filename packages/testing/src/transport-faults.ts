import { type Clock } from '@crossdock/core';
import { type FaultName, type Faults } from './faults.ts';
import { ConnectionLost } from './simulator.ts';

/** What one request is about. The same request is classified the same in every run: faults are decided by it. */
export interface ClassifiedRequest {
  /** The platform's own word: `POST /orders`, `orderCreate`. */
  readonly operation: string;
  /** The business reference or id that it is about. */
  readonly subject: string;
  /** Whether it changes the platform's books. */
  readonly write: boolean;
}

/** What {@link withTransportFaults} takes. */
export interface TransportFaultOptions {
  readonly faults: Faults;
  readonly clock: Clock;
  /** Reads a request without using it up: clone it before its body is read. */
  classify(request: Request): ClassifiedRequest | Promise<ClassifiedRequest>;
  /**
   * The platform's own answer when it fails or is away.
   *
   * @default an empty 503 for an outage, an empty 500 for anything else
   */
  readonly failed?: (fault: 'error-before' | 'error-after' | 'outage', request: ClassifiedRequest) => Response;
  /**
   * How long a slow answer takes, in milliseconds.
   *
   * @default 8_000
   */
  readonly slowReplyMs?: number;
  /**
   * When the platform itself closes a connection on which it never answered, in milliseconds.
   *
   * @default 900_000
   */
  readonly timeoutMs?: number;
}

/** What faults see of a request: `orderCreate shop-1001`. Arm a fault with a `match` on it. */
export function faultSubjectOf({ operation, subject }: ClassifiedRequest): string {
  return subject === '' ? operation : `${operation} ${subject}`;
}

/**
 * Puts the faults of the road around a platform: `outage`, `error-before`, `error-after`, `lost-reply`, `slow-reply` and
 * `timeout`. What only a platform can get wrong by itself (throttling, tokens, periods, webhooks) it asks `faults` for.
 *
 * `error-after` and `lost-reply` strike writes only: a read has no effect that could outlive its answer.
 */
export function withTransportFaults(
  handle: (request: Request) => Promise<Response>,
  options: TransportFaultOptions,
): (request: Request) => Promise<Response> {
  const { faults, clock, classify, failed = plainFailure, slowReplyMs = 8_000, timeoutMs = 900_000 } = options;
  return async (request) => {
    const about = await classify(request);
    const subject = faultSubjectOf(about);
    const strikes = (fault: FaultName): boolean => faults.strikes(fault, subject);
    if (strikes('outage')) return failed('outage', about);
    if (strikes('error-before')) return failed('error-before', about);
    const response = await handle(request);
    if (about.write && strikes('error-after')) return failed('error-after', about);
    if (about.write && strikes('lost-reply')) throw new ConnectionLost('The answer was lost');
    if (strikes('slow-reply')) await untilGone(clock, slowReplyMs, request.signal);
    if (strikes('timeout')) {
      await untilGone(clock, timeoutMs, request.signal);
      throw new ConnectionLost('The answer never came');
    }
    return response;
  };
}

async function untilGone(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  try {
    await clock.sleep(ms, signal);
  } catch (error) {
    throw signal.aborted ? new ConnectionLost('The caller hung up', { cause: error }) : error;
  }
}

function plainFailure(fault: FaultName): Response {
  return new Response(null, { status: fault === 'outage' ? 503 : 500 });
}
