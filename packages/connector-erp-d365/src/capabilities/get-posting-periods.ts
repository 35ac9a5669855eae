import { type Implementation } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { readPeriods } from '../environment/periods.ts';

/** Reads the operating periods of the company's fiscal calendar, and what the ledger lets happen in them. */
export function getPostingPeriods(rooms: Rooms): Implementation<'getPostingPeriods'> {
  return {
    run: async (request, { signal }) =>
      (await readPeriods(rooms, request, signal)).map((period) => ({ ...period, entity: rooms.config.company })),
  };
}
