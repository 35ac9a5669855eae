import { type CheckedInput, type Implementation } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { newItemOf, newVariation, withProduct } from '../mapping/catalog.ts';

/** Publishes a product: a new item, or the fields that it carries put into the variation that has its SKU. */
export function publishProduct(context: ConnectorContext): Implementation<'publishProduct'> {
  return {
    // The search by SKU comes before every writing, and finds what an earlier one made.
    once: { reference: 'sku' },
    run: async (product, call) => {
      const id = await written(product, context, call);
      return { system: context.name, type: 'catalogItemVariation', id, reference: product.sku };
    },
  };
}

async function written(
  product: CheckedInput<'publishProduct'>,
  { catalog, variations }: ConnectorContext,
  { key, signal }: { readonly key: string; readonly signal: AbortSignal },
): Promise<string> {
  const { sku } = product;
  const known = (await variations.bySkus([sku], signal)).get(sku);
  if (!known) {
    const ids = await catalog.create([newItemOf(product)], { key, signal });
    return ids.get(newVariation) ?? sku;
  }
  await catalog.change(
    () => catalog.item(known.itemId ?? known.id, signal),
    (item) => withProduct(item, known.id, product),
    { key, signal },
  );
  return known.id;
}
