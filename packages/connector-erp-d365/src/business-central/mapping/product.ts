import { IntegrationError } from '@crossdock/core';
import type { Item, ItemVariant } from '../api/master-data.ts';
import { skuOf } from '../item-catalog.ts';
import type { BusinessCentralConfig } from '../options.ts';
import { skuOfVariant } from '../variants.ts';
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

/** What is sold under a SKU: an item, or one of its variants. */
export interface SoldItem {
  readonly item: Item;
  readonly variant?: ItemVariant | undefined;
}

/** An item or a variant as a product. A variant has a code and a description of its own; the rest is the item's, and the API tells no barcode of it. */
export function toProduct(
  { item, variant }: SoldItem,
  { system, config }: { readonly system: string; readonly config: BusinessCentralConfig },
) {
  // Spaces and dashes are kept as the platform spells them in OData (`Non_x002D_Inventory`) and in words.
  const kind = kinds[item.type.replaceAll(/_x002D_/gi, '-')];
  if (!kind) throw strange(`Item type '${item.type}'`, 'type');
  const unit = item.baseUnitOfMeasureCode === '' ? 'EA' : (units[item.baseUnitOfMeasureCode] ?? undefined);
  if (unit === undefined) throw strange(`Unit '${item.baseUnitOfMeasureCode}'`, 'baseUnitOfMeasureCode');
  const name = variant?.description === '' ? `${item.displayName} ${variant.code}`.trim() : variant?.description;
  return {
    ...namesOf({ item, variant }, { system, config }),
    ...(variant && { parent: skuOf(item.number, config), options: { variant: variant.code } }),
    name: name ?? (item.displayName === '' ? item.number : item.displayName),
    state: item.blocked ? ('archived' as const) : ('active' as const),
    kind,
    ...(item.itemCategoryCode !== '' && { category: item.itemCategoryCode }),
    barcodes: variant || item.gtin === '' ? [] : [item.gtin],
    unit,
    updatedAt: item.lastModifiedDateTime,
  };
}

/** The price of an item, in the currency of the ledger. A variant costs what its item does: there are no price lists in the API. */
export function toPrice(
  { item, variant }: SoldItem,
  { system, config }: { readonly system: string; readonly config: BusinessCentralConfig },
) {
  return {
    ...namesOf({ item, variant }, { system, config }),
    price: fromWire(item.unitPrice, config.currency),
    taxIncluded: item.priceIncludesTax,
  };
}

function namesOf(
  { item, variant }: SoldItem,
  { system, config }: { readonly system: string; readonly config: BusinessCentralConfig },
) {
  if (variant) return { sku: skuOfVariant(variant, config), refs: { [system]: variant.id } };
  return { sku: skuOf(item.number, config), refs: { [system]: item.id } };
}

function strange(what: string, path: string): IntegrationError {
  return new IntegrationError(`${what} of Business Central is not known`, { code: 'unmapped', path });
}
