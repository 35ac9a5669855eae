import { allocate, IntegrationError, type Money, subtract } from '@crossdock/core';
import type { BookedLine } from '../api/document.ts';
import type { NetsuiteConfig } from '../options.ts';
import { exactUnits } from './amounts.ts';
import type { Entry } from './lines.ts';
import type { ReturnedGoods } from './return.ts';

/** Some units of returned goods, and the line of the document that they belong to. */
export interface ReturnedPiece {
  readonly line: number;
  readonly entry: Entry;
  readonly location: ReturnedGoods['location'];
}

/** A line with the units that may come back. */
export interface RoomyLine extends Pick<BookedLine, 'line' | 'item'> {
  readonly room: number;
  readonly [field: string]: unknown;
}

/**
 * Finds the lines that returned goods belong to: by the sold line's id when the account keeps it, else by product. Goods
 * that spread over several lines are cut so that the parts sum to the whole.
 */
export function piecesOf(
  goods: readonly ReturnedGoods[],
  lines: readonly RoomyLine[],
  config: Pick<NetsuiteConfig, 'customFields'>,
): readonly ReturnedPiece[] {
  const room = new Map(lines.map((line) => [line.line, line.room]));
  return goods.flatMap((returned) => {
    let left = returned.units;
    let entry = returned.entry;
    const pieces: ReturnedPiece[] = [];
    for (const line of linesFor(returned, lines, config)) {
      const taken = Math.min(room.get(line.line) ?? 0, left);
      if (taken <= 0) continue;
      const [now, later] = cut(entry, taken, left);
      pieces.push({ line: line.line, entry: now, location: returned.location });
      room.set(line.line, exactUnits((room.get(line.line) ?? 0) - taken));
      left = exactUnits(left - taken);
      entry = later;
    }
    if (left > 0) {
      const sentence = `${String(left)} units more come back than were sold and are not back already`;
      throw new IntegrationError(sentence, { code: 'conflict', path: `${returned.entry.path}.quantity` });
    }
    return pieces;
  });
}

function linesFor(
  { item, orderLineId }: ReturnedGoods,
  lines: readonly RoomyLine[],
  { customFields }: Pick<NetsuiteConfig, 'customFields'>,
): readonly RoomyLine[] {
  const idField = Object.entries(customFields.line).find(([, source]) => source === 'id')?.[0];
  const byId = idField === undefined ? [] : lines.filter((line) => line[idField] === orderLineId);
  return byId.length > 0 ? byId : lines.filter((line) => line.item.id === item);
}

/** Cuts some units off an entry. */
function cut(entry: Entry, units: number, all: number): readonly [now: Entry, later: Entry] {
  const rest = exactUnits(all - units);
  const part = (money: Money): Money =>
    rest === 0 ? money : (allocate(money, [String(units), String(rest)])[0] ?? money);
  const net = part(entry.net);
  const taxes = entry.taxes.map((tax) => ({ ...tax, amount: part(tax.amount) }));
  const left = entry.taxes.map((tax, index) => ({
    ...tax,
    amount: subtract(tax.amount, taxes[index]?.amount ?? tax.amount),
  }));
  return [
    { ...entry, quantity: units, net, taxes },
    { ...entry, quantity: rest, net: subtract(entry.net, net), taxes: left },
  ];
}
