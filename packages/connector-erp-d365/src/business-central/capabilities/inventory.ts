import { type CheckedInput, type Implementation, IntegrationError, quantity, sumQuantities } from '@crossdock/core';
import { extensionApi, Item, StockChange, StockLevel } from '../api/master-data.ts';
import { dayOf, documentOf, type Rooms } from '../context.ts';
import { locationAt, locationCodeOf } from '../locations.ts';
import { unitsToWire } from '../mapping/amounts.ts';
import { nameless, unmapped } from '../mapping/refusals.ts';
import { documentNumberOf } from '../references.ts';

type Reading = CheckedInput<'getInventory'>;
type Change = CheckedInput<'adjustInventory'>;

/**
 * Reads stock: by location from the pages of the extension, or the stock of an item in the whole company as that of one location. Locations that
 * are none of ours are left out.
 */
export function getInventory(rooms: Rooms): Implementation<'getInventory'> {
  const { client, config } = rooms;

  async function unitsOf(number: string, variant: string | undefined, signal: AbortSignal) {
    const { inventory } = config;
    if (!inventory) throw nameless('Stock of Business Central is not read: set inventory', 'skus');
    if (inventory.by === 'item') {
      // The platform tells no stock of a variant by itself.
      if (variant !== undefined) return [];
      const rows = await client.list({ set: 'items' }, { filter: { number }, row: Item, signal });
      const item = rows.find((row) => row.number.toUpperCase() === number.toUpperCase());
      return item ? [{ location: inventory.location, units: item.inventory }] : [];
    }
    const filter = { itemNumber: number, ...(variant !== undefined && { variantCode: variant }) };
    const rows = await client.list({ set: 'stockLevels', api: extensionApi }, { filter, row: StockLevel, signal });
    // Where variants are products, the stock of an item is what is of no variant.
    const wanted = variant ?? (config.items.variants && '');
    return rows.flatMap((row) => {
      const location = locationAt(row.locationCode, config);
      const isIt = wanted === undefined || row.variantCode.toUpperCase() === wanted.toUpperCase();
      return location === undefined || !isIt ? [] : [{ location, units: row.inventory }];
    });
  }

  return {
    async run(request: Reading, { signal }) {
      for (const [index, code] of (request.locations ?? []).entries())
        locationCodeOf(config, code, `locations.${index}`);
      const asOf = new Date(rooms.clock.now()).toISOString();
      const levels = [];
      for (const sku of new Set(request.skus)) {
        const sold = (await rooms.items.bySku([sku], signal)).get(sku);
        if (sold?.lineType !== 'Item') continue;
        const places = new Map<string, ReturnType<typeof quantity>[]>();
        for (const { location, units } of await unitsOf(sold.lineObjectNumber, sold.variantCode, signal)) {
          places.set(location, [...(places.get(location) ?? []), quantity(units)]);
        }
        for (const [location, units] of places) {
          if (request.locations?.includes(location) === false) continue;
          levels.push({ sku, location, onHand: sumQuantities(units), asOf, source: rooms.system, refs: {} });
        }
      }
      return levels;
    },
  };
}

/**
 * Books changes of stock through the page of the extension, which posts an item journal line for each. Their references are a key there, and all
 * of them are one transaction, so the same change is not booked twice.
 */
export function adjustInventory(rooms: Rooms): Implementation<'adjustInventory'> {
  const { client, config } = rooms;
  const place = { set: 'stockChanges', api: extensionApi };
  const numberOf = ({ ref }: Change): string => documentNumberOf(config.prefix, 'J', ref);

  async function find(request: Change, signal: AbortSignal) {
    const documentNumber = numberOf(request);
    const rows = await client.list(place, { filter: { documentNumber }, row: StockChange, signal });
    const isThere = rows.some((it) => it.documentNumber.toUpperCase() === documentNumber);
    return isThere ? changeDocument(rooms, documentNumber, request.ref) : undefined;
  }

  return {
    once: { visibleWithin: '1m', probe: (request, { signal }) => find(request, signal) },
    async run(request, { signal }) {
      if (config.inventory?.by !== 'extension') throw noChanges();
      const found = await find(request, signal);
      if (found) return found;
      const documentNumber = numberOf(request);
      const rows = await linesOf(rooms, request, documentNumber, signal);
      await client.batch(
        rows.map((json) => ({ create: place, json })),
        signal,
      );
      return changeDocument(rooms, documentNumber, request.ref);
    },
  };
}

const noChanges = (): IntegrationError =>
  nameless('The standard API changes no stock: publish the extension, and set inventory to { by: extension }', 'ref');

async function linesOf(rooms: Rooms, request: Change, documentNumber: string, signal: AbortSignal) {
  const { config } = rooms;
  const skus = request.changes.map((it) => it.sku);
  const sold = await rooms.items.bySku(skus, signal);
  return request.changes.map(({ sku, location, delta }, index) => {
    const item = sold.get(sku);
    if (item?.lineType !== 'Item') {
      throw unmapped(`Product '${sku}'`, 'the items (or items.overrides)', `changes.${index}.sku`);
    }
    const units = unitsToWire(delta.amount, `changes.${index}.delta`);
    if (units === 0) {
      throw new IntegrationError('A change by nothing is no change', {
        code: 'input-invalid',
        path: `changes.${index}.delta`,
      });
    }
    return {
      reference: `${documentNumber}.${index + 1}`,
      documentNumber,
      itemNumber: item.lineObjectNumber,
      variantCode: item.variantCode ?? '',
      locationCode: locationCodeOf(config, location, `changes.${index}.location`),
      quantity: units,
      postingDate: dayOf(rooms, request),
    };
  });
}

function changeDocument(rooms: Rooms, documentNumber: string, reference: string) {
  return documentOf(rooms, 'stockChange', { id: documentNumber, number: documentNumber, reference, state: 'Posted' });
}
