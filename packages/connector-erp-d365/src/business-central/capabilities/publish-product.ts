import {
  type CheckedInput,
  type DocumentRef,
  type Implementation,
  IntegrationError,
  isIntegrationError,
} from '@crossdock/core';
import type { z } from 'zod';
import { Item, ItemVariant, Numbered } from '../api/master-data.ts';
import { documentOf, type Rooms } from '../context.ts';
import { itemsByNumber, numberOf } from '../item-catalog.ts';
import { unsuitable } from '../mapping/refusals.ts';
import { filled } from '../mapping/sales-order.ts';
import { findVariant, variantNameIn, type VariantName } from '../variants.ts';

type Product = CheckedInput<'publishProduct'>;

/** Longest name of an item or a variant. */
const longestName = 100;

/** Makes an item or a variant, or changes the one that is there. Only what the product carries is written. */
export function publishProduct(rooms: Rooms): Implementation<'publishProduct'> {
  return {
    once: { reference: 'number' },
    async run(product, { signal }) {
      const number = numberOf(product.sku, rooms.config);
      const item = number === undefined ? undefined : await itemAt(rooms, number, signal);
      const name = item === undefined ? variantNameIn(product.sku, rooms.config) : undefined;
      if (name) return publishVariant(rooms, product, name, signal);
      if (number === undefined) throw unsuitable('An account, or a SKU of more than 20 characters, is no item', 'sku');
      return publishItem(rooms, product, { number, item }, signal);
    },
  };
}

async function publishItem(
  rooms: Rooms,
  product: Product,
  { number, item: found }: { readonly number: string; readonly item: Item | undefined },
  signal: AbortSignal,
): Promise<DocumentRef> {
  const type = product.kind === 'service' ? 'Service' : 'Inventory';
  const gtin = product.barcodes.find((code) => /^\d{8,14}$/.test(code));
  const fields = {
    ...filled({ displayName: product.name.slice(0, longestName), gtin }),
    blocked: product.state === 'archived',
  };
  const item = await upserted(rooms, {
    set: 'items',
    row: Item,
    found,
    find: () => itemAt(rooms, number, signal),
    fields,
    whenMade: { number, type, ...filled(rooms.config.products) },
    signal,
  });
  return documentOf(rooms, 'item', { id: item.id, number: item.number, reference: product.sku });
}

/** A variant has a code and a description: what else the product carries has no place in the API. */
async function publishVariant(
  rooms: Rooms,
  product: Product,
  name: VariantName,
  signal: AbortSignal,
): Promise<DocumentRef> {
  if (product.state === 'archived') throw unsuitable('The API cannot block a variant', 'state');
  const owner = (await itemsByNumber(rooms.client, [name.item], Numbered, signal)).get(name.item);
  if (!owner) {
    const message = `Business Central has no item '${name.item}' for this variant: publish it first`;
    throw new IntegrationError(message, { code: 'unmapped', path: 'sku' });
  }
  const find = () => findVariant(rooms.client, name, signal);
  const variant = await upserted(rooms, {
    set: 'itemVariants',
    row: ItemVariant,
    found: await find(),
    find,
    fields: { description: product.name.slice(0, longestName) },
    whenMade: { itemNumber: owner.number, code: name.code },
    signal,
  });
  const number = `${variant.itemNumber} ${variant.code}`;
  return documentOf(rooms, 'itemVariant', { id: variant.id, number, reference: product.sku });
}

interface Upsert<Row extends z.ZodType> {
  readonly set: string;
  readonly row: Row;
  readonly found: z.output<Row> | undefined;
  find(): Promise<z.output<Row> | undefined>;
  readonly fields: object;
  /** Fields of a new one beside those. */
  readonly whenMade: object;
  readonly signal: AbortSignal;
}

type Versioned = { readonly id: string; readonly '@odata.etag': string };

async function upserted<Row extends z.ZodType<Versioned>>(
  { client }: Rooms,
  { set, row, found, find, fields, whenMade, signal }: Upsert<Row>,
): Promise<z.output<Row>> {
  const change = async (it: z.output<Row>): Promise<z.output<Row>> => {
    await client.update({ set, id: it.id }, { version: it['@odata.etag'], json: fields, signal });
    return it;
  };
  if (found) return change(found);
  try {
    return await client.create({ set }, { ...whenMade, ...fields }, { row, signal });
  } catch (error) {
    // Made by another attempt between the look and this one.
    const made = isIntegrationError(error) && error.code === 'duplicate' && (await find());
    if (made) return change(made);
    throw error;
  }
}

async function itemAt({ client }: Pick<Rooms, 'client'>, number: string, signal: AbortSignal) {
  return (await itemsByNumber(client, [number], Item, signal)).get(number);
}
