import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type EventName,
  type IntegrationError,
  type RefusedEvent,
  type SourceEvent,
  type Sweep,
} from '@crossdock/core';
import type { z } from 'zod';
import { Customer, Item } from '../api/master-data.ts';
import { asRefusal, changedIn } from '../capabilities/listing.ts';
import { customerOf } from '../capabilities/customers.ts';
import { priceOf, productOf } from '../capabilities/products.ts';
import type { Rooms } from '../context.ts';

/** What a company tells. */
export const eventNames = ['product.changed', 'price.changed', 'customer.changed'] as const;
type Told = (typeof eventNames)[number];
export type ChangeEvent = SourceEvent<Told> | RefusedEvent<Told>;

export type ChangeRooms = Pick<Rooms, 'client' | 'config' | 'system'>;

/** Rows of one answer. */
const pageSize = 1000;

/** What changed with an item: the product, and its price. */
export function itemEvents(item: Item, rooms: ChangeRooms): readonly ChangeEvent[] {
  const { id, number, lastModifiedDateTime: occurredAt } = item;
  const identifiers = [id, number];
  return [
    tried('product.changed', `product/${id}/${occurredAt}`, number, () => {
      const data = productOf(item, rooms);
      const version = `product/${id}/${occurredAt}/${digestOf(data)}`;
      return { name: 'product.changed', id: version, key: data.sku, occurredAt, data, identifiers };
    }),
    tried('price.changed', `price/${id}/${occurredAt}`, number, () => {
      const data = priceOf(item, rooms);
      const version = `price/${id}/${occurredAt}/${digestOf(data)}`;
      return { name: 'price.changed', id: version, key: data.sku, occurredAt, data, identifiers };
    }),
  ];
}

export function customerEvents(row: Customer, rooms: ChangeRooms): readonly ChangeEvent[] {
  const { id, number, lastModifiedDateTime: occurredAt } = row;
  return [
    tried('customer.changed', `customer/${id}/${occurredAt}`, `${rooms.system}-${number}`, () => {
      const data = customerOf(row, rooms);
      const version = `customer/${id}/${occurredAt}/${digestOf(data)}`;
      return { name: 'customer.changed', id: version, key: data.ref, occurredAt, data, identifiers: [id, number] };
    }),
  ];
}

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

/** Something that a company tells changes of. */
interface Source<E extends EventName, Row extends z.ZodType> {
  readonly set: string;
  readonly emits: readonly E[];
  readonly row: Row;
  tell(row: z.output<Row>, rooms: ChangeRooms): readonly ChangeEvent[];
}

export const itemSource: Source<'product.changed' | 'price.changed', typeof Item> = {
  set: 'items',
  emits: ['product.changed', 'price.changed'],
  row: Item,
  tell: itemEvents,
};

export const customerSource: Source<'customer.changed', typeof Customer> = {
  set: 'customers',
  emits: ['customer.changed'],
  row: Customer,
  tell: customerEvents,
};

/** Everything that changed in a span of time. */
export async function* changesOf<E extends EventName, Row extends z.ZodType>(
  source: Source<E, Row>,
  rooms: ChangeRooms,
  span: { readonly from: string; readonly to?: string; readonly signal: AbortSignal },
): AsyncGenerator<ChangeEvent> {
  for (let after: string | undefined; ;) {
    const { rows, next }: { readonly rows: readonly z.output<Row>[]; readonly next?: string } = await rooms.client.page(
      { set: source.set },
      { filter: changedIn(span.from, span.to), row: source.row, limit: pageSize, after, signal: span.signal },
    );
    for (const row of rows) yield* source.tell(row, rooms);
    if (next === undefined) return;
    after = next;
  }
}

/** Asks the company what changed since the last time. */
export function sweepOf<E extends EventName, Row extends z.ZodType>(
  source: Source<E, Row>,
  rooms: ChangeRooms,
): Sweep<E> {
  const { every, overlap } = rooms.config.changes;
  return {
    emits: source.emits,
    every,
    overlap,
    async *run(window) {
      // The rows of a source tell its events only, which the compiler cannot see through the table.
      for await (const event of changesOf(source, rooms, window)) yield event as SourceEvent<E> | RefusedEvent<E>;
    },
  };
}
