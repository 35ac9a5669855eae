import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type IntegrationError,
  isIntegrationError,
  parse,
  Posting,
  type RefusedEvent,
  type SourceEvent,
  type Sweep,
} from '@crossdock/core';
import type { z } from 'zod';
import { SalesCreditMemo, SalesInvoice } from '../api/documents.ts';
import { Customer, Item } from '../api/master-data.ts';
import { readPosting } from '../capabilities/confirm-posting.ts';
import { asRefusal, changedIn } from '../capabilities/listing.ts';
import { customerOf } from '../capabilities/customers.ts';
import { priceOf, productOf } from '../capabilities/products.ts';
import type { RowPage } from '../client.ts';
import { documentOf, type Rooms } from '../context.ts';
import { currencyIn } from '../currencies.ts';
import type { SoldItem } from '../mapping/product.ts';
import { orderKeyIn, referenceIn } from '../references.ts';
import { variantsOf } from '../variants.ts';

/** What a company tells. */
export const eventNames = ['product.changed', 'price.changed', 'customer.changed', 'posting.confirmed'] as const;
type Told = (typeof eventNames)[number];
export type ChangeEvent = SourceEvent<Told> | RefusedEvent<Told>;

export type ChangeRooms = Pick<Rooms, 'client' | 'config' | 'system' | 'clock'>;

/** Rows of one answer. */
const pageSize = 1000;

/** What changed with items: products and prices, also those of their variants. */
async function itemEvents(
  items: readonly Item[],
  rooms: ChangeRooms,
  signal: AbortSignal,
): Promise<readonly ChangeEvent[]> {
  const numbers = items.map(({ number }) => number);
  const variants = rooms.config.items.variants ? await variantsOf(rooms.client, numbers, signal) : [];
  return items.flatMap((item) => [
    ...soldEvents({ item }, rooms),
    ...variants
      .filter(({ itemNumber }) => itemNumber.toUpperCase() === item.number.toUpperCase())
      .flatMap((variant) => soldEvents({ item, variant }, rooms)),
  ]);
}

function soldEvents(sold: SoldItem, rooms: ChangeRooms): readonly ChangeEvent[] {
  const { item, variant } = sold;
  const { lastModifiedDateTime: occurredAt } = item;
  const id = variant?.id ?? item.id;
  const name = variant ? `${item.number} ${variant.code}` : item.number;
  const identifiers = [id, name];
  return [
    tried('product.changed', `product/${id}/${occurredAt}`, name, () => {
      const data = productOf(sold, rooms);
      const version = `product/${id}/${occurredAt}/${digestOf(data)}`;
      return { name: 'product.changed', id: version, key: data.sku, occurredAt, data, identifiers };
    }),
    tried('price.changed', `price/${id}/${occurredAt}`, name, () => {
      const data = priceOf(sold, rooms);
      const version = `price/${id}/${occurredAt}/${digestOf(data)}`;
      return { name: 'price.changed', id: version, key: data.sku, occurredAt, data, identifiers };
    }),
  ];
}

function customerEvents(row: Customer, rooms: ChangeRooms): readonly ChangeEvent[] {
  const { id, number, lastModifiedDateTime: occurredAt } = row;
  return [
    tried('customer.changed', `customer/${id}/${occurredAt}`, `${rooms.system}-${number}`, () => {
      const data = customerOf(row, rooms);
      const version = `customer/${id}/${occurredAt}/${digestOf(data)}`;
      return { name: 'customer.changed', id: version, key: data.ref, occurredAt, data, identifiers: [id, number] };
    }),
  ];
}

/**
 * A document of ours that reached the ledger. It does so once, so the fact has no version. What others made is told too where it looks like
 * ours: it is in the ledger all the same.
 */
async function postingEvents(
  type: 'salesInvoice' | 'salesCreditMemo',
  row: SalesCreditMemo & { readonly orderNumber?: string },
  rooms: ChangeRooms,
  signal: AbortSignal,
): Promise<readonly ChangeEvent[]> {
  const { id, number, status, externalDocumentNumber, currencyCode, lastModifiedDateTime: occurredAt } = row;
  const code = orderKeyIn(externalDocumentNumber);
  if (unposted.has(status) || !/^[A-Z0-9][A-Z0-9_~-]*$/.test(code)) return [];
  // None of ours is in a currency that the configuration does not know.
  if (currencyIn(rooms.config, currencyCode) === undefined) return [];
  // The bill of an order belongs to the transaction of the order.
  const key = referenceIn(code) ?? `${rooms.system}-${row.orderNumber ?? number}`.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  const document = documentOf(rooms, type, { id, number, state: status });
  try {
    const posting = await readPosting(rooms, { document }, signal);
    const data = parse(
      Posting,
      { ...posting, confirmedAt: occurredAt },
      { what: `The posting ${number}`, code: 'response-invalid' },
    );
    return [{ name: 'posting.confirmed', id: `posting/${number}`, key, occurredAt, data, identifiers: [id, number] }];
  } catch (error) {
    // A document of nothing has no entries, and will have none.
    if (isIntegrationError(error) && error.code === 'posting-pending') return [];
    return [{ name: 'posting.confirmed', id: `posting/${number}`, key, refused: asRefusal(error) }];
  }
}

