import { compareQuantities, quantity } from '@crossdock/core';
import type { Rooms } from './context.ts';
import { isTaken, itemRefusal } from './errors.ts';
import { itemIdOf } from './ids.ts';
import { sumOf } from './measures.ts';
import { readRows } from './on-hand.ts';
import type { Products } from './products.ts';
import type { AskedLine } from './reservation-lines.ts';
import { spentMarkOf } from './spent-rounds.ts';

/** What is seen before a reservation of several lines. */
export interface Ahead {
  /** Rounds of this reference that were given back. */
  readonly spentRounds: number;
  /** Lines of which there is too little just now. */
  readonly short: readonly AskedLine[];
}

/** Looks at what may be reserved, and at the marks of earlier rounds. Promises nothing. */
export async function lookAhead(
  rooms: Pick<Rooms, 'client' | 'config'>,
  products: Products,
  ref: string,
  lines: readonly AskedLine[],
  signal: AbortSignal,
): Promise<Ahead> {
  const { reading, reservations } = rooms.config;
  const mark = spentMarkOf(rooms.config, ref);
  let spentRounds = 0;
  const short: AskedLine[] = [];
  const codes = [...new Set(lines.map((it) => it.location))];
  for (const [number, code] of codes.entries()) {
    const here = lines.filter((it) => it.location === code);
    const asked = [...here.map((it) => it.product), ...(number === 0 ? [mark] : [])];
    const rows = await readRows(
      rooms,
      here.slice(0, 1).map((it) => it.place),
      asked,
      signal,
    );
    const marks = rows.find(({ row }) => row.productId.toLowerCase() === mark.toLowerCase());
    if (marks) spentRounds = Number(sumOf(marks.row, [`${reservations.source}.${reservations.modifier}`], 'EA').amount);
    for (const line of here) {
      const row = rows.find((it) => products.skuOf(it.row) === line.sku)?.row;
      const { unit } = line.quantity;
      const available = row ? sumOf(row, reading.available, unit) : quantity('0', unit);
      if (compareQuantities(available, line.quantity) < 0) short.push(line);
    }
  }
  return { spentRounds, short };
}

/** Marks a round as spent, before its units are given back: a crash between the two is found by the next try. */
export async function markSpent(
  { client, config }: Pick<Rooms, 'client' | 'config'>,
  ref: string,
  lines: readonly AskedLine[],
  round: number,
  signal: AbortSignal,
): Promise<void> {
  const { source, modifier } = config.reservations;
  const [first] = lines;
  if (!first) return;
  const item = {
    id: itemIdOf(config, 'SPENT', ref, round),
    organizationId: config.company,
    productId: spentMarkOf(config, ref),
    dimensions: { siteId: first.place.site, locationId: first.place.location },
    quantity: 1,
    quantityDataSource: source,
    modifier,
    ifCheckAvailForReserv: false,
  };
  const [answer] = await client.bulk('/onhand/reserve/bulk', [item], { signal });
  if (answer && !isTaken(answer)) throw itemRefusal(answer);
}
