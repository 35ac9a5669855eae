import { IntegrationError, type Money, money, type Price, quantity } from '@crossdock/core';
import type { z } from 'zod';
import type { PriceAgreement } from '../api/price.ts';
import type { ReleasedProduct } from '../api/product.ts';
import { daysAfter, startOfDay } from '../days.ts';
import { type ItemKey, keyOf } from '../lookups/item-names.ts';
import { locationAt } from '../lookups/locations.ts';
import { dateOf } from '../odata/literals.ts';
import type { D365Config } from '../options/options.ts';
import { fromWire } from './amounts.ts';
import { unmapped } from '../lookups/refusals.ts';

type PriceInput = z.input<typeof Price>;

/** Where a price list is. One that is not configured is refused. */
export function priceListOf(name: string, { prices }: Pick<D365Config, 'prices'>) {
  const list = Object.hasOwn(prices.lists, name) ? prices.lists[name] : undefined;
  if (list) return list;
  throw unmapped(`Price list '${name}'`, `prices.lists.${name}`, 'list');
}

/** The base price of an item; none when it is nought, which is how the platform says that there is none. */
export function toBasePrice(
  sku: string,
  { ItemNumber, SalesPrice, SalesPriceQuantity }: ReleasedProduct,
  { prices }: Pick<D365Config, 'prices'>,
  system: string,
): readonly PriceInput[] {
  if (Number(SalesPrice) === 0) return [];
  const price = perUnit(fromWire(SalesPrice, prices.currency), SalesPriceQuantity);
  return [{ sku, refs: { [system]: ItemNumber }, price, taxIncluded: prices.taxIncluded }];
}

/** The item or variant that an agreement is about. */
export function itemOf({ ProductconfigurationId, ...row }: PriceAgreement): ItemKey {
  const { ItemNumber, ProductSizeId, ProductColorId, ProductStyleId, ProductVersionId } = row;
  const dimensions = { ProductSizeId, ProductColorId, ProductStyleId, ProductVersionId };
  return keyOf({ ItemNumber, ProductConfigurationId: ProductconfigurationId, ...dimensions });
}

/** An agreement as the price of a SKU: from the first day on, to the last one inclusive. */
export function toAgreedPrice(
  { sku, list }: { readonly sku: string; readonly list: string },
  row: PriceAgreement,
  config: D365Config,
  system: string,
): PriceInput {
  const location = row.PriceWarehouseId === '' ? undefined : locationAt(row.PriceWarehouseId, config);
  if (row.PriceWarehouseId !== '' && location === undefined) {
    throw unmapped(`Warehouse '${row.PriceWarehouseId}'`, 'locations', 'PriceWarehouseId');
  }
  if (row.PriceWarehouseId === '' && row.PriceSiteId !== '') {
    throw new IntegrationError('A price of a whole site is the price of no single location', {
      code: 'unsupported-document',
      path: 'PriceSiteId',
    });
  }
  const from = dateOf(row.PriceApplicableFromDate);
  const to = dateOf(row.PriceApplicableToDate);
  return {
    sku,
    refs: { [system]: row.RecordId },
    list,
    price: perUnit(fromWire(row.Price, row.PriceCurrencyCode), row.SalesPriceQuantity),
    taxIncluded: config.prices.taxIncluded,
    ...(location !== undefined && { location }),
    ...(from !== undefined && { effectiveFrom: startOfDay(from, config.timeZone) }),
    ...(to !== undefined && { effectiveUntil: startOfDay(daysAfter(to, 1), config.timeZone) }),
  };
}

/** Most places of a price of one unit; the platform's own prices have no more. */
const mostPlaces = 6;

/** The price of one unit, from the price of so many. One that does not come out even is refused. */
export function perUnit({ amount, currency }: Money, priceUnit: string): Money {
  const { amount: given } = quantity(/e/i.test(priceUnit) ? Number(priceUnit).toFixed(8) : priceUnit);
  const units = given === '0' ? '1' : given;
  const [over, under] = wholeNumbers(amount, units);
  const scaled = over * 10n ** BigInt(mostPlaces);
  if (over < 0n || under <= 0n || scaled % under !== 0n) {
    throw new IntegrationError(`A price of ${units} units does not come to a price of one`, {
      code: 'unsupported-document',
      path: 'SalesPriceQuantity',
    });
  }
  const digits = String(scaled / under).padStart(mostPlaces + 1, '0');
  return money(`${digits.slice(0, -mostPlaces)}.${digits.slice(-mostPlaces)}`, currency);
}

/** Two decimal texts as whole numbers of one scale. */
function wholeNumbers(...texts: readonly [string, string]): readonly [bigint, bigint] {
  const places = Math.max(...texts.map((it) => it.split('.')[1]?.length ?? 0));
  const [a, b] = texts.map((it) => {
    const [whole = '0', part = ''] = it.split('.');
    return BigInt(`${whole}${part.padEnd(places, '0')}`);
  });
  return [a ?? 0n, b ?? 0n];
}
