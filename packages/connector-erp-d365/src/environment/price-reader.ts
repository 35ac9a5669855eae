import { agreementFields, PriceAgreement } from '../api/price.ts';
import { dimensionNames } from '../api/product.ts';
import type { NextRows } from './catalog-reader.ts';
import { postingDateOf } from '../context.ts';
import type { Rooms } from '../context.ts';
import type { ItemKey } from '../lookups/item-names.ts';
import { itemOf, priceListOf } from '../mapping/price.ts';
import { dateOf } from '../odata/literals.ts';

/** Reads trade agreements of one price list. */
export interface PriceReader {
  /** All of an item and of its variants. */
  of(itemNumber: string, signal: AbortSignal): Promise<readonly PriceAgreement[]>;
  /** In the order in which they were made. */
  page(next: NextRows, signal: AbortSignal): Promise<readonly PriceAgreement[]>;
}

export function createPriceReader(list: string, { client, config }: Pick<Rooms, 'client' | 'config'>): PriceReader {
  const { group = '', customer = '' } = priceListOf(list, config);
  const filter = {
    dataAreaId: config.company,
    PriceCustomerGroupCode: group,
    CustomerAccountNumber: customer,
  };
  const query = { select: agreementFields, orderBy: 'RecordId', row: PriceAgreement };
  return {
    async of(ItemNumber, signal) {
      const found = await client.list('SalesPriceAgreements', { ...query, filter: { ...filter, ItemNumber }, signal });
      return found.filter((it) => it.ItemNumber === ItemNumber);
    },
    page: ({ after, limit: top }, signal) =>
      client.list('SalesPriceAgreements', {
        ...query,
        filter: { ...filter, ...(after !== undefined && { RecordId: { after: BigInt(after) } }) },
        top,
        signal,
      }),
  };
}

/**
 * Whether an agreement is a price of the list, of one unit as it is sold, that holds now or will. Agreements for more units, in another unit, or that
 * ended are other prices.
 */
export function isPriceOf(
  list: string,
  row: PriceAgreement,
  salesUnit: string,
  { config, clock }: Pick<Rooms, 'config' | 'clock'>,
): boolean {
  const { quantity } = priceListOf(list, config);
  const from = Number(row.FromQuantity);
  const isOfQuantity = from === quantity || (quantity === 0 && from === 1);
  const unit = row.QuantityUnitySymbol.toLowerCase();
  const today = postingDateOf({ config }, { occurredAt: new Date(clock.now()).toISOString() });
  const until = dateOf(row.PriceApplicableToDate);
  return isOfQuantity && (unit === '' || unit === salesUnit.toLowerCase()) && (until === undefined || until >= today);
}

/** Whether an agreement is about an item; one without dimensions is about all its variants. */
export function isAbout(row: PriceAgreement, item: ItemKey): boolean {
  const agreed = itemOf(row);
  return dimensionNames.every((name) => agreed[name] === '' || agreed[name] === item[name]);
}
