import { IntegrationError, isIntegrationError } from '@crossdock/core';
import { Journal } from '../api/finance.ts';
import type { Rooms } from '../context.ts';
import { journalCodeOf } from '../references.ts';

type Needed = Pick<Rooms, 'client'>;

/** The journal of a name: the one that is there, or a new one. Its code is a key, so processes that ask at the same moment get the same one. */
export async function ensureJournal(rooms: Needed, name: string, signal: AbortSignal): Promise<Journal> {
  const code = journalCodeOf(name);
  return (await findJournal(rooms, code, signal)) ?? makeJournal(rooms, code, name, signal);
}

/** The journal of a name, if it is new: asked for without a look before. */
export async function openJournal(rooms: Needed, name: string, signal: AbortSignal): Promise<Journal> {
  return makeJournal(rooms, journalCodeOf(name), name, signal);
}

/** An empty journal does no harm, so a failure to remove it is none of the document. */
export async function clearAway({ client }: Needed, { id }: Journal, signal: AbortSignal): Promise<void> {
  try {
    await client.remove({ set: 'journals', id }, { version: '*', signal });
  } catch (error) {
    if (!isIntegrationError(error) || error.code === 'cancelled') throw error;
  }
}

async function findJournal({ client }: Needed, code: string, signal: AbortSignal): Promise<Journal | undefined> {
  const rows = await client.list({ set: 'journals' }, { filter: { code }, row: Journal, signal });
  return rows.find((row) => row.code.toUpperCase() === code);
}

async function makeJournal(rooms: Needed, code: string, name: string, signal: AbortSignal): Promise<Journal> {
  try {
    const json = { code, displayName: name };
    return await rooms.client.create({ set: 'journals' }, json, { row: Journal, signal });
  } catch (error) {
    if (!isIntegrationError(error) || error.code !== 'duplicate') throw error;
    // Made by another attempt between the look and this one.
    const made = await findJournal(rooms, code, signal);
    if (made) return made;
    throw new IntegrationError('A journal of Business Central went while it was asked for', {
      code: 'conflict',
      disposition: 'retry',
      cause: error,
    });
  }
}
