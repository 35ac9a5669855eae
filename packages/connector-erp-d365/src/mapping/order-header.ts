import type { Address } from '@crossdock/core';
import { postingDateOf } from '../context.ts';
import { noonOf } from '../odata/literals.ts';
import type { D365Config } from '../options/options.ts';
import { filledFields } from './custom-fields.ts';
import { placeOf } from './order-lines.ts';

/** What the header of an order is made from. */
export interface HeaderFacts {
  readonly ref: string;
  readonly number?: string | undefined;
  readonly purchaseOrder?: string | undefined;
  readonly currency: string;
  readonly taxIncluded: boolean;
  readonly occurredAt: string;
  readonly businessDate?: string | undefined;
  readonly location?: string | undefined;
  readonly channel: string;
  readonly shippingAddress?: Address | undefined;
}

/** A header as it is sent, without number and company. */
export function headerOf(document: HeaderFacts, config: D365Config): Readonly<Record<string, string>> {
  const place = placeOf(document.location ?? config.defaultLocation, 'location', config);
  const address = document.shippingAddress;
  const fields: Readonly<Record<string, string | undefined>> = {
    OrderingCustomerAccountNumber: config.customer,
    CurrencyCode: document.currency,
    CustomersOrderReference: document.ref,
    CustomerRequisitionNumber: document.purchaseOrder ?? document.number,
    SalesOrderOriginCode: config.originCode,
    RequestedShippingDate: noonOf(postingDateOf({ config }, document)),
    DefaultShippingSiteId: place?.site,
    DefaultShippingWarehouseId: place?.warehouse,
    ArePricesIncludingSalesTax: config.tax.mode === 'groups' && document.taxIncluded ? 'Yes' : 'No',
    SkipCreateAutoCharges: 'Yes',
    ...filledFields(config.customFields.order, document),
    ...(config.tax.mode === 'groups' && { SalesTaxGroupCode: config.tax.group }),
    ...(address && {
      IsDeliveryAddressOrderSpecific: 'Yes',
      DeliveryAddressDescription: 'Delivery',
      DeliveryAddressName: address.company ?? address.name,
      DeliveryAddressStreet: [address.line1, address.line2].filter(Boolean).join('\n') || undefined,
      DeliveryAddressCity: address.city,
      DeliveryAddressStateId: address.region,
      DeliveryAddressZipCode: address.postalCode,
      DeliveryAddressCountryRegionId: address.country,
    }),
  };
  const filled = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(filled);
}
