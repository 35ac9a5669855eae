/** What the script of the package sends when it is deployed: a signed hint for every record that is saved. */
import { createHmac } from 'node:crypto';
import { type CourierOptions, type DeliveryTarget, webhookCourier, type WebhookCourier } from '@crossdock/testing';
import { isItemType } from './record-types.ts';
import type { StoredRecord } from './store.ts';

/** A deployment of the script. */
export interface PushOptions {
  /** The API secret. */
  readonly secret: string;
  /** Where it sends to: a handler in this process, or a URL. */
  readonly target: DeliveryTarget;
}

/** A delivery as the script posts it. */
export interface PushedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Pusher {
  /** The delivery for a record. Another one each time. */
  deliveryOf(record: Pick<StoredRecord, 'type' | 'id'>, secret: string): PushedDelivery;
  /** Sends the delivery for a record that was saved, if the script is deployed. */
  afterSubmit(record: StoredRecord): void;
  readonly courier: WebhookCourier | undefined;
}

export function createPusher(options: {
  readonly account: string;
  readonly push: PushOptions | undefined;
  readonly faults: CourierOptions['faults'];
  readonly clock: CourierOptions['clock'];
}): Pusher {
  const { account, push, faults, clock } = options;
  // The script posts once: what is not taken is not sent again.
  const courier = push && webhookCourier({ faults, clock, target: push.target, retryScheduleMs: [] });
  let count = 0;

  const deliveryOf: Pusher['deliveryOf'] = ({ type, id }, secret) => {
    count += 1;
    const seconds = String(Math.floor(clock.now() / 1000));
    const record = scriptType(type);
    const body = JSON.stringify({ delivery: `${record}-${id}-${String(count)}`, record, id });
    const signature = createHmac('sha256', secret).update(`${seconds}.${account}.${body}`).digest('hex').toUpperCase();
    return {
      headers: {
        'content-type': 'application/json',
        'x-crossdock-account': account,
        'x-crossdock-timestamp': seconds,
        'x-crossdock-signature': signature,
      },
      body,
    };
  };

  return {
    deliveryOf,
    courier,
    afterSubmit(record) {
      if (!push || !courier) return;
      courier.send({ subject: record.id, topic: scriptType(record.type), ...deliveryOf(record, push.secret) });
    },
  };
}

/** Record types as scripts name them: in lower case, and some in fewer kinds. */
function scriptType(type: string): string {
  const name = isItemType(type) ? type.replace(/(?:Sale|Resale|Purchase)Item$/, 'Item') : type;
  return name.toLowerCase();
}
