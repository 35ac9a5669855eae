import { type Implementation, type PageRequest, parse, Price, Product } from '@crossdock/core';
import { Item, ItemVariant } from '../api/master-data.ts';
import type { Rooms } from '../context.ts';
import { itemsByNumber, numberOf } from '../item-catalog.ts';
import { type SoldItem, toPrice, toProduct } from '../mapping/product.ts';
import { nameless, noPriceList } from '../mapping/refusals.ts';
import { skuOfVariant, variantsBySku } from '../variants.ts';
import { listed } from './listing.ts';

type Needed = Pick<Rooms, 'client' | 'config' | 'system'>;

const nameOf = ({ item, variant }: SoldItem): string => (variant ? `${item.number} ${variant.code}` : item.number);

/** An item or a variant in our words. */
export function productOf(sold: SoldItem, rooms: Pick<Rooms, 'config' | 'system'>): Product {
  return parse(Product, toProduct(sold, rooms), { what: `The item ${nameOf(sold)}`, code: 'response-invalid' });
}

/** The price of an item or a variant in our words. */
export function priceOf(sold: SoldItem, rooms: Pick<Rooms, 'config' | 'system'>): Price {
  return parse(Price, toPrice(sold, rooms), { what: `The price of ${nameOf(sold)}`, code: 'response-invalid' });
}

/** A listing reads the items first, then the variants. */
const variantsFrom = 'variants:';

/**
 * Lists items by when they changed, then variants, where they are products. The API does not tell when a variant changed: it is listed with the changes
 * of its item.
 */
export function listProducts(rooms: Rooms): Implementation<'listProducts'> {
  return {
    async run(request, { signal }) {
      const { cursor } = request;
      if (cursor?.startsWith(variantsFrom) === true) {
        const rest = cursor.slice(variantsFrom.length);
        const page = await listVariants(rooms, { ...request, cursor: rest === '' ? undefined : rest }, signal);
        return page.next === undefined ? page : { ...page, next: `${variantsFrom}${page.next}` };
      }
      const page = await listed(rooms, request, {
        place: { set: 'items' },
        row: Item,
        identifiersOf: (item) => [item.number],
        tell: (item) => Promise.resolve(productOf({ item }, rooms)),
        signal,
      });
      return rooms.config.items.variants ? { ...page, next: page.next ?? variantsFrom } : page;
    },
  };
}

async function listVariants(rooms: Rooms, { changedFrom, changedBefore, ...page }: PageRequest, signal: AbortSignal) {
  const { client, config } = rooms;
  const isIn = ({ lastModifiedDateTime }: Item): boolean => {
    const at = Date.parse(lastModifiedDateTime);
    return (
      (changedFrom === undefined || at >= Date.parse(changedFrom)) &&
      (changedBefore === undefined || at < Date.parse(changedBefore))
    );
  };
  return listed(rooms, page, {
    place: { set: 'itemVariants' },
    row: ItemVariant,
    identifiersOf: ({ itemNumber, code }) => [`${itemNumber} ${code}`],
    // The items of a page are asked for at once, and items that a SKU would name instead.
    async prepare(rows) {
      const skus = rows.flatMap((row) => skuOrNone(row, config));
      return itemsByNumber(client, [...rows.map(({ itemNumber }) => itemNumber), ...skus], Item, signal);
    },
    tell(variant, items) {
      const item = items.get(variant.itemNumber);
      if (!item || !isIn(item)) return Promise.resolve(undefined);
      const product = productOf({ item, variant }, rooms);
      if (!items.has(product.sku)) return Promise.resolve(product);
      const name = `variant '${variant.code}' of item '${variant.itemNumber}'`;
      throw nameless(`The ${name} would be '${product.sku}', which is an item: name it in items.overrides`, 'code');
    },
    signal,
  });
}

function skuOrNone(row: ItemVariant, config: Needed['config']): readonly string[] {
  try {
    return [skuOfVariant(row, config)];
  } catch {
    // It is refused when it is told.
    return [];
  }
}

/** Reads products. */
export function getProducts(rooms: Rooms): Implementation<'getProducts'> {
  return {
    run: async ({ skus }, { signal }) => (await soldUnder(rooms, skus, signal)).map((it) => productOf(it, rooms)),
  };
}

/** Reads base prices. */
export function getPrices(rooms: Rooms): Implementation<'getPrices'> {
  return {
    async run({ skus, list, currency }, { signal }) {
      if (list !== undefined) throw noPriceList(list);
      if (currency !== undefined && currency !== rooms.config.currency) return [];
      return (await soldUnder(rooms, skus, signal)).map((it) => priceOf(it, rooms));
    },
  };
}

/** Items, and the variants of SKUs that are none. */
async function soldUnder(
  { client, config }: Needed,
  skus: readonly string[],
  signal: AbortSignal,
): Promise<readonly SoldItem[]> {
  const asked = [...new Set(skus)];
  const numbers = asked.flatMap((sku) => numberOf(sku, config) ?? []);
  const items = await itemsByNumber(client, numbers, Item, signal);
  const left = asked.filter((sku) => !items.has(numberOf(sku, config) ?? ''));
  const variants = [...(await variantsBySku(client, left, config, signal)).values()];
  const owners = variants.length === 0 ? items : await itemsByNumber(client, variants.map(itemOf), Item, signal);
  return [
    // Two spellings of one number are one item.
    ...[...new Set(items.values())].map((item) => ({ item })),
    ...[...new Set(variants)].flatMap((variant) => {
      const item = owners.get(variant.itemNumber);
      return item ? [{ item, variant }] : [];
    }),
  ];
}

const itemOf = ({ itemNumber }: ItemVariant): string => itemNumber;
