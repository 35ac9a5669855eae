import { type CheckedInput, IntegrationError } from '@crossdock/core';
import type { CatalogItem } from '../item-catalog.ts';
import type { NetsuiteConfig } from '../options.ts';
import { filledFields } from './custom-fields.ts';
import { itemOf, locationFields, type Reference, unitFields } from './lines.ts';
import { unmapped } from './refusals.ts';

type Adjustment = CheckedInput<'adjustInventory'>;
type Transfer = CheckedInput<'transferInventory'>;

export interface StockMapping {
  readonly config: NetsuiteConfig;
  readonly items: ReadonlyMap<string, CatalogItem>;
}

/** A line that moves units, as it is sent. */
interface StockLineBody {
  readonly item: Reference;
  readonly adjustQtyBy: number;
  readonly [field: string]: unknown;
}

/** An `inventoryAdjustment` or `inventoryTransfer` as it is sent. */
export interface StockBody {
  readonly inventory: { readonly items: readonly StockLineBody[] };
  readonly [field: string]: unknown;
}

/** Changes of stock as one adjustment, against the account of their reason. */
export function toAdjustment(request: Adjustment, { config, items }: StockMapping): StockBody {
  const { byReason } = config.adjustments;
  const account = byReason[request.reason] ?? config.adjustments.account;
  if (account === undefined)
    throw unmapped(`An adjustment for the reason ${request.reason}`, 'adjustments.account', 'reason');
  const lines = request.changes.map((change, index): StockLineBody => {
    const path = `changes.${String(index)}`;
    const units = Number(change.delta.amount);
    if (units === 0)
      throw new IntegrationError('A change by no units is none', { code: 'input-invalid', path: `${path}.delta` });
    return {
      item: { id: itemOf(change.sku, index, path, items).id },
      adjustQtyBy: units,
      ...locationFields(change.location, `${path}.location`, config),
      ...unitFields(change.delta, `${path}.delta.unit`, config),
    };
  });
  return { account: { id: account }, ...head(request, config), inventory: { items: lines } };
}

/** Units that leave one location and arrive at another, as one transfer. */
export function toTransfer(request: Transfer, { config, items }: StockMapping): StockBody {
  if (request.from === request.to)
    throw new IntegrationError('Units are moved to where they are', { code: 'input-invalid', path: 'to' });
  const { location } = locationFields(request.from, 'from', config);
  const { location: transferLocation } = locationFields(request.to, 'to', config);
  const lines = request.lines.map(({ sku, quantity }, index): StockLineBody => {
    const path = `lines.${String(index)}`;
    return {
      item: { id: itemOf(sku, index, path, items).id },
      adjustQtyBy: Number(quantity.amount),
      ...unitFields(quantity, `${path}.quantity.unit`, config),
    };
  });
  return { ...head(request, config), location, transferLocation, inventory: { items: lines } };
}

function head(source: { readonly ref: string; readonly reason?: string }, config: NetsuiteConfig) {
  return {
    ...(config.subsidiary === undefined ? {} : { subsidiary: { id: config.subsidiary } }),
    ...filledFields(config.customFields.stock, source),
  };
}
