import type { Rooms } from './context.ts';
import { isTaken, itemRefusal } from './errors.ts';
import { itemIdOf } from './ids.ts';
import type { ReservedLine } from './reservation-document.ts';

/** Gives lines back, whole, each once whoever asks for it. What is not held any more is no failure. */
export async function releaseLines(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  lines: readonly ReservedLine[],
  signal: AbortSignal,
): Promise<void> {
  if (lines.length === 0) return;
  const items = lines.map(({ reservationId, dimensions, units }) => ({
    id: itemIdOf(config, 'REL', reservationId),
    organizationId: config.company,
    reservationId,
    dimensions,
    OffsetQty: units,
  }));
  const answers = await client.bulk('/onhand/unreserve/bulk', items, { signal });
  const refused = answers.findIndex((it) => !isTaken(it));
  const answer = answers[refused];
  if (answer) throw itemRefusal(answer, `lines.${refused}`);
}
