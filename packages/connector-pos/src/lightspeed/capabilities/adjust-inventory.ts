import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { ownIdIn } from '../../rules/index.ts';
import {
  type ConsignedUnits,
  type Consignments,
  type WantedConsignment,
  type WantedDocument,
} from '../consignments.ts';
import { type ConnectorContext } from '../context.ts';
import { countedProducts, unitsFor } from './stock-lines.ts';

type Request = CheckedInput<'adjustInventory'>;

/**
 * Changes stock by so many units. What is added arrives as a receipt and what is taken away leaves as a return to a supplier, one
 * for each store: the platform's own adjustments carry no reference, so nothing would show whether one of them is ours.
 *
 * The platform takes its own sales off by itself, so those are never sent back.
 */
export function adjustInventory(
  context: ConnectorContext,
  consignments: Consignments,
): Implementation<'adjustInventory'> {
  return {
    once: {
      async probe(request, { signal }) {
        return consignments.find(await documentOf(request, context, signal), signal);
      },
    },
    run: async (request, { signal }) => consignments.book(await documentOf(request, context, signal), signal),
  };
}

async function documentOf(request: Request, context: ConnectorContext, signal: AbortSignal): Promise<WantedDocument> {
  const { ref, reason, changes } = request;
  if (ownIdIn(context.name, ref) !== undefined && (reason === 'sale' || reason === 'return')) {
    throw new IntegrationError('Lightspeed takes its own sales and returns off its stock by itself', {
      code: 'refused',
    });
  }
  const products = await countedProducts(
    context,
    changes.map((it) => it.sku),
    signal,
  );
  const parts = new Map<string, WantedConsignment & { readonly rows: ConsignedUnits[] }>();
  for (const { sku, location, delta } of changes) {
    const product = products.get(sku);
    const units = unitsFor(delta);
    if (!product || !/[1-9]/.test(units)) continue;
    const { id: outletId, code } = await context.stores.byCode(location, signal);
    const away = delta.amount.startsWith('-');
    const kind = away ? 'RETURN' : 'SUPPLIER';
    const key = `${code}/${kind}`;
    const part = parts.get(key) ?? { kind, outletId, name: `${reason} ${ref}`, rows: [] };
    parts.set(key, part);
    mustBeOnce(part.rows, product.id, sku);
    part.rows.push({ productId: product.id, count: units, ...(!away && { received: units }) });
  }
  // In an order of their own: a repetition finds each part under its number.
  const ordered = [...parts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ref, parts: ordered.map(([, part]) => part) };
}

/** A consignment has one row for a product. */
export function mustBeOnce(rows: readonly ConsignedUnits[], productId: string, sku: string): void {
  if (!rows.some((it) => it.productId === productId)) return;
  throw new IntegrationError(`'${sku}' is changed twice at one store; add its changes up`, {
    code: 'input-invalid',
    path: 'sku',
  });
}
