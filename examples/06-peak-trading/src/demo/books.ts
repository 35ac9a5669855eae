import { type NetsuiteSimulator } from '@crossdock/connector-erp-netsuite/testing';
import { type TillFleet } from '@crossdock/connector-pos/testing';
import { type ShopifySimulator } from '@crossdock/connector-shopify/testing';
import { money, type Money, sum } from '@crossdock/core';
import { type Audit, auditBooks, type Books } from '@crossdock/testing';
import { type ShortUnits } from './shop-floor.ts';

/** A unit that a till sold without a line although it was promised, and what was done for the buyer. */
export interface SoldOffline {
  readonly sku: string;
  readonly location: string;
  readonly units: number;
  /** Tickets that sold it. */
  readonly tickets: readonly string[];
  /** What was done, order by order, as the shop's books show it. */
  readonly compensation: readonly string[];
  /** Units for which nothing was done. */
  readonly missing: number;
}

/** The audit of the first example, and what was promised and not there. */
export interface PeakAudit extends Audit {
  /** Units that were promised and not there, and that no till without a line had sold. */
  readonly oversold: number;
  readonly soldOffline: readonly SoldOffline[];
}

/** The systems whose books are held against each other. */
export interface Auditees {
  readonly shop: Pick<ShopifySimulator, 'books'>;
  readonly erp: Pick<NetsuiteSimulator, 'books'>;
  readonly fleet: Pick<TillFleet, 'tickets'>;
  /** What people found short on shelves. */
  readonly short: readonly ShortUnits[];
}

/**
 * Holds the books against each other: the shop's orders, the tills' tickets by store and day, and the ERP's documents and ledger;
 * and what people found short on shelves against what was done about it. What crossdock believes is not asked.
 */
export function auditPeak(auditees: Auditees): PeakAudit {
  const { shop, erp, short } = auditees;
  const audit = auditBooks(booksOf(auditees));
  const parcels = parcelFindings(shop, erp);
  const soldOffline = short.filter((it) => it.tickets.length > 0).map((it) => compensated(it, auditees));
  const oversold = short.filter((it) => it.tickets.length === 0);
  return {
    ...audit,
    duplicates: audit.duplicates + parcels.filter((it) => it.includes('more than once')).length,
    oversold: oversold.reduce((units, it) => units + it.units, 0),
    soldOffline,
    findings: [
      ...audit.findings,
      ...parcels,
      ...calledOffFindings(shop, erp),
      ...oversold.map(({ sku, location, units }) => `${sku} at ${location}: ${units} promised and not there`),
      ...soldOffline
        .filter((it) => it.missing > 0)
        .map((it) => `${it.sku} at ${it.location}: ${it.missing} sold offline, and nothing was done for the buyers`),
      ...(erp.books.balances() ? [] : ['the ledger: debits and credits differ']),
    ],
  };
}

/** Whether the audit says what it should. */
export function isClean({ findings, oversold, duplicates, lost, open, centsAdrift }: PeakAudit): boolean {
  return findings.length === 0 && oversold + duplicates + lost + open + centsAdrift === 0;
}

function booksOf({ shop, erp, fleet }: Auditees): Books {
  const calledOff = new Set(shop.books.orders().flatMap(({ id, cancelled }) => (cancelled ? [orderRef(id)] : [])));
  const isKept = ({ ref }: { readonly ref: string }): boolean => !calledOff.has(ref);
  const days = daysOf(fleet);
  const settled = settledDays(erp);
  return {
    placed: [
      ...shop.books
        .orders()
        .map(({ id, total, currency }) => ({ ref: orderRef(id), total: money(total, currency) }))
        .filter(isKept),
      ...days,
    ],
    booked: [
      ...erp.books
        .salesOrders()
        .map(({ externalId, total, currency }) => ({ ref: refIn(externalId), total: money(total, currency) }))
        .filter(isKept),
      ...settled,
    ],
    posted: [
      ...[...erp.books.cashSales(), ...erp.books.invoices()]
        .filter(({ posted }) => posted)
        .map(({ orderExternalId, total, currency }) => ({
          ref: refIn(orderExternalId),
          total: money(total, currency),
        })),
      ...settled,
    ],
  };
}

/** What the tills took, by store and day, from their own tickets. */
function daysOf({ tickets }: Auditees['fleet']): { readonly ref: string; readonly total: Money }[] {
  const cents = new Map<string, number>();
  for (const { store, businessDate, total, kind } of tickets) {
    if (!['sale', 'return', 'exchange', 'void'].includes(kind)) continue;
    const ref = dayRef(store, businessDate);
    cents.set(ref, (cents.get(ref) ?? 0) + total);
  }
  return [...cents]
    .filter(([, total]) => total !== 0)
    .map(([ref, total]) => ({ ref, total: money((total / 100).toFixed(2), 'USD') }));
}

