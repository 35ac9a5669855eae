import { type ConfigFinding, isIntegrationError, toMs, type Upkeep } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';
import type { BusinessCentralConfig } from '../options.ts';
import { sources } from './changes.ts';

type Settings = NonNullable<BusinessCentralConfig['webhooks']>;

const Subscription = z.object({
  '@odata.etag': z.string().min(1),
  subscriptionId: z.string().min(1),
  notificationUrl: z.string(),
  resource: z.string(),
  expirationDateTime: z.string(),
});
type Subscription = z.output<typeof Subscription>;

/** What is subscribed to. The platform has no news of stock. */
const sets = Object.values(sources).map(({ set }) => set);

/** A subscription ends after three days. One that has less than this left is renewed, so that a day without us does no harm. */
const renewWhenLeftMs = 2 * 86_400_000;

type Needed = Pick<Rooms, 'client' | 'config' | 'clock'>;

/** Looks whether the company tells what is read, to the right address and for long enough, and mends it. Each time it asks back whether we are there. */
export function subscriptionUpkeep(rooms: Needed, settings: Settings): Upkeep {
  return {
    every: settings.every,
    async run({ signal }) {
      const present = await rooms.client.subscriptions.list({ row: Subscription, signal });
      const findings: ConfigFinding[] = [];
      for (const set of sets) {
        const finding = await refusalOf(set, () => keep(set, { rooms, settings, present, signal }));
        if (finding) findings.push(finding);
      }
      return findings;
    },
  };
}

interface Look {
  readonly rooms: Needed;
  readonly settings: Settings;
  readonly present: readonly Subscription[];
  readonly signal: AbortSignal;
}

async function keep(set: string, look: Look): Promise<ConfigFinding | undefined> {
  const { rooms, settings, present, signal } = look;
  const { client, clock } = rooms;
  const found = ofOurs(present, set, rooms.config, settings);
  const clientState = settings.clientStates[0]?.reveal() ?? '';
  if (!found) {
    const resource = resourceOf(set, rooms.config);
    try {
      await client.subscriptions.create({ notificationUrl: settings.address, resource, clientState }, signal);
    } catch (error) {
      // Another process was faster, or an attempt whose answer was lost.
      const now = await client.subscriptions.list({ row: Subscription, signal });
      if (!ofOurs(now, set, rooms.config, settings)) throw error;
    }
    return mended(`the subscription to ${set} was missing and was made`);
  }
  const leftMs = Date.parse(found.expirationDateTime) - clock.now();
  // Not to be read is as good as not to be there much longer.
  if (leftMs > renewWhenLeftMs + toMs(settings.every)) return undefined;
  // The secret goes along, so that a new one takes the place of an old one within a round.
  const renewed = { notificationUrl: settings.address, clientState };
  await client.subscriptions.renew(found.subscriptionId, found['@odata.etag'], renewed, signal);
  return undefined;
}

function ofOurs(
  present: readonly Subscription[],
  set: string,
  config: BusinessCentralConfig,
  { address }: Settings,
): Subscription | undefined {
  const wanted = pathOf(resourceOf(set, config));
  return present.find((it) => it.notificationUrl === address && pathOf(it.resource) === wanted);
}

const resourceOf = (set: string, { company }: BusinessCentralConfig): string =>
  `/api/v2.0/companies(${company})/${set}`;

/** The platform may give a resource back with or without its origin and first slash. */
const pathOf = (resource: string): string => resource.replace(/^.*?api\/v2\.0\//i, '').toLowerCase();

/** A refusal is for a person; whatever may pass ends the look, and the next one begins anew. */
async function refusalOf(
  set: string,
  work: () => Promise<ConfigFinding | undefined>,
): Promise<ConfigFinding | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized') throw error;
    const message = `Business Central refuses the subscription to ${set} (${error.code}): does the address answer the handshake?`;
    return { severity: 'error', path: 'webhooks', message };
  }
}

const mended = (message: string): ConfigFinding => ({ severity: 'warning', path: 'webhooks', message });
