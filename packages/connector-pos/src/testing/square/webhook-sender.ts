import { createHmac } from 'node:crypto';
import { type Delivery, type WebhookCourier } from '@crossdock/testing';
import { type Json } from './answers.ts';

/** What webhooks are signed with. */
export interface SenderOptions {
  /** The URL as it is registered: part of what is signed. */
  readonly url: string;
  readonly signatureKey: string;
  readonly now: () => number;
}

/** Makes and signs events: base64 of HMAC-SHA256 over the registered URL and the raw body. */
export class WebhookSender {
  readonly #options: SenderOptions;
  readonly #couriers: WebhookCourier[] = [];
  #serial = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  deliverBy(courier: WebhookCourier): void {
    this.#couriers.push(courier);
  }

  /** Whether anybody is subscribed. */
  get isHeard(): boolean {
    return this.#couriers.length > 0;
  }

  /** Tells an event to everybody who is subscribed. */
  tell(
    type: string,
    { id, dataType, object }: { readonly id: string; readonly dataType: string; readonly object: Json },
  ): void {
    if (this.#couriers.length === 0) return;
    const body = JSON.stringify({
      merchant_id: 'MERCHANTSIM',
      type,
      event_id: `00000000-0000-4000-8000-${String(++this.#serial).padStart(12, '0')}`,
      created_at: new Date(this.#options.now()).toISOString(),
      data: { type: dataType, id, object },
    });
    const delivery: Delivery = { subject: id, topic: type, headers: this.#headers(body), body };
    for (const courier of this.#couriers) courier.send(delivery);
  }

  #headers(body: string): Record<string, string> {
    const { url, signatureKey } = this.#options;
    const signature = createHmac('sha256', signatureKey).update(url).update(body).digest('base64');
    return { 'content-type': 'application/json', 'x-square-hmacsha256-signature': signature };
  }
}
