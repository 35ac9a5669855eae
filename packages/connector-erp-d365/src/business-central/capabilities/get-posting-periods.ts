import { type Implementation } from '@crossdock/core';
import type { Rooms } from '../context.ts';
import { readPeriods } from '../periods.ts';

/** Reads the accounting periods, and the days on which the company takes postings. */
export function getPostingPeriods(rooms: Rooms): Implementation<'getPostingPeriods'> {
  return { run: async (request, { signal }) => [...(await readPeriods(rooms, request, signal))] };
}