/** Accounts in which a store day puts what was taken, and what drawers were over or short. */
const takings: ReadonlySet<string> = new Set(['128', '120', '123', '59']);

/** What the ledger says was taken in a day: the sum over all entries of that day, corrections included. */
function settledDays(erp: Auditees['erp']): { readonly ref: string; readonly total: Money }[] {
  const entries = new Map(erp.books.journalEntries().map((it) => [it.externalId ?? '', it.memo ?? '']));
  const amounts = new Map<string, Money[]>();
  for (const { externalId = '', account, debit, credit } of erp.books.ledger()) {
    const [, store, date] = /^Store day (\S+) (\d{4}-\d\d-\d\d)/.exec(entries.get(externalId) ?? '') ?? [];
    if (store === undefined || date === undefined || !takings.has(account)) continue;
    const ref = dayRef(store, date);
    amounts.set(ref, [
      ...(amounts.get(ref) ?? []),
      money(debit, 'USD'),
      money(credit === '0.00' ? '0' : `-${credit}`, 'USD'),
    ]);
  }
  return [...amounts].map(([ref, list]) => ({ ref, total: sum(list, 'USD') }));
}

/** Every parcel that left the shop has left the ERP's stock once, from the same place's order. */
function parcelFindings(shop: Auditees['shop'], erp: Auditees['erp']): string[] {
  const sent = tally(shop.books.fulfillments(), ({ orderId, lines }) => [orderRef(orderId), lines]);
  const issued = tally(erp.books.itemFulfillments(), ({ orderExternalId, lines }) => [refIn(orderExternalId), lines]);
  return [...new Set([...sent.keys(), ...issued.keys()])].flatMap((ref) => {
    const [left, booked] = [sent.get(ref) ?? [], issued.get(ref) ?? []];
    if (booked.length > left.length)
      return [`${ref}: ${booked.length} fulfilments for ${left.length} parcels, one of them more than once`];
    return String(left) === String(booked)
      ? []
      : [`${ref}: parcels ${left.join(' and ') || 'none'} left, ${booked.join(' and ') || 'none'} booked`];
  });
}

/** What was called off is paid back, and neither sent nor billed. */
function calledOffFindings(shop: Auditees['shop'], erp: Auditees['erp']): string[] {
  const billed = new Set([...erp.books.cashSales(), ...erp.books.invoices()].map((it) => refIn(it.orderExternalId)));
  return shop.books.bookedOrders.flatMap((order) => {
    if (order.cancelledAt === undefined) return [];
    const ref = orderRef(String(order.id));
    return [
      ...(keptOf(order) === 0n ? [] : [`${ref}: called off, and not all of its money is paid back`]),
      ...(order.fulfillments.length === 0 ? [] : [`${ref}: called off, and sent all the same`]),
      ...(billed.has(ref) ? [`${ref}: called off, and billed all the same`] : []),
    ];
  });
}

/** Minor units that the shop has of a buyer's money. */
function keptOf({ transactions, refunds }: ReturnType<ShopifySimulator['books']['order']> & object): bigint {
  const all = new Set([...transactions, ...refunds.flatMap((it) => it.transactions)]);
  let kept = 0n;
  for (const { kind, status, amount } of all) {
    if (status !== 'SUCCESS') continue;
    if (kind === 'SALE' || kind === 'CAPTURE') kept += amount.shop;
    if (kind === 'REFUND') kept -= amount.shop;
  }
  return kept;
}

/**
 * What was done for those who wait for units that were sold offline, as the shop's books show it: the order was sent from elsewhere, or
 * called off.
 */
function compensated(
  { sku, location, units, tickets, promises, cameBack }: ShortUnits,
  { shop }: Auditees,
): SoldOffline {
  const waiting = new Set(promises);
  const done = shop.books.bookedOrders.flatMap(({ poNumber = '', cancelledAt, fulfillments, lines }) => {
    if (!waiting.has(poNumber)) return [];
    const quantity = lines.reduce((total, line) => total + (line.item.sku === sku ? line.quantity : 0), 0);
    if (cancelledAt !== undefined) return [{ quantity, what: `${poNumber}: called off and paid back` }];
    const from = shop.books.location(fulfillments[0]?.locationId)?.name;
    if (from === location && cameBack.has(poNumber))
      return [{ quantity, what: `${poNumber}: sent from ${from} after all, for one came back` }];
    return from === undefined || from === location ? [] : [{ quantity, what: `${poNumber}: sent from ${from}` }];
  });
  const missing = Math.max(0, units - done.reduce((total, it) => total + it.quantity, 0));
  return { sku, location, units, tickets, compensation: done.map((it) => it.what), missing };
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
const dayRef = (store: string, date: string): string => `day of ${store} ${date}`;

/** The business reference in an external id of ours: `CD_SO_shop-5500000000001`. */
const refIn = (externalId = ''): string => externalId.replace(/^CD_[A-Z]+_/, '');
