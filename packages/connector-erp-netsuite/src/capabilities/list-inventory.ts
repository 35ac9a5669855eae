import { type Clock, type Implementation, IntegrationError, InventoryLevel, parse } from '@crossdock/core';
import type { QueryRow } from '../api/query.ts';
import { stockCursorOf, type StockPlace, stockPlaceAt, stockQuery, StockRow } from '../api/stock-page.ts';
import { toInventoryLevel } from '../mapping/level-from-row.ts';
import { unmapped } from '../mapping/refusals.ts';
import type { Rooms } from './context.ts';
import { asRefusal, refusedItem } from './listing.ts';

type Needed = Pick<Rooms, 'client' | 'config' | 'system'> & { readonly clock: Clock };

/** Lists stock of the locations that the configuration knows, item by item. */
export function listInventory({ client, config, system, clock }: Needed): Implementation<'listInventory'> {
  const level = (row: QueryRow, asOf: string): InventoryLevel => {
    const stock = parse(StockRow, row, { what: 'Stock in NetSuite', code: 'response-invalid' });
    const what = `The stock of the item ${stock.id}`;
    return parse(InventoryLevel, toInventoryLevel(stock, asOf, config, system), { what, code: 'response-invalid' });
  };
  return {
    async run({ changedFrom, changedBefore, cursor, limit, locations }, { signal }) {
      // It is true at the latest when it was asked for.
      const asOf = new Date(clock.now()).toISOString();
      const after = stockPlaceAt(cursor);
      const span = { from: changedFrom, before: changedBefore };
      const ids = (locations ?? Object.keys(config.locations)).map((location) => idOf(location, config.locations));
      const rows = await client.query(stockQuery(config, { locations: ids, span, after, limit }), signal);
      const told = rows.map((row) => {
        try {
          return { item: level(row, asOf) };
        } catch (error) {
          return { refused: refusedItem(row, ['itemid'], asRefusal(error)) };
        }
      });
      const page = {
        items: told.flatMap(({ item }) => item ?? []),
        refused: told.flatMap(({ refused }) => refused ?? []),
      };
      const last = rows.at(-1);
      return last === undefined || rows.length < limit ? page : { ...page, next: stockCursorOf(further(last, after)) };
    },
  };
}

function idOf(location: string, locations: Readonly<Record<string, string>>): string {
  const id = locations[location];
  if (id === undefined) throw unmapped(`Location '${location}'`, `locations.${location}`, 'locations');
  return id;
}

function further(row: QueryRow, after: StockPlace | undefined): StockPlace {
  const { id, location } = parse(StockRow.pick({ id: true, location: true }), row, {
    what: 'Stock in NetSuite',
    code: 'response-invalid',
  });
  if (id !== after?.item || location !== after.location) return { item: id, location };
  throw new IntegrationError('NetSuite answers with the same rows again', { code: 'response-invalid' });
}
