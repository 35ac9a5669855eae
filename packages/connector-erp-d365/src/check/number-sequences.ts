import type { ConfigFinding } from '@crossdock/core';
import { z } from 'zod';
import type { Rooms } from '../context.ts';

/** A number sequence. Whether it lets callers number is told by some versions only. */
const Sequence = z.looseObject({ NumberSequenceCode: z.string(), Manual: z.string().optional() });

/** Looks for the number sequences that the configuration names. The platform refuses every filter on them, so all are read. */
export async function sequenceFindings(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  signal: AbortSignal,
): Promise<readonly ConfigFinding[]> {
  const named = Object.entries(config.numberSequences).filter((it): it is [string, string] => it[1] !== undefined);
  if (named.length === 0) return [];
  const sequences = await client.list('SequenceV2Tables', { row: Sequence, signal });
  return named.flatMap(([of, code]): readonly ConfigFinding[] => {
    const path = `numberSequences.${of}`;
    const found = sequences.find((it) => it.NumberSequenceCode.toLowerCase() === code.toLowerCase());
    if (!found) return [{ severity: 'error', path, message: `Dynamics 365 has no number sequence '${code}'` }];
    const wantsManual = of === 'customers' || config.orderNumbers === 'manual';
    if (!wantsManual || found.Manual !== 'No') return [];
    return [{ severity: 'error', path, message: `Number sequence '${code}' does not allow numbers of our own` }];
  });
}
