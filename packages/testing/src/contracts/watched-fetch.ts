import { type Clock, parseRetryAfter } from '@crossdock/core';
import { fetchFailed } from '../simulator.ts';

/** One request and what became of it. */
export interface Exchange {
  /** Epoch milliseconds at which it left. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Absent as long as there is no answer. */
  readonly status?: number;
  /** How long the platform told us to wait. */
  readonly retryAfterMs?: number;
}

/** What is done to the request of a number, counted from 0. */
export interface Interference {
  readonly request: number;
  /**
   * - `unreachable`: the connection is refused
   * - `request-lost`: the connection dies before the platform has the request
   * - `reply-lost`: the connection dies after the platform has answered
   * - a function runs before the request leaves
   */
  readonly with: 'unreachable' | 'request-lost' | 'reply-lost' | (() => void);
}

/** Puts an observer with a pair of scissors on the wire. */
export function watchedFetch(wire: typeof fetch, clock: Clock) {
  const exchanges: { -readonly [K in keyof Exchange]: Exchange[K] }[] = [];
  const planned: Interference[] = [];

  const watched: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const number = exchanges.length;
    const exchange: (typeof exchanges)[number] = {
      at: clock.now(),
      method: request.method,
      path: new URL(request.url).pathname,
    };
    exchanges.push(exchange);
    const fates = planned.filter((it) => it.request === number).map((it) => it.with);
    for (const fate of fates) if (typeof fate === 'function') fate();
    if (fates.includes('unreachable')) throw fetchFailed('ECONNREFUSED', 'connection refused');
    if (fates.includes('request-lost')) throw fetchFailed('UND_ERR_SOCKET', 'other side closed');
    const response = await wire(request);
    if (fates.includes('reply-lost')) throw fetchFailed('UND_ERR_SOCKET', 'other side closed');
    exchange.status = response.status;
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), clock.now());
    if (retryAfterMs !== undefined) exchange.retryAfterMs = retryAfterMs;
    return response;
  };

  return {
    fetch: watched,
    exchanges: exchanges as readonly Exchange[],
    interfere: (interference: Interference): void => void planned.push(interference),
  };
}
