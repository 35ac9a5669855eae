import { IntegrationError } from '@crossdock/core';
import type { Item } from '../api/master-data.ts';
import { skuOf } from '../item-catalog.ts';
import type { BusinessCentralConfig } from '../options.ts';
import { fromWire } from './amounts.ts';

const kinds: Readonly<Record<string, 'goods' | 'service'>> = {
  Inventory: 'goods',
  'Non-Inventory': 'goods',
  Service: 'service',
};

/** Units that the platform's setup calls otherwise than the UN does. */
const units: Readonly<Record<string, string>> = {
  PCS: 'EA',
  STK: 'EA',
  EA: 'EA',
  KG: 'KGM',
  M: 'MTR',
  L: 'LTR',
  H: 'HUR',
};

/** An item as a product. Variants have no rows of their own here. */
export function toProduct(
  item: Item,
  { system, config }: { readonly system: string; readonly config: BusinessCentralConfig },
) {
  // Spaces and dashes are kept as the platform spells them in OData (`Non_x002D_Inventory`) and in words.
  const kind = kinds[item.type.replaceAll(/_x002D_/gi, '-')];
  if (!kind) throw strange(`Item type '${item.type}'`, 'type');
  const unit = item.baseUnitOfMeasureCode === '' ? 'EA' : (units[item.baseUnitOfMeasureCode] ?? undefined);
  if (unit === undefined) throw strange(`Unit '${item.baseUnitOfMeasureCode}'`, 'baseUnitOfMeasureCode');
  return {
    sku: skuOf(item.number, config),
    refs: { [system]: item.id },
    name: item.displayName === '' ? item.number : item.displayName,
    state: item.blocked ? ('archived' as const) : ('active' as const),
    kind,
    ...(item.itemCategoryCode !== '' && { category: item.itemCategoryCode }),
    barcodes: item.gtin === '' ? [] : [item.gtin],
    unit,
    updatedAt: item.lastModifiedDateTime,
  };
}

/** The price of an item, in the currency of the ledger. There are no price lists in the API. */
export function toPrice(
  item: Item,
  { system, config }: { readonly system: string; readonly config: BusinessCentralConfig },
) {
  return {
    sku: skuOf(item.number, config),
    refs: { [system]: item.id },
    price: fromWire(item.unitPrice, config.currency),
    taxIncluded: item.priceIncludesTax,
  };
}

function strange(what: string, path: string): IntegrationError {
  return new IntegrationError(`${what} of Business Central is not known`, { code: 'unmapped', path });
}
