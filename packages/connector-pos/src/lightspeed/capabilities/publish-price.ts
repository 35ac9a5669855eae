import { type CheckedInput, type Implementation, IntegrationError } from '@crossdock/core';
import { z } from 'zod';
import { type ConnectorContext } from '../context.ts';
import { productsApi } from '../options.ts';
import { createStorePrices } from '../price-books.ts';

/** Publishes the price of one SKU: of the product itself, or at one store in a price book of ours. */
export function publishPrice(context: ConnectorContext): Implementation<'publishPrice'> {
  const storePrices = createStorePrices(context);
  return {
    // The price that is there is looked for before every writing, and replaced.
    once: { reference: 'sku' },
    run: async (price, { signal }) => {
      mustBeOneThatLightspeedHas(price, context.clock.now());
      const { sku, location, taxIncluded } = price;
      const product = (await context.products.requiredBySkus([sku], signal)).get(sku);
      const productId = product?.id ?? sku;
      const store = location === undefined ? undefined : await context.stores.byCode(location, signal);
      const [first] = await context.stores.all(signal);
      const { currency } = store ?? first ?? price.price;
      if (price.price.currency !== currency) {
        throw new IntegrationError('The store takes another currency', { code: 'currency-mismatch', path: 'price' });
      }
      const amount = wireNumber(price.price.amount);
      if (store) {
        const id = await storePrices.put(store, { productId, amount, taxIncluded }, signal);
        return { system: context.name, type: 'priceBook', id, reference: sku };
      }
      await context.client.send('PUT', `${productsApi}/products/{id}`, {
        params: { id: productId },
        json: { details: taxIncluded ? { price_including_tax: amount } : { price_excluding_tax: amount } },
        response: z.unknown(),
        signal,
      });
      return { system: context.name, type: 'product', id: productId, reference: sku };
    },
  };
}

/** The platform takes numbers with five places. One that a number cannot hold exactly is refused. */
function wireNumber(amount: string): number {
  const [whole = '', fraction = ''] = amount.split('.');
  if (fraction.length > 5 || whole.length + fraction.length > 15) {
    throw new IntegrationError('Lightspeed takes prices with five decimal places at most', {
      code: 'input-invalid',
      path: 'price',
    });
  }
  return Number(amount);
}

/** One price at a time; lists of them are the retailer's own price books. */
function mustBeOneThatLightspeedHas(
  { list, effectiveFrom, effectiveUntil }: CheckedInput<'publishPrice'>,
  now: number,
): void {
  const refuse = (what: string, path: string): never => {
    throw new IntegrationError(`Lightspeed takes no ${what} from us`, { code: 'unsupported-document', path });
  };
  if (list !== undefined) refuse('price lists', 'list');
  if (effectiveFrom !== undefined && Date.parse(effectiveFrom) > now) refuse('prices for later', 'effectiveFrom');
  if (effectiveUntil !== undefined) refuse('prices that end', 'effectiveUntil');
}
