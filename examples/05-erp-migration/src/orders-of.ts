import { type AnyConnection, type AnySystem, Order, parse, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { isWithin, type Span } from './migration.ts';

/**
 * A shop that tells only what is about orders of a span of time: of a parcel, a cancellation or a refund, when its order was placed. The
 * span is asked at every event, so that its end may be chosen while the shop is open.
 *
 * This is all that a migration adds: flows, connectors and their options do not know of it.
 */
export function ordersOf<S extends AnySystem>(shop: S, span: () => Span): S {
  const connect = (ports: Parameters<S['connect']>[0]): AnyConnection => {
    const connection = shop.connect(ports);
    const placed = new Map<string, number>();

    const placedAt = async (orderRef: string, signal: AbortSignal): Promise<number> => {
      const known = placed.get(orderRef);
      if (known !== undefined) return known;
      const call = { key: `placed/${orderRef}`, txn: orderRef, attempt: 1, signal };
      const order = await connection.capabilities.getOrder?.run({ orderRef }, call);
      const at = Date.parse(parse(Order, order, { what: 'The order', code: 'response-invalid' }).occurredAt);
      placed.set(orderRef, at);
      return at;
    };

    const belongs = async (event: SourceEvent | RefusedEvent, signal: AbortSignal): Promise<boolean> => {
      if ('refused' in event) return true;
      if (event.name === 'order.placed' || event.name === 'order.changed') {
        return isWithin(Date.parse(event.data.occurredAt), span());
      }
      const { orderRef } = event.data as { readonly orderRef?: string };
      return orderRef === undefined || isWithin(await placedAt(orderRef, signal), span());
    };

    const { webhook, sweeps = {}, ...sources } = connection.events ?? {};
    return {
      ...connection,
      events: {
        ...sources,
        ...(webhook && {
          webhook: {
            ...webhook,
            verify: (delivery) => webhook.verify(delivery),
            identify: (delivery) => webhook.identify(delivery),
            async decode(delivery, call) {
              const told = await webhook.decode(delivery, call);
              const own = await Promise.all(told.map((event) => belongs(event, call.signal)));
              return told.filter((_, index) => own[index]);
            },
          },
        }),
        sweeps: Object.fromEntries(
          Object.entries(sweeps).map(([name, sweep]) => [
            name,
            {
              ...sweep,
              async *run(window) {
                for await (const event of sweep.run(window)) if (await belongs(event, window.signal)) yield event;
              },
            },
          ]),
        ),
      },
    };
  };
  const { name, manifest, problems } = shop;
  const told: AnySystem = { name, manifest, problems, connect };
  // What it can do and tell is that of the shop, only less of it is told.
  return told as S;
}
