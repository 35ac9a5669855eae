import { IntegrationError, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { Journal, type Journal as Claim } from '../api/finance.ts';
import type { BatchWrite } from '../client.ts';
import type { Rooms } from '../context.ts';
import { clearAway, openJournal } from './journals.ts';

/** What a look came to: the document, or the writes that make it. */
export type Look<Found> = { readonly found: Found } | { readonly writes: readonly BatchWrite[] };

type Needed = Pick<Rooms, 'client' | 'config'>;

/**
 * Makes a document that has no key of its own in the platform, so that there is one of it also when several processes make it at the same moment.
 *
 * An empty journal is the claim of it: the platform has no two journals of one code. Whoever has the claim looks, and makes the document and
 * removes the claim in one transaction. So the others find a claim that is gone, or had theirs after the document was there, and see it.
 *
 * Answers what was found, or nothing when it was made.
 */
export async function makeOnce<Found>(
  rooms: Needed,
  /** The same for whoever makes this document, and for no other one. */
  name: string,
  look: () => Promise<Look<Found>>,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const claim = rooms.config.claims ? await openJournal(rooms, name, signal) : undefined;
  const looked = await orGiveUp(rooms, claim, look, signal);
  if ('found' in looked) {
    if (claim) await clearAway(rooms, claim, signal);
    return looked.found;
  }
  if (!claim) {
    await write(rooms, looked.writes, signal);
    return undefined;
  }
  const release: BatchWrite = { remove: { set: 'journals', id: claim.id }, version: '*' };
  try {
    await rooms.client.batch([release, ...looked.writes], signal);
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (!(await isThere(rooms, claim, signal))) throw wasSecond();
    await clearAway(rooms, claim, signal);
    throw error;
  }
}

/** Another process had the same claim and was first: what it made is found by the next look. */
const wasSecond = (): IntegrationError =>
  new IntegrationError('Another process worked on the same document in Business Central', {
    code: 'conflict',
    disposition: 'retry',
  });

/** What is refused before anything is written, or has to be looked at again, leaves no claim behind. */
async function orGiveUp<T>(
  rooms: Needed,
  claim: Claim | undefined,
  look: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const isOver = isRefusal(error) || (isIntegrationError(error) && error.code === 'conflict');
    if (claim && isOver) await clearAway(rooms, claim, signal);
    throw error;
  }
}

const isRefusal = (error: unknown): boolean =>
  isIntegrationError(error) && error.disposition === 'reject' && error.code !== 'cancelled';

async function isThere({ client }: Needed, { id }: Claim, signal: AbortSignal): Promise<boolean> {
  return (await client.read({ set: 'journals', id }, { row: Journal, signal })) !== undefined;
}

async function write({ client }: Needed, writes: readonly BatchWrite[], signal: AbortSignal): Promise<void> {
  const [only, ...others] = writes;
  if (only && 'create' in only && others.length === 0) {
    await client.create(only.create, only.json, { row: z.object({}), signal });
  } else await client.batch(writes, signal);
}
