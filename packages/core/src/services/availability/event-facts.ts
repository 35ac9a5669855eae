import { IntegrationError } from '../../primitives/index.ts';
import {
  type EventData,
  type EventName,
  type Fulfillment,
  type Order,
  type Quantity,
  type Return,
} from '../../schemas/index.ts';
import { type Entry } from './entries.ts';
import { countFact, levelFact, type MovementFact, movementFact } from './facts.ts';
import { toThousandths } from './units.ts';

/** Business events that move stock, or say what it is. */
export const stockEvents = [
  'inventory.moved',
  'inventory.counted',
  'inventory.changed',
  'sale.recorded',
  'return.processed',
  'fulfillment.created',
  'product.changed',
] as const satisfies readonly EventName[];

/** A business event that moves stock. */
export type StockEvent = (typeof stockEvents)[number];

/** Where the units of an order are held, if a document does not say where they left from. */
export type HeldWhere = (
  orderRef: string,
  sku: string,
) => readonly { readonly location: string; readonly units: number }[];

/**
 * What an event says about stock. The reference of every fact comes from the document, so that an event that is told again, by
 * another way or another system, is the same fact.
 *
 * @throws IntegrationError `input-invalid` naming the path when the document does not say what left from where
 */
export function factsOfEvent(name: StockEvent, source: string, data: unknown, heldWhere: HeldWhere): readonly Entry[] {
  switch (name) {
    case 'inventory.moved':
      return [movementFact(data as EventData<'inventory.moved'>)];
    case 'inventory.counted':
      return [countFact(data as EventData<'inventory.counted'>, source)];
    case 'inventory.changed':
      // As of its own time: a level that comes late, or twice, changes nothing, and what happened after it stays.
      return [levelFact(data as EventData<'inventory.changed'>, source)];
    case 'sale.recorded':
      return sold(data as Order);
    case 'return.processed':
      return returned(data as Return);
    case 'fulfillment.created':
      return shipped(data as Fulfillment, heldWhere);
    case 'product.changed': {
      const { sku, unit, category } = data as EventData<'product.changed'>;
      return [{ kind: 'product', sku, unit, ...(category !== undefined && { category }) }];
    }
  }
}

/** Goods that went over the counter. What a till sells to be shipped or fetched later leaves with a document of its own. */
function sold({ ref, test, occurredAt, location, lines }: Order): readonly Entry[] {
  if (test) return [];
  const facts = new Movements(`sale/${ref}`, occurredAt, ref);
  for (const [index, line] of lines.entries()) {
    if (line.kind !== 'goods' || (line.method !== undefined && line.method !== 'carry-out')) continue;
    const where = mustSay(line.location ?? location, `lines.${index}.location`);
    facts.add(
      line.sku,
      where,
      line.quantity,
      -toThousandths(line.quantity) + toThousandths(ofUnit(line.removed, line.quantity)),
    );
  }
  return facts.all();
}

/** Goods that went back onto the shelf, and those that were taken in exchange. */
function returned({ ref, occurredAt, location, lines, exchange }: Return): readonly Entry[] {
  const back = new Movements(`return/${ref}`, occurredAt, ref);
  for (const [index, line] of lines.entries()) {
    if (line.disposition !== 'restock') continue;
    const where = mustSay(line.location ?? location, `lines.${index}.location`);
    back.add(line.sku, where, line.quantity, toThousandths(line.quantity));
  }
  const taken = new Movements(`exchange/${ref}`, occurredAt, ref);
  for (const [index, line] of exchange.entries()) {
    if (line.kind !== 'goods' || (line.method !== undefined && line.method !== 'carry-out')) continue;
    const where = mustSay(line.location ?? location, `exchange.${index}.location`);
    taken.add(line.sku, where, line.quantity, -toThousandths(line.quantity));
  }
  return [...back.all(), ...taken.all()];
}

/** The reference under which the goods of a fulfillment leave. */
export const fulfillmentRef = (ref: string): string => `fulfillment/${ref}`;

/** Goods that left for an order: from where the document says, or from where they are held. */
function shipped({ ref, orderRef, occurredAt, location, lines }: Fulfillment, heldWhere: HeldWhere): readonly Entry[] {
  const facts = new Movements(fulfillmentRef(ref), occurredAt, orderRef);
  for (const [index, { sku, quantity }] of lines.entries()) {
    const what = mustSay(sku, `lines.${index}.sku`);
    const units = toThousandths(quantity);
    if (location !== undefined) {
      facts.add(what, location, quantity, -units);
      continue;
    }
    let open = units;
    for (const held of heldWhere(orderRef, what)) {
      const left = Math.min(open, held.units);
      if (left > 0) facts.add(what, held.location, quantity, -left);
      open -= left;
    }
    if (open > 0) mustSay(undefined, 'location');
  }
  return facts.all();
}

/** Movements of one document: one for each SKU and location. */
class Movements {
  readonly #facts = new Map<string, MovementFact>();
  readonly #head: Pick<MovementFact, 'kind' | 'ref' | 'at' | 'documentRef'>;

  constructor(ref: string, occurredAt: string, documentRef: string) {
    this.#head = { kind: 'movement', ref, at: Date.parse(occurredAt), documentRef };
  }

  add(sku: string, location: string, { unit }: Quantity, delta: number): void {
    const key = `${sku}\n${location}`;
    const sum = (this.#facts.get(key)?.delta ?? 0) + delta;
    this.#facts.set(key, { ...this.#head, sku, location, unit, delta: sum });
  }

  all(): readonly MovementFact[] {
    return [...this.#facts.values()].filter(({ delta }) => delta !== 0);
  }
}

function ofUnit(amount: string | undefined, { unit }: Quantity): Quantity {
  return { amount: amount ?? '0', unit };
}

function mustSay(value: string | undefined, path: string): string {
  if (value !== undefined) return value;
  throw new IntegrationError('The document does not say what left from where', { code: 'input-invalid', path });
}
