import { type Implementation, IntegrationError } from '@crossdock/core';
import { unmapped } from '../mapping/refusals.ts';
import { periodsWithin } from '../periods.ts';
import type { Rooms } from './context.ts';

/** Reads the periods of the account; they are the same for every legal entity of it. */
export function getPostingPeriods(rooms: Rooms): Implementation<'getPostingPeriods'> {
  return {
    async run({ from, to, entity }, { signal }) {
      if (to < from)
        throw new IntegrationError('The span ends before it begins', { code: 'input-invalid', path: 'to' });
      if (entity !== undefined && rooms.config.entities[entity] === undefined)
        throw unmapped(`Legal entity '${entity}'`, `entities.${entity}`, 'entity');
      const periods = await periodsWithin(rooms.client, { from, to }, signal);
      return periods.map((period) => ({ ...period, ...(entity === undefined ? {} : { entity }) }));
    },
  };
}
