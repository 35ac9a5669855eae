import { type Implementation, quantity } from '@crossdock/core';
import { z } from 'zod';
import { WireDecimal } from '../api/common.ts';
import { type ConnectorContext } from '../context.ts';
import { allRows, feedPage } from '../feed.ts';
import { api } from '../options.ts';
import { type Product } from '../products.ts';
import { type Store } from '../stores.ts';

type Level = Awaited<ReturnType<Implementation<'getInventory'>['run']>>[number];

/** Units of one product at one outlet; below zero where more was sold than was there. */
const WireLevel = z.object({
  product_id: z.string().min(1),
  outlet_id: z.string().min(1),
  inventory_level: WireDecimal.optional(),
});
type WireLevel = z.output<typeof WireLevel>;

/** Reads stock. The platform has one number for each store, and says of no number when it was true: it is true now. */
export function getInventory(context: ConnectorContext): Implementation<'getInventory'> {
  return {
    run: async ({ skus, locations }, { signal }) => {
      const products = await context.products.bySkus(skus, signal);
      const stores = await storesOf(context, locations, signal);
      const levels: Level[] = [];
      for (const product of products.values()) {
        const asOf = new Date(context.clock.now()).toISOString();
        for (const row of await levelsOf(context, product.id, signal)) {
          levels.push(...toLevel(row, { product, store: stores.get(row.outlet_id), asOf, name: context.name }));
        }
      }
      return levels;
    },
  };
}

/** Lists levels in the order of their changes. A level has no date of its own, so nothing is left out for being too young. */
export function listInventory(context: ConnectorContext): Implementation<'listInventory'> {
  const { client, clock, marks, name } = context;
  return {
    run: async ({ changedFrom, cursor, limit, locations }, { signal }) => {
      if (changedFrom !== undefined && Date.parse(changedFrom) > clock.now()) return { items: [] };
      const asOf = new Date(clock.now()).toISOString();
      const from = changedFrom === undefined ? '0' : await marks.before(changedFrom, signal);
      const request = { path: `${api}/inventory`, after: cursor ?? from, pageSize: limit, signal };
      const page = await feedPage(client, request);
      if (!page) return { items: [] };
      const stores = await storesOf(context, locations, signal);
      const rows = page.rows.map((it) => WireLevel.parse(it)).filter((it) => stores.has(it.outlet_id));
      const products = await context.products.byIds(
        rows.map((it) => it.product_id),
        signal,
      );
      const nameless = rows.filter((it) => products.get(it.product_id)?.sku === undefined);
      return {
        items: rows.flatMap((row) => {
          const product = products.get(row.product_id);
          return toLevel(row, { product, store: stores.get(row.outlet_id), asOf, name });
        }),
        refused: nameless.map((it) => ({
          identifiers: [it.product_id],
          code: 'unmapped',
          path: 'sku',
          reason: 'The product has no SKU',
        })),
        next: page.next,
      };
    },
  };
}

/** What the platform shows of a product now, by outlet. */
export async function levelsOf(
  { client, config }: ConnectorContext,
  productId: string,
  signal: AbortSignal,
): Promise<readonly WireLevel[]> {
  const path = `${api}/products/${encodeURIComponent(productId)}/inventory`;
  return allRows(client, WireLevel, { path, pageSize: config.pageSize, signal });
}

/** The stores that are asked for, by outlet id; codes that nobody has are left out. */
async function storesOf(
  { stores }: ConnectorContext,
  codes: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Store>> {
  const all = await stores.all(signal);
  return new Map(all.filter((it) => codes === undefined || codes.includes(it.code)).map((it) => [it.id, it]));
}

function toLevel(
  { inventory_level: level }: WireLevel,
  {
    product,
    store,
    asOf,
    name,
  }: {
    readonly product: Product | undefined;
    readonly store: Store | undefined;
    readonly asOf: string;
    readonly name: string;
  },
): Level[] {
  if (product?.sku === undefined || !store || level === undefined || !product.counted) return [];
  return [
    {
      sku: product.sku,
      location: store.code,
      onHand: quantity(level, 'EA'),
      asOf,
      source: name,
      refs: { [name]: product.id },
    },
  ];
}
