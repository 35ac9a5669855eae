import { type CheckedInput, equals, type Implementation } from '@crossdock/core';
import { Item } from '../api/master-data.ts';
import { documentOf, type Rooms } from '../context.ts';
import { requireCurrency } from '../currencies.ts';
import { itemsByNumber, numberOf } from '../item-catalog.ts';
import { fromWire, unitPriceToWire } from '../mapping/amounts.ts';
import { noPriceList, unmapped, unsuitable } from '../mapping/refusals.ts';
import { variantsBySku } from '../variants.ts';

type Published = CheckedInput<'publishPrice'>;

/**
 * Sets the base price of an item, which is a field of it. There are no price lists in the API: a price for a list, a location, a time to come or a variant is
 * refused by path. A price that is so already is not written again.
 */
export function publishPrice(rooms: Rooms): Implementation<'publishPrice'> {
  const { client, config } = rooms;
  return {
    once: { reference: 'number' },
    async run(published, { signal }) {
      requireBase(rooms, published);
      const { sku, price, taxIncluded } = published;
      const unitPrice = unitPriceToWire(price, 'price');
      const item = await itemOf(rooms, sku, signal);
      if (item.priceIncludesTax !== taxIncluded) {
        throw unsuitable('The price of this item is kept the other way about tax', 'taxIncluded');
      }
      if (!equals(fromWire(item.unitPrice, price.currency), price)) {
        const change = { version: item['@odata.etag'], json: { unitPrice }, signal };
        await client.update({ set: 'items', id: item.id }, change);
      }
      return documentOf(rooms, 'item', { id: item.id, number: item.number, reference: sku });
    },
  };

  function requireBase({ clock }: Pick<Rooms, 'clock'>, published: Published): void {
    const { list, location, price, effectiveFrom, effectiveUntil } = published;
    if (list !== undefined) throw noPriceList(list);
    if (location !== undefined) throw unsuitable('A base price holds at every location', 'location');
    if (effectiveUntil !== undefined) throw unsuitable('A base price has no end', 'effectiveUntil');
    if (effectiveFrom !== undefined && Date.parse(effectiveFrom) > clock.now()) {
      throw unsuitable('A base price holds at once: publish it when it begins', 'effectiveFrom');
    }
    requireCurrency(config, price.currency, 'price');
  }
}

async function itemOf({ client, config }: Rooms, sku: string, signal: AbortSignal): Promise<Item> {
  const number = numberOf(sku, config) ?? '';
  const item = (await itemsByNumber(client, [number], Item, signal)).get(number);
  if (item) return item;
  const isVariant = (await variantsBySku(client, [sku], config, signal)).has(sku);
  throw isVariant
    ? unsuitable('A variant costs what its item does: publish the price of the item', 'sku')
    : unmapped(`Product '${sku}'`, 'the items (or items.overrides)', 'sku');
}
