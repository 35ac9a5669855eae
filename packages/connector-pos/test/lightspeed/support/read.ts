import { type IntegrationError, isIntegrationError, type RefusedEvent, type SourceEvent } from '@crossdock/core';
import { type OpenSystem, type PostedDelivery } from '@crossdock/testing/contracts';

type Told = SourceEvent | RefusedEvent;

/** What a sweep tells of a span around now. */
export async function sweep(
  { connection, clock }: OpenSystem,
  name: string,
  span: { readonly from?: number; readonly to?: number } = {},
): Promise<readonly Told[]> {
  const { from = clock.now() - 5 * 86_400_000, to = clock.now() } = span;
  const found = connection.events?.sweeps?.[name];
  if (!found) throw new Error(`There is no sweep '${name}'`);
  const collect = async (): Promise<Told[]> => {
    const told: Told[] = [];
    const { signal } = new AbortController();
    const window = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), signal };
    for await (const event of found.run(window)) told.push(event);
    return told;
  };
  return clock.settle(collect());
}

/** The one event of a name that a sweep tells about a sale. */
export async function toldOf<N extends SourceEvent['name']>(
  system: OpenSystem,
  name: N,
  saleId: string,
): Promise<Extract<SourceEvent, { readonly name: N }>> {
  const told = (await sweep(system, 'sales')).filter((it) => it.key === `stores-${saleId}` && it.name === name);
  const [event] = told;
  if (told.length !== 1 || !event || 'refused' in event || event.name !== name) {
    throw new Error(`Expected one ${name}, got ${JSON.stringify(told.map((it) => it.name))}`);
  }
  return event as Extract<SourceEvent, { readonly name: N }>;
}

/** Verifies and decodes a delivery as the dock does. */
export async function decode(
  { connection, clock }: OpenSystem,
  { headers, body, url = 'https://elsewhere.example/rewritten' }: PostedDelivery,
): Promise<readonly SourceEvent[]> {
  const { webhook } = connection.events ?? {};
  if (!webhook) throw new Error('There is no webhook');
  const delivery = { headers: new Headers(headers), body: new TextEncoder().encode(body), url };
  await webhook.verify(delivery);
  const { topic } = webhook.identify(delivery);
  const stored = { headers, body: delivery.body, topic, receivedAt: new Date(clock.now()).toISOString() };
  return clock.settle(webhook.decode(stored, { signal: new AbortController().signal }));
}

/** How something fails. */
export async function failureOf(work: () => Promise<unknown>): Promise<IntegrationError> {
  try {
    await work();
  } catch (error) {
    if (isIntegrationError(error)) return error;
    throw error;
  }
  throw new Error('It was expected to fail');
}
