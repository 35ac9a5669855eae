import { type NetsuiteSimulator } from '@crossdock/connector-erp-netsuite/testing';
import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { money } from '@crossdock/core';
import { type Audit, auditBooks, type Books } from '@crossdock/testing';

type Shop = Pick<ShopifySimulator, 'books'>;
type Erp = Pick<NetsuiteSimulator, 'books'>;

/**
 * Holds the books of the shop and of the ERP against each other: orders, money, parcels, and the balance of the
 * ledger. What crossdock believes is not asked.
 */
export function auditPlatforms(shop: Shop, erp: Erp): Audit {
  const sales = auditBooks(booksOf(shop, erp));
  const parcels = parcelFindings(shop, erp);
  const ledger = erp.books.balances() ? [] : ['the ledger: debits and credits differ'];
  return {
    ...sales,
    duplicates: sales.duplicates + parcels.filter((it) => it.includes('more than once')).length,
    findings: [...sales.findings, ...parcels, ...ledger],
  };
}

export function booksOf(shop: Shop, erp: Erp): Books {
  return {
    placed: shop.books
      .orders()
      .map(({ id, total, currency }) => ({ ref: orderRef(id), total: money(total, currency) })),
    booked: erp.books
      .salesOrders()
      .map(({ externalId, total, currency }) => ({ ref: refIn(externalId), total: money(total, currency) })),
    posted: [...erp.books.cashSales(), ...erp.books.invoices()]
      .filter(({ posted }) => posted)
      .map(({ orderExternalId, total, currency }) => ({ ref: refIn(orderExternalId), total: money(total, currency) })),
  };
}

/** Every unit that left the shop has left the ERP's stock, in the same parcels, once. */
function parcelFindings(shop: Shop, erp: Erp): string[] {
  const sent = tally(shop.books.fulfillments(), ({ orderId, lines }) => [orderRef(orderId), lines]);
  const issued = tally(erp.books.itemFulfillments(), ({ orderExternalId, lines }) => [refIn(orderExternalId), lines]);
  return [...new Set([...sent.keys(), ...issued.keys()])].flatMap((ref) => {
    const [left, booked] = [sent.get(ref) ?? [], issued.get(ref) ?? []];
    if (booked.length > left.length)
      return [`${ref}: ${booked.length} fulfilments for ${left.length} parcels, one of them more than once`];
    return String(left) === String(booked)
      ? []
      : [`${ref}: parcels ${left.join(' and ')} left, ${booked.join(' and ') || 'none'} booked`];
  });
}

type Lines = readonly { readonly sku: string | null; readonly quantity: number }[];

/** The parcels of each order, in words that can be compared. */
function tally<Parcel>(
  parcels: readonly Parcel[],
  read: (parcel: Parcel) => readonly [ref: string, lines: Lines],
): Map<string, string[]> {
  const byOrder = new Map<string, string[]>();
  for (const [ref, lines] of parcels.map(read)) {
    const words = lines
      .map(({ sku, quantity }) => `${quantity} ${sku ?? '?'}`)
      .toSorted()
      .join(' + ');
    byOrder.set(ref, [...(byOrder.get(ref) ?? []), words].toSorted());
  }
  return byOrder;
}

const orderRef = (id: string): string => `shop-${id}`;

/** The business reference in an external id of ours: `CD_SO_shop-5500000000001`. */
const refIn = (externalId = ''): string => externalId.replace(/^CD_[A-Z]+_/, '');
