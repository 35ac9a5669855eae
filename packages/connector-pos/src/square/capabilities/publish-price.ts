import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { type ConnectorContext } from '../context.ts';
import { withPrice } from '../mapping/catalog.ts';

/** Publishes the price of one SKU: everywhere, or at one store. */
export function publishPrice(context: ConnectorContext): Implementation<'publishPrice'> {
  return {
    once: { reference: 'sku' },
    run: async (price, { key, signal }) => {
      mustBeOneThatSquareHas(price, context.clock.now());
      const { sku, location } = price;
      const known = (await context.variations.requiredBySkus([sku], signal)).get(sku);
      const store = location === undefined ? undefined : await context.stores.byCode(location, signal);
      const [first] = await context.stores.all(signal);
      const { currency } = store ?? first ?? price.price;
      if (price.price.currency !== currency) {
        throw new IntegrationError('The store takes another currency', { code: 'currency-mismatch', path: 'price' });
      }
      const id = known?.id ?? sku;
      await context.catalog.change(
        () => context.catalog.variation(id, signal),
        (variation) => withPrice(variation, price.price, store?.id),
        { key, signal },
      );
      return { system: context.name, type: 'catalogItemVariation', id, reference: sku };
    },
  };
}

/** A till has one price at a time, and no lists of them. */
function mustBeOneThatSquareHas(
  { list, effectiveFrom, effectiveUntil }: CheckedInput<'publishPrice'>,
  now: number,
): void {
  const refuse = (what: string, path: string): never => {
    throw new IntegrationError(`Square has no ${what}`, { code: 'unsupported-document', path });
  };
  if (list !== undefined) refuse('price lists', 'list');
  if (effectiveFrom !== undefined && Date.parse(effectiveFrom) > now) refuse('prices for later', 'effectiveFrom');
  if (effectiveUntil !== undefined) refuse('prices that end', 'effectiveUntil');
}