/** States of a document that is not in the ledger, or not any more. */
const unposted: ReadonlySet<string> = new Set(['Draft', 'In Review', 'Canceled', ' ', '']);

/** A fact that is refused parks by itself; the others of the window go on. */
function tried(name: Told, id: string, key: string, tell: () => ChangeEvent): ChangeEvent {
  try {
    return tell();
  } catch (error) {
    const refused: IntegrationError = asRefusal(error);
    return { name, id, key, refused };
  }
}

function digestOf(data: unknown): string {
  return createHash('sha256').update(canonicalJson(data)).digest('hex').slice(0, 12);
}

/** What a company tells changes of. */
export interface Source<E extends Told = Told> {
  readonly set: string;
  readonly emits: readonly E[];
  /** Everything that changed in a span of time. */
  changed(rooms: ChangeRooms, span: Span): AsyncGenerator<ChangeEvent>;
  /** What there is to tell of one row as it is now; nothing of one that is gone. */
  one(rooms: ChangeRooms, id: string, signal: AbortSignal): Promise<readonly ChangeEvent[]>;
}

interface Span {
  readonly from: string;
  readonly to?: string;
  readonly signal: AbortSignal;
}

function sourceOf<E extends Told, Row extends z.ZodType>(
  set: string,
  emits: readonly E[],
  row: Row,
  tell: (
    rows: readonly z.output<Row>[],
    rooms: ChangeRooms,
    signal: AbortSignal,
  ) => Promise<readonly ChangeEvent[]> | AsyncGenerator<ChangeEvent>,
): Source<E> {
  return {
    set,
    emits,
    async *changed(rooms, { from, to, signal }) {
      const query = { filter: changedIn(from, to), row, limit: pageSize, signal };
      for (let after: string | undefined; ;) {
        const { rows, next }: RowPage<z.output<Row>> = await rooms.client.page({ set }, { ...query, after });
        yield* await tell(rows, rooms, signal);
        if (next === undefined) return;
        after = next;
      }
    },
    async one(rooms, id, signal) {
      const found = await rooms.client.read({ set, id }, { row, signal });
      if (found === undefined) return [];
      const events: ChangeEvent[] = [];
      for await (const event of await tell([found], rooms, signal)) events.push(event);
      return events;
    },
  };
}

const items = sourceOf('items', ['product.changed', 'price.changed'], Item, itemEvents);
const customers = sourceOf('customers', ['customer.changed'], Customer, (rows, rooms) =>
  Promise.resolve(rows.flatMap((row) => customerEvents(row, rooms))),
);
const invoices = sourceOf('salesInvoices', ['posting.confirmed'], SalesInvoice, async function* (rows, rooms, signal) {
  for (const row of rows) yield* await postingEvents('salesInvoice', row, rooms, signal);
});
const creditMemos = sourceOf(
  'salesCreditMemos',
  ['posting.confirmed'],
  SalesCreditMemo,
  async function* (rows, rooms, signal) {
    for (const row of rows) yield* await postingEvents('salesCreditMemo', row, rooms, signal);
  },
);

/** By the set that news name. The names stay: they are part of the cursors of sweeps. */
export const sources = { items, customers, salesInvoices: invoices, salesCreditMemos: creditMemos } as const;

/** Asks the company what changed since the last time. */
export function sweepOf<E extends Told>(source: Source<E>, rooms: ChangeRooms): Sweep<E> {
  const { every, overlap } = rooms.config.changes;
  return {
    emits: source.emits,
    every,
    overlap,
    async *run(window) {
      // The rows of a source tell its events only, which the compiler cannot see through the table.
      for await (const event of source.changed(rooms, window)) yield event as SourceEvent<E> | RefusedEvent<E>;
    },
  };
}
