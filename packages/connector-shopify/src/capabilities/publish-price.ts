import { type CheckedInput, compare, type Implementation, IntegrationError, round } from '@crossdock/core';
import type { z } from 'zod';
import { PriceListsData, type Terms } from '../api/catalog-data.ts';
import { changeProduct, metafieldKeys, priceLists, setFixedPrices } from '../api/catalog-documents.ts';
import { Done } from '../api/inventory-data.ts';
import { productOfSku } from '../catalog/catalog-rooms.ts';
import { unknownSku, variantOf } from '../catalog/catalog-reader.ts';
import { arePriced, isToBeSold } from '../catalog/plan-publication.ts';
import type { GraphqlClient } from '../client.ts';
import type { ConnectorContext } from '../context.ts';
import { priceFingerprint, samePrice, toBasePrice } from '../mapping/to-price.ts';
import { fingerprints } from '../mapping/to-product.ts';
import { onward } from '../onward.ts';

type Wanted = CheckedInput<'publishPrice'>;

/**
 * Publishes a price: that of the variant itself, or a fixed price of a price list. A price replaces the one before it
 * as a whole: without `compareAt` there is nothing to compare with. The last missing price makes a product active that waits for it.
 */
export function publishPrice(context: ConnectorContext): Implementation<'publishPrice'> {
  const { client, rooms, name, clock } = context;
  return {
    once: { reference: 'variant and price list' },
    run: async (wanted, { signal }) => {
      refuseUntakeable(wanted, clock.now());
      const whole = await productOfSku(rooms, { sku: wanted.sku, reference: wanted.sku }, signal);
      const variant = whole && variantOf(whole, wanted.sku);
      if (!whole || !variant) throw unknownSku(wanted.sku);
      const { product, terms } = whole;
      const document = { system: name, number: wanted.sku, reference: wanted.sku };
      if (wanted.list !== undefined) {
        const list = await listNamed(client, wanted.list, signal);
        refuseCurrency(wanted, list.currency);
        const { price, compareAt } = wanted;
        const prices = [
          { variantId: variant.id, price: inputOf(price), ...(compareAt && { compareAtPrice: inputOf(compareAt) }) },
        ];
        await client.mutate(setFixedPrices, { variables: { id: list.id, prices }, data: Done, signal });
        return { ...document, type: 'priceListPrice', id: `${list.id} ${variant.id}` };
      }
      refuseCurrency(wanted, terms.currencyCode);
      refuseTax(wanted, terms);
      const print = priceFingerprint(wanted);
      const same = samePrice(wanted, toBasePrice(variant, terms, name)) && variant.publishedPrice?.value === print;
      const others = whole.variants.filter(({ id }) => id !== variant.id);
      const waits = product.status === 'DRAFT' && isToBeSold(variant) && arePriced(others.filter(isToBeSold));
      if (!same || waits) {
        const active = { ...product, status: 'ACTIVE' };
        await client.mutate(changeProduct, {
          variables: {
            withVariants: !same,
            productId: product.id,
            variants: [
              {
                id: variant.id,
                price: wanted.price.amount,
                compareAtPrice: wanted.compareAt?.amount ?? null,
                metafields: [{ key: metafieldKeys.price, type: 'single_line_text_field', value: print }],
              },
            ],
            withProduct: waits,
            product: {
              id: product.id,
              ...(waits && {
                status: 'ACTIVE',
                metafields: [
                  {
                    key: metafieldKeys.published,
                    type: 'single_line_text_field',
                    value: fingerprints(active, variant).product,
                  },
                ],
              }),
            },
          },
          data: Done,
          signal,
        });
      }
      return { ...document, type: 'productVariant', id: variant.id };
    },
  };
}

/** A price list by its name. */
export async function listNamed(
  client: GraphqlClient,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly currency: string }> {
  for (let after: string | null = null; ;) {
    const page: z.output<typeof PriceListsData>['priceLists'] = (
      await client.query(priceLists, { variables: { after }, data: PriceListsData, signal })
    ).priceLists;
    const found = page.nodes.find((it) => it.name === name);
    if (found) return found;
    if (!page.pageInfo.hasNextPage) {
      throw new IntegrationError(`The shop has no price list '${name}'`, { code: 'unmapped', path: 'list' });
    }
    after = onward(page.pageInfo, after);
  }
}

/** What the platform has no place for. */
function refuseUntakeable({ location, effectiveFrom, effectiveUntil, price, compareAt }: Wanted, now: number): void {
  const refuse = (what: string, path: string): never => {
    throw new IntegrationError(what, { code: 'unsupported-document', path });
  };
  if (location !== undefined) refuse('Shopify has no prices of a location', 'location');
  if (effectiveFrom !== undefined && Date.parse(effectiveFrom) > now) {
    refuse('Shopify cannot keep a price until its day: publish it when the day has come', 'effectiveFrom');
  }
  if (effectiveUntil !== undefined && Date.parse(effectiveUntil) <= now) refuse('The price is over', 'effectiveUntil');
  for (const [path, amount] of [
    ['price', price],
    ['compareAt', compareAt],
  ] as const) {
    if (amount && compare(round(amount, { mode: 'down' }), amount) !== 0) {
      refuse('Shopify has no prices finer than the smallest coin', `${path}.amount`);
    }
  }
}

function refuseCurrency({ price }: Wanted, currency: string): void {
  if (price.currency === currency) return;
  throw new IntegrationError(`The price is in ${price.currency}, the shop asks for ${currency}`, {
    code: 'currency-mismatch',
    path: 'price.currency',
  });
}

function refuseTax({ taxIncluded }: Wanted, { taxesIncluded }: Terms): void {
  if (taxIncluded === taxesIncluded) return;
  const [own, theirs] = taxIncluded ? ['with', 'without'] : ['without', 'with'];
  throw new IntegrationError(`The price is one ${own} tax, the shop asks for prices ${theirs} it`, {
    code: 'unsupported-document',
    path: 'taxIncluded',
  });
}

const inputOf = ({ amount, currency }: Wanted['price']) => ({ amount, currencyCode: currency });
