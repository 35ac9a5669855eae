import { type CheckedInput, compareQuantities, type Implementation, IntegrationError, quantity } from '@crossdock/core';
import {
  type ConsignedUnits,
  type Consignments,
  type WantedConsignment,
  type WantedDocument,
} from '../consignments.ts';
import { type ConnectorContext } from '../context.ts';
import { type Product } from '../products.ts';
import { mustBeOnce } from './adjust-inventory.ts';
import { levelsOf } from './inventory-reading.ts';
import { countedProducts, unitsFor } from './stock-lines.ts';

type Request = CheckedInput<'setInventory'>;

/** A level that is older than this would wipe out what was sold since, in milliseconds. */
const oldestMs = 3_600_000;

/**
 * Publishes levels as a finished stocktake, one for each store. A stocktake is true when it ends, whatever its date, so a level of
 * long ago is refused.
 */
export function setInventory(context: ConnectorContext, consignments: Consignments): Implementation<'setInventory'> {
  return {
    once: {
      async probe(request, { signal }) {
        const products = await productsOf(request, context, signal);
        return consignments.find(await documentOf(request, { context, products, signal }), signal);
      },
    },
    run: async (request, { signal }) => {
      if (context.clock.now() - Date.parse(request.asOf) > oldestMs) {
        throw new IntegrationError('A stocktake of Lightspeed is true when it ends; the level is older than an hour', {
          code: 'refused',
          path: 'asOf',
        });
      }
      const products = await productsOf(request, context, signal);
      const shown = await shownBy(request, { context, products, signal });
      return consignments.book(await documentOf(request, { context, products, shown, signal }), signal);
    },
  };
}

/** What stands at a product and outlet now. */
type Shown = ReadonlyMap<string, string>;
const place = (productId: string, outletId: string): string => `${productId}@${outletId}`;

interface Reading {
  readonly context: ConnectorContext;
  readonly products: ReadonlyMap<string, Product>;
  readonly signal: AbortSignal;
}

function productsOf({ levels }: Request, context: ConnectorContext, signal: AbortSignal): Promise<Reading['products']> {
  return countedProducts(
    context,
    levels.map((it) => it.sku),
    signal,
  );
}

/** Reads what the platform shows, and refuses a level that is another than the expected one. */
async function shownBy({ levels }: Request, { context, products, signal }: Reading): Promise<Shown> {
  const shown = new Map<string, string>();
  for (const { id } of products.values()) {
    for (const row of await levelsOf(context, id, signal)) {
      shown.set(place(id, row.outlet_id), row.inventory_level ?? '0');
    }
  }
  for (const [index, { sku, location, quantity: wanted, expected }] of levels.entries()) {
    const { id: outletId } = await context.stores.byCode(location, signal);
    const now = quantity(shown.get(place(products.get(sku)?.id ?? '', outletId)) ?? '0', wanted.unit);
    // The new level already: this is a repetition.
    if (!expected || compareQuantities(now, wanted) === 0 || compareQuantities(now, expected) === 0) continue;
    throw new IntegrationError('Lightspeed shows another level than the expected one', {
      code: 'conflict',
      path: `levels.${index}.expected`,
    });
  }
  return shown;
}

/** Counted is what was asked for, expected is what stood there: whichever of them a stocktake goes by, it ends at the level. */
async function documentOf(
  { ref, levels }: Request,
  { context, products, shown, signal }: Reading & { readonly shown?: Shown },
): Promise<WantedDocument> {
  const parts = new Map<string, WantedConsignment & { readonly rows: ConsignedUnits[] }>();
  for (const { sku, location, quantity: level } of levels) {
    const product = products.get(sku);
    if (!product) continue;
    if (level.amount.startsWith('-')) {
      throw new IntegrationError('A stocktake counts no fewer than none', {
        code: 'quantity-invalid',
        path: 'quantity',
      });
    }
    const { id: outletId, code } = await context.stores.byCode(location, signal);
    const part = parts.get(code) ?? { kind: 'STOCKTAKE' as const, outletId, name: `levels ${ref}`, rows: [] };
    parts.set(code, part);
    mustBeOnce(part.rows, product.id, sku);
    const stood = shown?.get(place(product.id, outletId)) ?? '0';
    // Less than nothing cannot be expected by a stocktake.
    part.rows.push({ productId: product.id, count: stood.startsWith('-') ? '0' : stood, received: unitsFor(level) });
  }
  const ordered = [...parts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ref, parts: ordered.map(([, part]) => part) };
}
