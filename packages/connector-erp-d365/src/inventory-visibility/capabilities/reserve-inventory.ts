import { type Call, type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import type { ItemAnswer } from '../api/bulk.ts';
import type { Rooms } from '../context.ts';
import { isTaken, itemRefusal } from '../errors.ts';
import { itemIdOf } from '../ids.ts';
import type { Products } from '../products.ts';
import { releaseLines } from '../release-lines.ts';
import { reservationDocument, type ReservedLine } from '../reservation-document.ts';
import { type AskedLine, askedLines } from '../reservation-lines.ts';
import { lookAhead, markSpent } from '../reservation-rounds.ts';

/** A line and what was answered. */
interface Answered {
  readonly line: AskedLine;
  readonly answer: ItemAnswer;
}

/**
 * Reserves units softly. The service checks and takes one line at a time, so a reservation of several lines looks first and asks for
 * what is short before anything else. When a line is lost all the same, it gives back what it has: all of it is held, or nothing.
 *
 * The service knows no expiry: units stay held until they are released, or shipped by a sales order that carries the reservation.
 */
export function reserveInventory(rooms: Rooms, products: Products): Implementation<'reserveInventory'> {
  const { client, config } = rooms;

  async function send(
    ref: string,
    lines: readonly AskedLine[],
    round: number,
    signal: AbortSignal,
  ): Promise<readonly Answered[]> {
    if (lines.length === 0) return [];
    const { source, modifier } = config.reservations;
    const items = lines.map(({ product, dimensions, units, number }) => ({
      id: itemIdOf(config, 'RSV', ref, round, number),
      organizationId: config.company,
      productId: product,
      dimensions,
      quantity: units,
      quantityDataSource: source,
      modifier,
      ifCheckAvailForReserv: true,
    }));
    const answers = await client.bulk('/onhand/reserve/bulk', items, { signal });
    return lines.flatMap((line, index) => {
      const answer = answers[index];
      return answer ? [{ line, answer }] : [];
    });
  }

  /** A round that is marked may have been left before its units were given back. Its ids still find them. */
  async function finishSpent(ref: string, lines: readonly AskedLine[], round: number, signal: AbortSignal) {
    await releaseLines(rooms, heldIn(await send(ref, lines, round, signal)), signal);
  }

  return {
    once: { key: 'id', keptFor: config.idsKeptFor },
    async run(request: CheckedInput<'reserveInventory'>, { signal, firstSentAt }: Call) {
      const { ref } = request;
      const lines = askedLines(request, products, config);
      let round = 0;
      let short: readonly AskedLine[] = [];
      if (lines.length > 1) {
        ({ spentRounds: round, short } = await lookAhead(rooms, products, ref, lines, signal));
        if (round > 0) {
          await finishSpent(ref, lines, round - 1, signal);
          ({ short } = await lookAhead(rooms, products, ref, lines, signal));
        }
      }
      // What is short may be so because it is held for us already: the service knows by the id.
      const answered = [...(await send(ref, short, round, signal))];
      let refusal = refusalOf(answered);
      const others = lines.filter((it) => !short.includes(it));
      // If nothing left before, there is nothing to give back either.
      if (!refusal || firstSentAt !== undefined || heldIn(answered).length > 0) {
        answered.push(...(await send(ref, others, round, signal)));
        refusal ??= refusalOf(answered);
      }
      if (!refusal) return reservationDocument(rooms, ref, heldIn(answered));
      if (refusal.disposition !== 'reject') throw refusal;
      const held = heldIn(answered);
      if (held.length > 0) {
        await markSpent(rooms, ref, lines, round, signal);
        await releaseLines(rooms, held, signal);
      }
      throw refusal;
    },
  };
}

/** What is held, with the ids by which it can be given back. */
function heldIn(answered: readonly Answered[]): readonly ReservedLine[] {
  const taken = answered.filter(({ answer }) => isTaken(answer));
  const inOrder = taken.toSorted((a, b) => a.line.number - b.line.number);
  return inOrder.map(({ line, answer: { reservationId } }) => {
    const { dimensions, units } = line;
    if (typeof reservationId === 'string' && reservationId !== '') return { reservationId, dimensions, units };
    throw new IntegrationError('Inventory Visibility reserved units and did not say under which id', {
      code: 'response-invalid',
      disposition: 'unknown',
      path: line.path,
    });
  });
}

/** Why it was refused, if it was. While a line may still turn out well, nothing is decided. */
function refusalOf(answered: readonly Answered[]): IntegrationError | undefined {
  const refusals = answered.flatMap(({ answer, line }) => (isTaken(answer) ? [] : [itemRefusal(answer, line.path)]));
  return refusals.find((it) => it.disposition !== 'reject') ?? refusals[0];
}
