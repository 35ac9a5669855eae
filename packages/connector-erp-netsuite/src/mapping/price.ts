import { IntegrationError, type Price } from '@crossdock/core';
import type { z } from 'zod';
import type { ItemRow, PriceLine } from '../api/item.ts';
import type { NetsuiteConfig } from '../options.ts';
import { fromWire } from './amounts.ts';
import { skuOf } from './product.ts';
import { unmapped } from './refusals.ts';

type PriceInput = z.input<typeof Price>;

/** A price list of ours: its name, or nothing for the base price. */
export type ListName = string | undefined;

/** The lists that the configuration knows, the base price first. */
export function listNames({ prices }: Pick<NetsuiteConfig, 'prices'>): readonly ListName[] {
  return [undefined, ...Object.keys(prices.lists)];
}

/**
 * The prices of an item on one list: one for each currency of the configuration that has one. Other levels, quantity breaks
 * and currencies are not asked for.
 */
export function toPrices(
  row: ItemRow,
  lines: readonly PriceLine[],
  list: ListName,
  config: NetsuiteConfig,
  system: string,
): readonly PriceInput[] {
  const { prices, currencies } = config;
  const wanted = levelOf(list, config);
  const fitting = lines.filter(
    (line) => line.priceLevel.id === wanted.level && Number(line.quantity?.value ?? '0') === wanted.quantity,
  );
  return Object.entries(currencies).flatMap(([code, id]) => {
    const own = fitting.filter((line) => currencyIdOf(line, config) === id && line.price !== undefined);
    const [line, another] = own;
    if (another) {
      throw new IntegrationError(`The item ${row.id} has two prices of one level, quantity and currency`, {
        code: 'response-invalid',
        path: 'price.items',
      });
    }
    if (line?.price === undefined) return [];
    return [
      {
        sku: skuOf(row, config),
        refs: { [system]: row.id },
        price: fromWire(line.price, code),
        taxIncluded: prices.taxIncluded,
        ...(list === undefined ? {} : { list }),
      },
    ];
  });
}

/** Price level and least quantity of a list. One that is not configured is refused. */
export function levelOf(list: ListName, { prices }: Pick<NetsuiteConfig, 'prices'>) {
  if (list === undefined) return prices.base;
  const level = Object.hasOwn(prices.lists, list) ? prices.lists[list] : undefined;
  if (level) return level;
  throw unmapped(`Price list '${list}'`, `prices.lists.${list}`, 'list');
}

/** Accounts with one currency do not name it. */
function currencyIdOf(line: PriceLine, { currencies, baseCurrency }: NetsuiteConfig): string | undefined {
  return line.currencyPage?.id ?? currencies[baseCurrency];
}
