import { type Books } from './books.ts';
import { type Stock } from './stock.ts';

/** An article to put into the catalogue. Amounts are minor units. */
export interface SeedArticleInput {
  readonly sku: string;
  readonly name?: string;
  /** @default 1000 */
  readonly price?: number;
  /** Units in stock at the first location, or by location. */
  readonly stock?: number | Readonly<Record<string, number>>;
  /** More variations of the same item, by SKU. */
  readonly siblings?: readonly string[];
  /** More fields of the variation. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Books an item with its variations, and what lies in stock of the first. */
export function seedArticle(
  input: SeedArticleInput,
  { books, stock, now }: { readonly books: Books; readonly stock: Stock; readonly now: () => number },
): { readonly itemId: string; readonly variationIds: readonly string[] } {
  const { sku, name = sku, price = 1000, siblings = [], data = {} } = input;
  const currency = books.locations[0]?.currency ?? 'USD';
  const itemId = books.nextId('CATALOG');
  const common = { version: now() * 1_000 + books.nextSerial(), updated_at: books.instant(), is_deleted: false };
  const present = { present_at_all_locations: true };
  books.catalog.set(itemId, {
    id: itemId,
    type: 'ITEM',
    ...common,
    ...present,
    item_data: { name, is_taxable: true, product_type: 'REGULAR', is_archived: false },
  });
  const variationIds = [sku, ...siblings].map((own, ordinal) => {
    const id = books.nextId('CATALOG');
    const item_variation_data = {
      item_id: itemId,
      name: own,
      sku: own,
      ordinal,
      pricing_type: 'FIXED_PRICING',
      price_money: { amount: price, currency },
      track_inventory: true,
      ...(ordinal === 0 && data),
    };
    books.catalog.set(id, { id, type: 'ITEM_VARIATION', ...common, ...present, item_variation_data });
    return id;
  });
  const [variationId = ''] = variationIds;
  const first = books.locations[0]?.id ?? '';
  const places = typeof input.stock === 'number' ? { [first]: input.stock } : (input.stock ?? {});
  for (const [locationId, units] of Object.entries(places)) {
    const counted = { state: 'IN_STOCK', locationId };
    const at = new Date(now() - 60_000).toISOString();
    stock.book({ kind: 'PHYSICAL_COUNT', variationId, units: units * 100_000, counted, occurredAt: at });
  }
  return { itemId, variationIds };
}
