import { type ConfigFinding, IntegrationError, type Product } from '@crossdock/core';
import type { z } from 'zod';
import { PublicationsData, PublicationsOfProductData } from '../api/catalog-data.ts';
import { publications, publicationsOfProduct, publishToChannels } from '../api/catalog-documents.ts';
import { Done } from '../api/inventory-data.ts';
import type { ConnectorContext } from '../context.ts';
import { onward } from '../onward.ts';

interface Channel {
  readonly id: string;
  readonly name: string;
  /** Whether something can be published there from a future day on. */
  readonly canWait: boolean;
}

type Context = Pick<ConnectorContext, 'client' | 'config' | 'clock'>;

/** Publishes a product to the channels that the options name, where it is not published yet. */
export async function publishToNamed(
  context: Context,
  productId: string,
  effectiveFrom: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (context.config.publications.length === 0) return;
  const channels = await namedChannels(context, signal);
  const { product } = await context.client.query(publicationsOfProduct, {
    variables: { id: productId },
    data: PublicationsOfProductData,
    signal,
  });
  const dates = new Map(
    product?.resourcePublicationsV2.nodes.map(({ publication, publishDate }) => [publication.id, publishDate]),
  );
  const from = isAhead(effectiveFrom, context) ? effectiveFrom : undefined;
  const missing = channels.filter(({ id }) => !dates.has(id) || isToMove(dates.get(id), from, context));
  if (missing.length === 0) return;
  await context.client.mutate(publishToChannels, {
    variables: {
      id: productId,
      input: missing.map(({ id }) => ({ publicationId: id, ...(from !== undefined && { publishDate: from }) })),
    },
    data: Done,
    signal,
  });
}

/** Refuses a product that is to be sold from a future day on where the shop could not keep it back until then. */
export async function refuseUnscheduled(
  context: Context,
  { state, effectiveFrom }: Pick<Product, 'state' | 'effectiveFrom'>,
  signal: AbortSignal,
): Promise<void> {
  if (state !== 'active' || !isAhead(effectiveFrom, context)) return;
  const refuse = (what: string): never => {
    throw new IntegrationError(what, { code: 'unsupported-document', path: 'effectiveFrom' });
  };
  if (context.config.publications.length === 0) {
    refuse(
      "Without the option 'publications' the shop would sell the product at once; publish it when its day has come",
    );
  }
  const hasty = (await namedChannels(context, signal)).find(({ canWait }) => !canWait);
  if (hasty) refuse(`The channel '${hasty.name}' cannot wait for a day: publish the product when it has come`);
}

/** Compares the option with the channels that there are. */
export async function publicationFindings(context: Context, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  if (context.config.publications.length === 0) return [];
  const channels = await allChannels(context, signal);
  return context.config.publications.flatMap((name, index): ConfigFinding[] => {
    const found = channels.filter((it) => it.name === name).length;
    if (found === 1) return [];
    const what = found === 0 ? 'there is no channel of this name' : 'several channels have this name';
    return [{ severity: 'error', path: `publications.${index}`, message: `${what}; name one that there is` }];
  });
}

async function namedChannels(context: Context, signal: AbortSignal): Promise<readonly Channel[]> {
  const channels = await allChannels(context, signal);
  return context.config.publications.map((name, index) => {
    const [channel, ...others] = channels.filter((it) => it.name === name);
    if (channel && others.length === 0) return channel;
    throw new IntegrationError(`There is no one channel '${name}'`, {
      code: 'unmapped',
      path: `publications.${index}`,
    });
  });
}

async function allChannels({ client }: Context, signal: AbortSignal): Promise<readonly Channel[]> {
  const channels: Channel[] = [];
  for (let after: string | null = null; ;) {
    const page: z.output<typeof PublicationsData>['publications'] = (
      await client.query(publications, { variables: { after }, data: PublicationsData, signal })
    ).publications;
    for (const { id, catalog, supportsFuturePublishing: canWait } of page.nodes) {
      if (catalog) channels.push({ id, name: catalog.title, canWait });
    }
    if (!page.pageInfo.hasNextPage) return channels;
    after = onward(page.pageInfo, after);
  }
}

function isAhead(instant: string | undefined, { clock }: Pick<Context, 'clock'>): instant is string {
  return instant !== undefined && Date.parse(instant) > clock.now();
}

/** One that waits already waits for another day; what is out is out. */
function isToMove(date: string | null | undefined, from: string | undefined, context: Context): boolean {
  if (date == null || !isAhead(date, context)) return false;
  return from === undefined || Date.parse(date) !== Date.parse(from);
}
