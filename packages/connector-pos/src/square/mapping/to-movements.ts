import { contentHash, type EventData, negateQuantity, quantity, type Quantity } from '@crossdock/core';
import { naturalRef } from '../../rules/index.ts';
import { type WireAdjustment, type WirePhysicalCount } from '../api/inventory.ts';
import { unmapped } from '../errors.ts';
import { plainQuantity } from './lines.ts';

type Movement = EventData<'inventory.moved'>;
type Count = EventData<'inventory.counted'>;

/** Where a change took place and of what. */
export interface StockPlace {
  readonly name: string;
  readonly sku: string;
  readonly unit: string;
  /** Whether a location is one of ours. */
  isOurs(locationId: string): boolean;
  /** Our code of a location. */
  codeOf(locationId: string): string;
  /** The business date of an instant at a location. */
  businessDateOf(locationId: string, instant: string): string;
}

/** States beside `IN_STOCK`, with the reason that a movement from or to them has. */
const reasonOf: Readonly<Record<string, { readonly out: Movement['reason']; readonly in: Movement['reason'] }>> = {
  SOLD: { out: 'sale', in: 'return' },
  SOLD_ONLINE: { out: 'sale', in: 'return' },
  RETURNED_BY_CUSTOMER: { out: 'correction', in: 'return' },
  UNLINKED_RETURN: { out: 'correction', in: 'return' },
  RESERVED_FOR_SALE: { out: 'other', in: 'other' },
  NONE: { out: 'correction', in: 'receipt' },
  WASTE: { out: 'damaged', in: 'correction' },
  ORDERED_FROM_VENDOR: { out: 'correction', in: 'receipt' },
  RECEIVED_FROM_VENDOR: { out: 'correction', in: 'receipt' },
  IN_TRANSIT: { out: 'transfer-out', in: 'transfer-in' },
  IN_TRANSIT_TO: { out: 'transfer-out', in: 'transfer-in' },
  COMPOSED: { out: 'other', in: 'other' },
  DECOMPOSED: { out: 'other', in: 'other' },
  CUSTOM: { out: 'other', in: 'other' },
  UNTRACKED: { out: 'other', in: 'other' },
};

/** Reasons that the platform names and that say more than the state does. */
const namedReasons: Readonly<Record<string, Movement['reason']>> = {
  DAMAGED: 'damaged',
  SPOILAGE_WASTE: 'damaged',
  THEFT: 'lost',
  LOST: 'lost',
  RECEIVED: 'receipt',
  RETURNED: 'return',
  SALE: 'sale',
  CANCELED_SALE: 'return',
  RECOUNT: 'count',
};

/**
 * What a change does to the units that lie there. Both ends in stock are a transfer, which is two movements; neither end in
 * stock is none.
 */
export function toMovements(change: WireAdjustment, place: StockPlace): readonly Movement[] {
  const { from_state: from, to_state: to } = change;
  const units = quantity(plainQuantity(change.quantity), place.unit);
  const source = locationOf(change, 'from');
  const target = locationOf(change, 'to');
  if (from === 'IN_STOCK' && to === 'IN_STOCK') {
    if (source === target) return [];
    const ends = [
      { location: source, delta: negateQuantity(units), reason: 'transfer-out', end: 'out' },
      { location: target, delta: units, reason: 'transfer-in', end: 'in' },
    ] as const;
    // Of a transfer from or to a store that is left alone, our end is told.
    return ends.filter((it) => place.isOurs(it.location)).map((it) => movement(change, place, it));
  }
  if (from === 'IN_STOCK') {
    const reason = reasonFor(change, to, 'out');
    return [movement(change, place, { location: source, delta: negateQuantity(units), reason })];
  }
  if (to !== 'IN_STOCK') return [];
  return [movement(change, place, { location: target, delta: units, reason: reasonFor(change, from, 'in') })];
}

/** What somebody counted. Only stock is counted that can be sold. */
export function toCount(count: WirePhysicalCount, place: StockPlace): readonly Count[] {
  if (count.state !== 'IN_STOCK') return [];
  return [
    {
      ref: naturalRef(place.name, [count.id]),
      sku: place.sku,
      location: place.codeOf(count.location_id),
      counted: quantity(plainQuantity(count.quantity), place.unit),
      countedAt: count.occurred_at,
      refs: { [place.name]: count.id },
    },
  ];
}

interface Moved {
  readonly location: string;
  readonly delta: Quantity;
  readonly reason: Movement['reason'];
  /** Of a transfer, which has two. */
  readonly end?: 'out' | 'in';
}

function movement(change: WireAdjustment, place: StockPlace, { location, delta, reason, end }: Moved): Movement {
  const document = documentOf(change, place.name);
  return {
    ref: end === undefined ? naturalRef(place.name, [change.id]) : naturalRef(place.name, [end, change.id]),
    sku: place.sku,
    location: place.codeOf(location),
    delta,
    reason,
    ...(document !== undefined && { documentRef: document }),
    occurredAt: change.occurred_at,
    businessDate: place.businessDateOf(location, change.occurred_at),
    refs: { [place.name]: change.id },
  };
}

/** The order behind it, or the reference that an application gave it, where it can be one of ours. */
function documentOf({ transaction_id, reference_id }: WireAdjustment, name: string): string | undefined {
  if (transaction_id !== undefined) return naturalRef(name, [transaction_id]);
  return reference_id !== undefined && /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(reference_id) ? reference_id : undefined;
}

function locationOf(change: WireAdjustment, end: 'from' | 'to'): string {
  const { from_location_id: from, to_location_id: to, location_id: before } = change;
  const location = end === 'from' ? (from ?? before ?? to) : (to ?? before ?? from);
  if (location === undefined) throw unmapped('location of a change', 'none', `adjustment.${end}_location_id`);
  return location;
}

function reasonFor(change: WireAdjustment, state: string, direction: 'out' | 'in'): Movement['reason'] {
  const reasons = reasonOf[state];
  if (!reasons) throw unmapped('inventory state', state, direction === 'out' ? 'to_state' : 'from_state');
  if (change.physical_count_id !== undefined) return 'count';
  return namedReasons[change.reason_id?.type ?? ''] ?? reasons[direction];
}

/** The key under which everything about one SKU at one location is ordered. */
export function stockKey(sku: string, location: string): string {
  const key = `${sku}@${location}`;
  return key.length <= 255 ? key : contentHash([sku, location]);
}
