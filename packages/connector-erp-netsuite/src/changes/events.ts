import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type IntegrationError,
  parse,
  Posting,
  type RefusedEvent,
  type SourceEvent,
} from '@crossdock/core';
import { PostedRow } from '../api/posted.ts';
import type { QueryRow } from '../api/query.ts';
import { documentTypeOf } from '../api/query-types.ts';
import { type CustomerRooms, customerOf } from '../capabilities/read-customers.ts';
import { type ItemRooms, pricesOf, productOf } from '../capabilities/read-products.ts';
import { documentOf } from '../capabilities/context.ts';
import { customerIn } from '../customer-reader.ts';
import { businessReferenceOf } from '../external-id.ts';
import { itemIn } from '../item-reader.ts';
import { currencyCodeOf } from '../mapping/currencies.ts';
import { toLedgerAmounts } from '../mapping/ledger.ts';
import { listNames } from '../mapping/price.ts';
import { unmapped } from '../mapping/refusals.ts';
import { instantOf } from '../wall-time.ts';
import { asRefusal, placeOf } from '../capabilities/listing.ts';

/** What this account tells. */
export const eventNames = ['product.changed', 'price.changed', 'customer.changed', 'posting.confirmed'] as const;

type Told = (typeof eventNames)[number];

export type NetsuiteEvent = SourceEvent<Told> | RefusedEvent<Told>;

export type EventRooms = ItemRooms & CustomerRooms;

/** What changed with an item: the product, and its prices. */
export async function itemEvents(
  row: QueryRow,
  things: EventRooms['config']['changes']['of'],
  rooms: EventRooms,
  signal: AbortSignal,
): Promise<readonly NetsuiteEvent[]> {
  const { id, modified } = placeOf(row);
  const occurredAt = instantOf(modified, rooms.config.changes.timeZone);
  const known = [id, ...(row['itemid'] === undefined ? [] : [row['itemid']])];
  const key = row['itemid'] ?? id;
  const product = tried('product.changed', `product/${id}/${modified}`, key, () => {
    if (!things.includes('products')) return [];
    const data = productOf(itemIn(row), rooms);
    const version = `product/${id}/${modified}/${digestOf(data)}`;
    return [{ name: 'product.changed', id: version, key: data.sku, occurredAt, data, identifiers: known }];
  });
  const prices = tried('price.changed', `price/${id}/${modified}`, key, async () => {
    if (!things.includes('prices')) return [];
    const item = itemIn(row);
    const found = await pricesOf(item, listNames(rooms.config), rooms, signal);
    return found.map((data): NetsuiteEvent => {
      const place = `${data.list ?? ''}/${data.price.currency}`;
      const version = `price/${id}/${place}/${modified}/${digestOf(data)}`;
      return { name: 'price.changed', id: version, key: data.sku, occurredAt, data, identifiers: known };
    });
  });
  return [...(await product), ...(await prices)];
}

export async function customerEvents(row: QueryRow, rooms: EventRooms): Promise<readonly NetsuiteEvent[]> {
  const { id, modified } = placeOf(row);
  const occurredAt = instantOf(modified, rooms.config.changes.timeZone);
  return tried('customer.changed', `customer/${id}/${modified}`, `${rooms.system}-${id}`, () => {
    const data = customerOf(customerIn(row), rooms);
    const version = `customer/${id}/${modified}/${digestOf(data)}`;
    return [{ name: 'customer.changed', id: version, key: data.ref, occurredAt, data, identifiers: [id] }];
  });
}

/** A document of ours that reached the ledger. It does so once, so the fact has no version. */
export async function postingEvents(row: QueryRow, rooms: EventRooms): Promise<readonly NetsuiteEvent[]> {
  const { id, modified } = placeOf(row);
  const { config, system } = rooms;
  const [ref] = businessReferenceOf(config.externalIdPrefix, row['externalid'] ?? '') ?? [];
  // Somebody else's document, or one whose reference is told by its hash only.
  if (ref === undefined) return [];
  const occurredAt = instantOf(modified, config.changes.timeZone);
  // The bill of an order belongs to the transaction of the order.
  const [key = ref] = businessReferenceOf(config.externalIdPrefix, row['origin'] ?? '') ?? [];
  return tried('posting.confirmed', `posting/${id}`, key, () => {
    const posted = parse(PostedRow, row, { what: 'A posting of NetSuite', code: 'response-invalid' });
    const type = documentTypeOf(posted.type);
    if (type === undefined) throw unmapped(`Transaction type '${posted.type}'`, 'the connector', 'type');
    const currency = currencyCodeOf(posted.currency ?? config.currencies[config.baseCurrency] ?? '', config);
    const found = { id, tranId: posted.tranid, externalId: posted.externalid };
    const posting = {
      document: documentOf({ system }, type, found),
      postingDate: posted.postingdate ?? '',
      ...(posted.periodname === undefined ? {} : { period: posted.periodname }),
      ...toLedgerAmounts(posted, currency, config),
      confirmedAt: occurredAt,
    };
    const data = parse(Posting, posting, { what: `The posting ${id}`, code: 'response-invalid' });
    const known = [id, ref, ...(posted.tranid === undefined ? [] : [posted.tranid])];
    return [{ name: 'posting.confirmed', id: `posting/${id}`, key, occurredAt, data, identifiers: known }];
  });
}

/** A fact that is refused parks by itself; the others of the window go on. */
async function tried(
  name: Told,
  id: string,
  key: string,
  tell: () => readonly NetsuiteEvent[] | Promise<readonly NetsuiteEvent[]>,
): Promise<readonly NetsuiteEvent[]> {
  try {
    return await tell();
  } catch (error) {
    const refused: IntegrationError = asRefusal(error);
    return [{ name, id, key, refused }];
  }
}

/** Two changes in one second differ in what they say. */
function digestOf(data: unknown): string {
  return createHash('sha256').update(canonicalJson(data)).digest('hex').slice(0, 12);
}
