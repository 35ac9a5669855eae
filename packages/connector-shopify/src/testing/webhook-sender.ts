import { createHmac } from 'node:crypto';
import { jsonWithBigIds } from './platform-formats.ts';
import type { WebhookTopic } from './topics.ts';

/** A signed delivery, ready to be posted (again and again: retries repeat it unchanged). */
export interface SignedWebhook {
  /** `X-Shopify-Webhook-Id`. */
  readonly id: string;
  readonly topic: WebhookTopic;
  /** The global id of what changed. */
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What deliveries are signed and addressed with. */
export interface WebhookSignerOptions {
  readonly shopDomain: string;
  readonly apiVersion: string;
  readonly secret: string;
  readonly now: () => number;
}

/** For so long after a rotation the platform may still sign with the secret of before. */
const secretGraceMs = 3_600_000;

/** Signs deliveries as the platform does: base64 of HMAC-SHA256 over the raw body. */
export class WebhookSigner {
  readonly #options: WebhookSignerOptions;
  #secret: string;
  #previous: { readonly secret: string; readonly until: number } | undefined;
  #sent = 0;
  #events = 0;
  #rotations = 0;

  constructor(options: WebhookSignerOptions) {
    this.#options = options;
    this.#secret = options.secret;
  }

  /** Replaces the secret. Until an hour has passed every second delivery is still signed with the old one. */
  rotate(): string {
    this.#previous = { secret: this.#secret, until: this.#options.now() + secretGraceMs };
    this.#secret = `${this.#options.secret}-rotated-${++this.#rotations}`;
    return this.#secret;
  }

  /** A new event id: one thing that happened, told by one or more topics. */
  nextEvent(): string {
    return uuidOf('e', ++this.#events);
  }

  /** Signs one delivery. */
  sign(
    topic: WebhookTopic,
    subject: string,
    eventId: string,
    payload: unknown,
    name: string | null = null,
  ): SignedWebhook {
    const id = uuidOf('b', ++this.#sent);
    const body = jsonWithBigIds(payload);
    const { shopDomain, apiVersion, now } = this.#options;
    return {
      id,
      topic,
      subject,
      body,
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-hmac-sha256': createHmac('sha256', this.#secretOf(this.#sent)).update(body).digest('base64'),
        'x-shopify-shop-domain': shopDomain,
        'x-shopify-api-version': apiVersion,
        'x-shopify-webhook-id': id,
        'x-shopify-event-id': eventId,
        ...(name !== null && { 'x-shopify-name': name }),
        'x-shopify-triggered-at': new Date(now()).toISOString(),
      },
    };
  }

  #secretOf(serial: number): string {
    const previous = this.#previous;
    return previous && this.#options.now() < previous.until && serial % 2 === 0 ? previous.secret : this.#secret;
  }
}

function uuidOf(kind: string, serial: number): string {
  return `${kind}54557e4-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`;
}
