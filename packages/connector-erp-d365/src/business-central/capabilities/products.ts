import { type Implementation, isIntegrationError, parse, Price, Product } from '@crossdock/core';
import { Item } from '../api/master-data.ts';
import { documentOf, type Rooms } from '../context.ts';
import { itemsByNumber } from '../item-catalog.ts';
import { toPrice, toProduct } from '../mapping/product.ts';
import { unmapped, unsuitable } from '../mapping/refusals.ts';
import { filled } from '../mapping/sales-order.ts';
import { listed } from './listing.ts';

type Needed = Pick<Rooms, 'client' | 'config' | 'system'>;

/** An item in our words. */
export function productOf(item: Item, rooms: Pick<Rooms, 'config' | 'system'>): Product {
  return parse(Product, toProduct(item, rooms), { what: `The item ${item.number}`, code: 'response-invalid' });
}

/** The price of an item in our words. */
export function priceOf(item: Item, rooms: Pick<Rooms, 'config' | 'system'>): Price {
  return parse(Price, toPrice(item, rooms), { what: `The price of ${item.number}`, code: 'response-invalid' });
}

/** Lists items by when they changed. */
export function listProducts(rooms: Rooms): Implementation<'listProducts'> {
  return {
    run: (request, { signal }) =>
      listed(rooms, request, {
        place: { set: 'items' },
        row: Item,
        identifiersOf: (item) => [item.number],
        tell: (item) => Promise.resolve(productOf(item, rooms)),
        signal,
      }),
  };
}

export function getProducts(rooms: Rooms): Implementation<'getProducts'> {
  return {
    run: async ({ skus }, { signal }) => (await itemsOf(rooms, skus, signal)).map((item) => productOf(item, rooms)),
  };
}

/** Reads base prices. */
export function getPrices(rooms: Rooms): Implementation<'getPrices'> {
  return {
    async run({ skus, list, currency }, { signal }) {
      if (list !== undefined) throw unmapped(`Price list '${list}'`, 'nothing: the API has base prices only', 'list');
      if (currency !== undefined && currency !== rooms.config.currency) return [];
      return (await itemsOf(rooms, skus, signal)).map((item) => priceOf(item, rooms));
    },
  };
}

async function itemsOf(
  { client, config }: Needed,
  skus: readonly string[],
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const numbers = [...new Set(skus)].flatMap((sku) => numberOf({ config }, sku) ?? []);
  // Two spellings of one number are one item.
  return [...new Set((await itemsByNumber(client, numbers, Item, signal)).values())];
}

/** The item's number of a SKU. A variant and an account are no item of their own. */
function numberOf({ config }: Pick<Rooms, 'config'>, sku: string): string | undefined {
  const override = config.items.overrides[sku];
  if (override === undefined) return sku.length > 20 ? undefined : sku;
  if (!('item' in override) || ('variant' in override && override.variant !== undefined)) return undefined;
  return override.item;
}

async function byNumber(
  { client }: Pick<Rooms, 'client'>,
  number: string,
  signal: AbortSignal,
): Promise<Item | undefined> {
  const rows = await client.list({ set: 'items' }, { filter: { number }, row: Item, signal });
  return rows.find((it) => it.number.toUpperCase() === number.toUpperCase());
}

/** Makes an item, or changes the one with this number. Only what the product carries is written. */
export function publishProduct(rooms: Rooms): Implementation<'publishProduct'> {
  const { client, config } = rooms;
  return {
    once: { reference: 'number' },
    async run(product, { signal }) {
      const number = numberOf(rooms, product.sku);
      if (number === undefined) throw unsuitable('A variant or a SKU of more than 20 characters is no item', 'sku');
      const fields = { ...fieldsOf(product), blocked: product.state === 'archived' };
      const change = async (item: Item): Promise<Item> => {
        await client.update({ set: 'items', id: item.id }, { version: item['@odata.etag'], json: fields, signal });
        return item;
      };
      const make = async (): Promise<Item> => {
        const type = product.kind === 'service' ? 'Service' : 'Inventory';
        const json = { number, type, ...filled(config.products), ...fields };
        try {
          return await client.create({ set: 'items' }, json, { row: Item, signal });
        } catch (error) {
          // Made by another attempt between the look and this one.
          const made =
            isIntegrationError(error) && error.code === 'duplicate' && (await byNumber(rooms, number, signal));
          if (made) return change(made);
          throw error;
        }
      };
      const found = await byNumber(rooms, number, signal);
      const item = await (found ? change(found) : make());
      return documentOf(rooms, 'item', { id: item.id, number: item.number, reference: product.sku });
    },
  };
}

function fieldsOf({ name, barcodes }: Product): Readonly<Record<string, string>> {
  return filled({ displayName: name.slice(0, 100), gtin: barcodes.find((code) => /^\d{8,14}$/.test(code)) });
}
