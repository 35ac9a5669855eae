import { isNegative, type Order } from '@crossdock/core';
import { dayOf } from '../context.ts';
import { currencyCodeOf } from '../currencies.ts';
import type { BusinessCentralConfig } from '../options.ts';
import { orderKeyOf } from '../references.ts';
import { chargeEntries, goodsEntry, roundingEntry, type Sellables } from './entries.ts';
import { type LineBody, type LineEntry, linesOf } from './lines.ts';
import { unsuitable } from './refusals.ts';

/** An order as it is sent: header and lines in one. */
export interface OrderBody {
  readonly header: Readonly<Record<string, string>>;
  readonly lines: readonly LineBody[];
}

/** Refuses what is no sale, before anything is asked. */
export function requireSale(order: Order): void {
  if (order.test) throw unsuitable('A test order is not booked as a sale', 'test');
  if (isNegative(order.total)) throw unsuitable('A sale of less than nothing is no sales order', 'total');
  if (order.cancelled) throw unsuitable('The order is cancelled already', 'cancelled');
  for (const [index, line] of order.lines.entries()) {
    if (Number(line.removed ?? 0) === 0) continue;
    throw unsuitable(`Line ${index + 1} has units that were taken off the order`, `lines.${index}.removed`);
  }
}

/** The locations that an order names, with where it does. */
export function locationsOf(
  document: {
    readonly location?: string | undefined;
    readonly lines: readonly { readonly location?: string | undefined }[];
  },
  { defaultLocation }: Pick<BusinessCentralConfig, 'defaultLocation'>,
): readonly { readonly location: string; readonly path: string }[] {
  const own = document.location ?? defaultLocation;
  return [
    ...(own === undefined ? [] : [{ location: own, path: 'location' }]),
    ...document.lines.flatMap(({ location }, index) =>
      location === undefined ? [] : [{ location, path: `lines.${index}.location` }],
    ),
  ];
}

/** A canonical order as header and lines. Every line has a counterpart or the whole order is refused with the line named. */
export function toSalesOrder(order: Order, sellables: Sellables): OrderBody {
  const { config, byOption } = sellables;
  const header = headerOf(order, config);
  const place = order.location ?? config.defaultLocation;
  const entries: readonly LineEntry[] = [
    ...order.lines.map((line, index) =>
      goodsEntry(line, { name: `L-${line.id}`, path: `lines.${index}`, place }, sellables),
    ),
    ...chargeEntries(order.charges, { letter: 'C', path: 'charges' }, sellables),
    ...roundingEntry(order.rounding, sellables),
  ];
  const tax = byOption.get('tax.line');
  const lines = linesOf(entries, order, tax && { sold: tax }, { total: order.total, config });
  return { header, lines };
}

function headerOf(order: Order, config: BusinessCentralConfig): Readonly<Record<string, string>> {
  const day = dayOf({ config }, order);
  const address = order.shippingAddress;
  return filled({
    externalDocumentNumber: orderKeyOf(order.ref),
    customerNumber: config.customer,
    currencyCode: currencyCodeOf(config, order.currency, 'currency'),
    orderDate: day,
    postingDate: day,
    ...(address && {
      shipToName: cut(address.company ?? address.name, 100),
      shipToAddressLine1: cut(address.line1, 100),
      shipToAddressLine2: cut(address.line2, 50),
      shipToCity: cut(address.city, 30),
      shipToState: cut(address.region, 30),
      shipToPostCode: cut(address.postalCode, 20),
      shipToCountry: address.country,
    }),
  });
}

const cut = (text: string | undefined, length: number): string | undefined => text?.slice(0, length);

export function filled(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
