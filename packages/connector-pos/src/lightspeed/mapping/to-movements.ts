import { contentHash, type EventData, negateQuantity, quantity } from '@crossdock/core';
import { naturalRef, unsigned } from '../../rules/index.ts';
import { type WireConsignment, type WireConsignmentProduct } from '../api/consignments.ts';
import { unmapped } from '../errors.ts';
import { type Product } from '../products.ts';
import { type Store } from '../stores.ts';
import {
  clocksOf,
  countedLines,
  isBack,
  isDiscountLine,
  type MappingSettings,
  type ReadSale,
  reversalRef,
  saleRef,
} from './sale-facts.ts';

type Movement = EventData<'inventory.moved'>;
type Count = EventData<'inventory.counted'>;

/** Units that a sale takes off, and units that it brings back. The platform has no list of movements: its documents are it. */
export function movementsOfSale(read: ReadSale, settings: MappingSettings): readonly Movement[] {
  const { occurredAt, businessDate } = clocksOf(read, settings);
  return linesThatMove(read, settings).map(({ line, product }) => ({
    ref: naturalRef(settings.name, ['line', line.id]),
    ...placed(product, read.store),
    delta: quantity(isBack(line) ? unsigned(line.quantity) : `-${unsigned(line.quantity)}`, 'EA'),
    reason: isBack(line) ? ('return' as const) : ('sale' as const),
    documentRef: saleRef(settings.name, read.sale.id),
    occurredAt,
    businessDate,
    refs: { [settings.name]: line.id },
  }));
}

/** What the reversal of a sale puts back. */
export function movementsOfReversal(read: ReadSale, settings: MappingSettings): readonly Movement[] {
  const { updated_at: occurredAt, id } = read.sale;
  return movementsOfSale(read, settings).map((it, index) => ({
    ...it,
    ref: naturalRef(settings.name, ['void', linesThatMove(read, settings)[index]?.line.id ?? id]),
    delta: negateQuantity(it.delta),
    reason: 'correction' as const,
    documentRef: reversalRef(settings.name, id),
    occurredAt,
  }));
}

function linesThatMove(read: ReadSale, { giftCardProducts }: MappingSettings) {
  return countedLines(read.sale).flatMap((line) => {
    const product = read.products.get(line.product_id);
    const isGoods = !isDiscountLine(line, read) && !giftCardProducts.includes(line.product_id);
    return isGoods && product?.sku !== undefined && product.counted ? [{ line, product }] : [];
  });
}

/** A consignment with everything that it takes to tell it. */
export interface ReadConsignment {
  readonly consignment: WireConsignment;
  readonly rows: readonly WireConsignmentProduct[];
  /** By id. */
  readonly products: ReadonlyMap<string, Product>;
  /** By id; only stores that are not left alone. */
  readonly stores: ReadonlyMap<string, Store>;
}

interface Effect {
  readonly end: 'in' | 'out';
  readonly reason: Movement['reason'];
  readonly units: 'count' | 'received';
}

const nothing: readonly Effect[] = [];
const sent: Effect = { end: 'out', reason: 'transfer-out', units: 'count' };
const arrived: Effect = { end: 'in', reason: 'transfer-in', units: 'received' };
const receipt: Effect = { end: 'in', reason: 'receipt', units: 'received' };
const sentBack: Effect = { end: 'out', reason: 'correction', units: 'count' };

/** What a consignment has done to stock by its state. The list of states is not definite, so another one is refused. */
const effects: Readonly<Record<string, Readonly<Record<string, readonly Effect[]>>>> = {
  SUPPLIER: { OPEN: nothing, SENT: nothing, DISPATCHED: nothing, RECEIVED: [receipt], CANCELLED: nothing },
  OUTLET: { OPEN: nothing, SENT: [sent], RECEIVED: [sent, arrived], CANCELLED: nothing },
  RETURN: { OPEN: nothing, SENT: [sentBack], CANCELLED: nothing },
};

/** States of a count. It is one once it is complete. */
const countStates: Readonly<Record<string, boolean>> = {
  STOCKTAKE: false,
  OPEN: false,
  STOCKTAKE_SCHEDULED: false,
  STOCKTAKE_IN_PROGRESS: false,
  STOCKTAKE_IN_PROGRESS_PROCESSED: false,
  STOCKTAKE_COMPLETE: true,
  CLOSED: true,
  CANCELLED: false,
};

