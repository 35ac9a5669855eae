import { isIntegrationError, type RefusedEvent, type SourceEvent, type StoredDelivery } from '@crossdock/core';
import type { OpenShop } from './open-shop.ts';

/** What a delivery tells, decoded as the dock does: verified first, then from what was stored. */
export async function decode(
  { clock, system }: Pick<OpenShop, 'clock' | 'system'>,
  delivery: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
): Promise<readonly SourceEvent[]> {
  const { webhook } = system.connection.events ?? {};
  if (!webhook) throw new Error('There is no webhook');
  const incoming = {
    headers: new Headers(delivery.headers),
    body: new TextEncoder().encode(delivery.body),
    url: 'https://crossdock.example/webhooks',
  };
  await webhook.verify(incoming);
  const stored: StoredDelivery = {
    headers: Object.fromEntries(incoming.headers),
    body: incoming.body,
    topic: webhook.identify(incoming).topic,
    receivedAt: new Date(clock.now()).toISOString(),
  };
  return clock.settle(webhook.decode(stored, { signal: new AbortController().signal }));
}

/** What the sweep tells about a span of time. */
export async function sweep(
  { clock, system }: Pick<OpenShop, 'clock' | 'system'>,
  from: string,
  to: string,
  visit: (event: SourceEvent | RefusedEvent) => void = () => undefined,
): Promise<readonly (SourceEvent | RefusedEvent)[]> {
  const orders = system.connection.events?.sweeps?.['orders'];
  if (!orders) throw new Error('There is no sweep');
  const collect = async (): Promise<(SourceEvent | RefusedEvent)[]> => {
    const events: (SourceEvent | RefusedEvent)[] = [];
    for await (const event of orders.run({ from, to, signal: new AbortController().signal })) {
      events.push(event);
      visit(event);
    }
    return events;
  };
  return clock.settle(collect());
}

/** How something fails, in the words that a caller branches on. */
export async function failureOf(
  work: () => unknown,
): Promise<{ code: string; disposition: string; message: string; path?: string | undefined } | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!isIntegrationError(error)) throw error;
    const { code, disposition, message, path } = error;
    return { code, disposition, message, path };
  }
}

/** The whole life of the shop so far, and a little more. */
export const always = ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'] as const;
