import { type Clock } from '@crossdock/core';
import { type Faults } from './faults.ts';

/** A signed delivery as a platform posts it; retries repeat it unchanged. */
export interface Delivery {
  /** What the delivery is about: faults decide by it. */
  readonly subject: string;
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where deliveries go: a handler in this process, or a URL. */
export type DeliveryTarget = ((request: Request) => Promise<Response>) | string;

/** What {@link webhookCourier} takes. */
export interface CourierOptions {
  readonly faults: Faults;
  readonly clock: Clock;
  readonly target: DeliveryTarget;
  /**
   * Waits before each further attempt after an answer that is not 2xx, in milliseconds.
   *
   * @default [1_000, 5_000, 30_000, 300_000]
   */
  readonly retryScheduleMs?: readonly number[];
  /**
   * How much later a late webhook comes, in milliseconds.
   *
   * @default 3_600_000
   */
  readonly lateMs?: number;
  /**
   * How long a shuffled webhook is held back so that later ones overtake it, in milliseconds.
   *
   * @default 2_000
   */
  readonly shuffleMs?: number;
  /** Sends to a URL target. @default the global fetch */
  readonly fetch?: typeof fetch;
}

/** Posts deliveries as a platform does, with the faults of the road. */
export interface WebhookCourier {
  /** Takes a delivery over; resolves at once. */
  send(delivery: Delivery): void;
  /** Deliveries that are neither accepted nor given up. */
  readonly pending: number;
  /** Deliveries that were accepted with a 2xx. */
  readonly accepted: number;
  /** Deliveries that were given up after the last retry. */
  readonly abandoned: readonly Delivery[];
  /** Resolves when nothing is pending (on a virtual clock: while somebody moves it). */
  settled(): Promise<void>;
  /** Gives up everything that is pending. */
  stop(): void;
}

/** Makes a courier. Delivery by delivery it decides by subject whether a webhook is doubled, shuffled, late or lost. */
export function webhookCourier(options: CourierOptions): WebhookCourier {
  const { faults, clock, lateMs = 3_600_000, shuffleMs = 2_000 } = options;
  const retryScheduleMs = options.retryScheduleMs ?? [1_000, 5_000, 30_000, 300_000];
  const stopping = new AbortController();
  const abandoned: Delivery[] = [];
  const whenSettled: (() => void)[] = [];
  let pending = 0;
  let accepted = 0;

  const post = async (delivery: Delivery): Promise<boolean> => {
    const { headers, body } = delivery;
    const { target } = options;
    try {
      const url = typeof target === 'string' ? target : 'http://127.0.0.1/webhooks';
      const request = new Request(url, { method: 'POST', headers, body, signal: stopping.signal });
      const response = typeof target === 'string' ? await (options.fetch ?? fetch)(request) : await target(request);
      return response.ok;
    } catch {
      return false;
    }
  };
  const deliver = async (delivery: Delivery, delayMs: number): Promise<void> => {
    pending++;
    try {
      for (const waitMs of [delayMs, ...retryScheduleMs]) {
        if (waitMs > 0) await clock.sleep(waitMs, stopping.signal);
        if (await post(delivery)) {
          accepted++;
          return;
        }
      }
      abandoned.push(delivery);
    } catch {
      abandoned.push(delivery);
    } finally {
      pending--;
      if (pending === 0) for (const resolve of whenSettled.splice(0)) resolve();
    }
  };

  return {
    get pending() {
      return pending;
    },
    get accepted() {
      return accepted;
    },
    abandoned,
    send(delivery) {
      const subject = `${delivery.topic} ${delivery.subject}`;
      if (faults.strikes('missing-webhook', subject)) return;
      const late = faults.strikes('late-webhook', subject) ? lateMs : 0;
      const shuffled = faults.strikes('shuffled-webhook', subject) ? shuffleMs : 0;
      void deliver(delivery, late + shuffled);
      if (faults.strikes('duplicate-webhook', subject)) void deliver(delivery, late);
    },
    async settled() {
      while (pending > 0) {
        await new Promise<void>((resolve) => {
          whenSettled.push(resolve);
        });
      }
    },
    stop: () => stopping.abort(),
  };
}