/** Whether a consignment has changed stock, so that its rows are worth reading. */
export function isEffective({ type, status }: WireConsignment): boolean {
  return type === 'STOCKTAKE' ? isCount(status) : effectsOf(type, status).length > 0;
}

/** What moved by a consignment: each row at each end that is ours. */
export function movementsOf(read: ReadConsignment, name: string): readonly Movement[] {
  const { consignment, rows, products, stores } = read;
  if (consignment.type === 'STOCKTAKE') return [];
  return effectsOf(consignment.type, consignment.status).flatMap((effect) => {
    const place = placeOf(consignment, effect, stores);
    if (!place) return [];
    return rows.flatMap((row) => {
      const product = products.get(row.product_id);
      const units = row[effect.units] ?? '0';
      if (product?.sku === undefined || !/[1-9]/.test(units)) return [];
      const amount = quantity(unsigned(units), 'EA');
      const occurredAt = timeOf(consignment, effect);
      return [
        {
          ref: naturalRef(name, [effect.end, row.product_id.replaceAll('-', ''), consignment.id]),
          ...placed(product, place),
          delta: effect.end === 'in' ? amount : negateQuantity(amount),
          reason: effect.reason,
          documentRef: documentOf(consignment, name),
          occurredAt,
          refs: { [name]: consignment.id },
        },
      ];
    });
  });
}

/** What was counted. */
export function countsOf(read: ReadConsignment, name: string): readonly Count[] {
  const { consignment, rows, products, stores } = read;
  const store = stores.get(consignment.outlet_id);
  if (consignment.type !== 'STOCKTAKE' || !isCount(consignment.status) || !store) return [];
  const countedAt = consignment.received_at ?? consignment.updated_at ?? epoch;
  return rows.flatMap((row) => {
    const product = products.get(row.product_id);
    if (product?.sku === undefined || row.received === undefined || row.received.startsWith('-')) return [];
    return [
      {
        ref: naturalRef(name, ['count', row.product_id.replaceAll('-', ''), consignment.id]),
        ...placed(product, store),
        counted: quantity(row.received, 'EA'),
        countedAt,
        refs: { [name]: consignment.id },
      },
    ];
  });
}

/** The key under which everything about one SKU at one location is ordered. */
export function stockKey(sku: string, location: string): string {
  const key = `${sku}@${location}`;
  return key.length <= 255 ? key : contentHash([sku, location]);
}

const epoch = '1970-01-01T00:00:00.000Z';

function effectsOf(type: string, status: string): readonly Effect[] {
  const states = Object.hasOwn(effects, type) ? effects[type] : undefined;
  if (!states) throw unmapped('consignment type', type, 'type');
  const found = Object.hasOwn(states, status) ? states[status] : undefined;
  if (!found) throw unmapped('consignment status', status, 'status');
  return found;
}

function isCount(status: string): boolean {
  const found = Object.hasOwn(countStates, status) ? countStates[status] : undefined;
  if (found === undefined) throw unmapped('consignment status', status, 'status');
  return found;
}

/** A transfer leaves its source; everything else is at its outlet. */
function placeOf(
  { type, outlet_id, source_outlet_id }: WireConsignment,
  { end }: Effect,
  stores: ReadonlyMap<string, Store>,
): Store | undefined {
  return stores.get(type === 'OUTLET' && end === 'out' ? (source_outlet_id ?? '') : outlet_id);
}

function timeOf({ received_at, consignment_date, updated_at, created_at }: WireConsignment, { end }: Effect): string {
  const stated = end === 'in' ? (received_at ?? updated_at) : (consignment_date ?? created_at);
  return stated ?? updated_at ?? created_at ?? epoch;
}

/** The reference that was given to it, where it can be one of ours. */
function documentOf({ id, reference }: WireConsignment, name: string): string {
  return reference !== undefined && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(reference)
    ? reference
    : naturalRef(name, [id]);
}

const placed = ({ sku = '' }: Product, { code }: Store) => ({ sku, location: code });
