import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { type ConsignedUnits, type Consignments, type WantedDocument } from '../consignments.ts';
import { type ConnectorContext } from '../context.ts';
import { mustBeOnce } from './adjust-inventory.ts';
import { countedProducts, unitsFor } from './stock-lines.ts';

/** Moves units from one store to another: sent and received at once, as one transfer. */
export function transferInventory(
  context: ConnectorContext,
  consignments: Consignments,
): Implementation<'transferInventory'> {
  return {
    once: {
      async probe(request, { signal }) {
        return consignments.find(await documentOf(request, context, signal), signal);
      },
    },
    run: async (request, { signal }) => consignments.book(await documentOf(request, context, signal), signal),
  };
}

async function documentOf(
  { ref, from, to, lines }: CheckedInput<'transferInventory'>,
  context: ConnectorContext,
  signal: AbortSignal,
): Promise<WantedDocument> {
  const { id: sourceOutletId } = await context.stores.byCode(from, signal);
  const { id: outletId } = await context.stores.byCode(to, signal);
  if (sourceOutletId === outletId) {
    throw new IntegrationError('A transfer needs two stores', { code: 'input-invalid', path: 'to' });
  }
  const products = await countedProducts(
    context,
    lines.map((it) => it.sku),
    signal,
  );
  const rows: ConsignedUnits[] = [];
  for (const line of lines) {
    const product = products.get(line.sku);
    if (!product) continue;
    const units = unitsFor(line.quantity);
    mustBeOnce(rows, product.id, line.sku);
    rows.push({ productId: product.id, count: units, received: units });
  }
  return { ref, parts: [{ kind: 'OUTLET', outletId, sourceOutletId, name: `transfer ${ref}`, rows }] };
}
