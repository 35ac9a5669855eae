import { type ConfigFinding, isIntegrationError } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';
import { postingServiceOf } from '../environment/posting-service.ts';
import { needsOf } from './config-needs.ts';
import { referencesOf } from './config-references.ts';
import { sequenceFindings } from './number-sequences.ts';
import type { LooseRow, Reference } from './reference.ts';

type CheckRooms = Pick<Rooms, 'client' | 'config'>;

const AnyRow = z.looseObject({});

/**
 * Compares what the configuration names with the environment, and tells everything that is missing at once, by the path of the option: company,
 * customer, sites and warehouses, items, tax groups, journal names, accounts, methods of payment, dimensions, custom fields, number sequences,
 * stores, data projects, and the posting service.
 */
export async function checkEnvironment(rooms: CheckRooms, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  const looks = [
    ...referencesOf(rooms.config).map((reference) => () => findingsOf(reference, rooms, signal)),
    () => lookedUp('numberSequences', 'number sequences', () => sequenceFindings(rooms, signal)),
    () => serviceFindings(rooms, signal),
  ];
  return [...needsOf(rooms.config), ...(await Promise.all(looks.map((look) => look()))).flat()];
}

function findingsOf(reference: Reference, rooms: CheckRooms, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  const { path, what } = reference;
  const missing: ConfigFinding = {
    severity: 'error',
    path,
    message: `Dynamics 365 has no ${what} in ${rooms.config.company}`,
  };
  if ('field' in reference) return fieldFindings(reference, missing, rooms, signal);
  return lookedUp(path, what, async () => {
    const found = await rowOf(reference, rooms, signal);
    if (!found) return [missing];
    const flaw = reference.flaw?.(found);
    return flaw === undefined ? [] : [{ severity: 'error', path, message: `The ${what} ${flaw} in Dynamics 365` }];
  });
}

async function rowOf(
  reference: Exclude<Reference, { readonly field: string }>,
  { client }: CheckRooms,
  signal: AbortSignal,
): Promise<LooseRow | undefined> {
  if ('key' in reference) return client.read(reference.set, reference.key, { row: AnyRow, signal });
  const rows = await client.list(reference.set, { filter: reference.filter, row: AnyRow, signal });
  return rows.find((row) => reference.is(row));
}

/** A field is there when it can be selected. */
async function fieldFindings(
  { set, field }: Extract<Reference, { readonly field: string }>,
  missing: ConfigFinding,
  { client }: CheckRooms,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  try {
    await client.list(set, { select: [field], top: 1, row: AnyRow, signal });
    return [];
  } catch (error) {
    if (isPassing(error)) throw error;
    return [missing];
  }
}

/** The posting service answers a look for something that it never posted. */
function serviceFindings(rooms: CheckRooms, signal: AbortSignal): Promise<readonly ConfigFinding[]> {
  const { posting } = rooms.config;
  if (posting.by !== 'service') return Promise.resolve([]);
  return lookedUp('posting', `posting service '${posting.group}/${posting.service}'`, async () => {
    await postingServiceOf(rooms).find('postInvoice', 'crossdock-check', signal);
    return [];
  });
}

/** What cannot be looked up is a finding of its own; what may pass, or is about signing in, ends the check. */
async function lookedUp(
  path: string,
  what: string,
  look: () => Promise<readonly ConfigFinding[]>,
): Promise<readonly ConfigFinding[]> {
  try {
    return await look();
  } catch (error) {
    if (isPassing(error) || !isIntegrationError(error)) throw error;
    return [{ severity: 'error', path, message: `The ${what} could not be looked up: ${error.message}` }];
  }
}

const isPassing = (error: unknown): boolean =>
  !isIntegrationError(error) || error.disposition !== 'reject' || error.code === 'unauthorized';
