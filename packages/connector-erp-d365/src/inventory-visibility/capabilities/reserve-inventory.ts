import { type Call, type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import type { ItemAnswer } from '../api/bulk.ts';
import type { Rooms } from '../context.ts';
import { isTaken, itemRefusal } from '../errors.ts';
import { itemIdOf } from '../ids.ts';
import type { Products } from '../products.ts';
import { releaseLines } from '../release-lines.ts';
import { type AskedLine, askedLines } from '../reservation-lines.ts';
import { reservationDocument, type ReservedLine } from '../reservation-document.ts';
import { lookAhead, markSpent } from '../reservation-rounds.ts';

/**
 * Reserves units softly. The service checks and takes one line at a time, so a reservation of several lines looks first, and gives
 * back what it has when a line is lost meanwhile: all of it is held, or nothing.
 *
 * The service knows no expiry: units stay held until they are released, or shipped by a sales order that carries the reservation.
 */
export function reserveInventory(rooms: Rooms, products: Products): Implementation<'reserveInventory'> {
  const { client, config } = rooms;

  const send = (ref: string, lines: readonly AskedLine[], round: number, signal: AbortSignal) => {
    const { source, modifier } = config.reservations;
    const items = lines.map(({ product, dimensions, units }, index) => ({
      id: itemIdOf(config, 'RSV', ref, round, index),
      organizationId: config.company,
      productId: product,
      dimensions,
      quantity: units,
      quantityDataSource: source,
      modifier,
      ifCheckAvailForReserv: true,
    }));
    return client.bulk('/onhand/reserve/bulk', items, { signal });
  };

  /** A round that is marked may have been left before its units were given back. Its ids still find them. */
  async function finishSpent(ref: string, lines: readonly AskedLine[], round: number, signal: AbortSignal) {
    const answers = await send(ref, lines, round, signal);
    const held = heldIn(lines, answers);
    if (held.length > 0) await releaseLines(rooms, held, signal);
  }

  return {
    once: { key: 'id', keptFor: config.idsKeptFor },
    async run(request: CheckedInput<'reserveInventory'>, call: Call) {
      const { ref } = request;
      const { signal } = call;
      const lines = askedLines(request, products, config);
      let round = 0;
      if (lines.length > 1) {
        let ahead = await lookAhead(rooms, products, ref, lines, signal);
        round = ahead.spentRounds;
        if (round > 0) {
          await finishSpent(ref, lines, round - 1, signal);
          ahead = await lookAhead(rooms, products, ref, lines, signal);
        }
        // Once something may have been sent, what is missing may be what is held for us already: then only the service can tell.
        if (ahead.short && call.firstSentAt === undefined) throw tooFew(ahead.short);
      }
      const answers = await send(ref, lines, round, signal);
      const refused = answers.findIndex((it) => !isTaken(it));
      const answer = answers[refused];
      if (!answer) return reservationDocument(rooms, ref, heldIn(lines, answers));
      const refusal = refusalOf(answers, lines);
      if (refusal.disposition !== 'reject') throw refusal;
      const held = heldIn(lines, answers);
      if (held.length > 0) {
        await markSpent(rooms, ref, lines, round, signal);
        await releaseLines(rooms, held, signal);
      }
      throw refusal;
    },
  };
}

/** What is held, with the ids by which it can be given back. */
function heldIn(lines: readonly AskedLine[], answers: readonly ItemAnswer[]): readonly ReservedLine[] {
  return answers.flatMap((answer, index) => {
    const line = lines[index];
    if (!line || !isTaken(answer)) return [];
    const { reservationId } = answer;
    if (typeof reservationId === 'string' && reservationId !== '') {
      return [{ reservationId, dimensions: line.dimensions, units: line.units }];
    }
    throw new IntegrationError('Inventory Visibility reserved units and did not say under which id', {
      code: 'response-invalid',
      disposition: 'unknown',
      path: line.path,
    });
  });
}

/** Why it was refused. While a line may still turn out well, nothing is decided. */
function refusalOf(answers: readonly ItemAnswer[], lines: readonly AskedLine[]): IntegrationError {
  const refusals = answers.flatMap((answer, index) =>
    isTaken(answer) ? [] : [itemRefusal(answer, lines[index]?.path)],
  );
  const [first] = refusals;
  const worst = refusals.find((it) => it.disposition !== 'reject') ?? first;
  if (worst) return worst;
  throw new RangeError('Every line was taken');
}

function tooFew({ line, available }: { readonly line: AskedLine; readonly available: string }): IntegrationError {
  return new IntegrationError(
    `Inventory Visibility has ${available} of ${line.sku} at ${line.location} to reserve, not ${line.units}`,
    {
      code: 'conflict',
      path: line.path,
      details: { sku: line.sku, location: line.location, asked: line.units, available },
    },
  );
}
