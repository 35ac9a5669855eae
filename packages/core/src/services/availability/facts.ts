import { type InventoryCount, type InventoryLevel, type InventoryMovement } from '../../schemas/index.ts';
import { toThousandths } from './units.ts';

/** What lay at a location at one instant, by a system or by somebody who counted. Units are thousandths, times epoch milliseconds. */
export interface LevelFact {
  readonly kind: 'level';
  readonly sku: string;
  readonly location: string;
  readonly unit: string;
  readonly onHand: number;
  /** Of those, units that cannot be sold. */
  readonly damaged: number;
  readonly asOf: number;
  readonly source: string;
  /** Whether somebody counted; at the same instant a count outweighs what a system says. */
  readonly counted: boolean;
}

/** So many units came or went. Units are thousandths, times epoch milliseconds. */
export interface MovementFact {
  readonly kind: 'movement';
  /** Unique at its position: the same reference again is the same fact. */
  readonly ref: string;
  readonly sku: string;
  readonly location: string;
  readonly unit: string;
  readonly delta: number;
  readonly at: number;
  /** The order, return or transfer behind it: units that leave for an order are no longer held for it. */
  readonly documentRef?: string;
  /** Units of a transfer came in: they are no longer under way. */
  readonly arrival?: true;
}

/** Units left one location for another, and are under way until they are received. */
export interface TransferFact {
  readonly kind: 'transfer';
  readonly ref: string;
  readonly from: string;
  readonly to: string;
  readonly at: number;
  readonly lines: readonly { readonly sku: string; readonly units: number; readonly unit: string }[];
}

export type StockFact = LevelFact | MovementFact | TransferFact;

/** A level that a system told. */
export function levelFact(level: InventoryLevel, source: string = level.source ?? 'unnamed'): LevelFact {
  return {
    kind: 'level',
    sku: level.sku,
    location: level.location,
    unit: level.onHand.unit,
    onHand: toThousandths(level.onHand, 'onHand'),
    damaged: level.damaged === undefined ? 0 : toThousandths(level.damaged, 'damaged'),
    asOf: Date.parse(level.asOf),
    source,
    counted: false,
  };
}

/** What somebody counted. */
export function countFact(count: InventoryCount, source = 'count'): LevelFact {
  return {
    kind: 'level',
    sku: count.sku,
    location: count.location,
    unit: count.counted.unit,
    onHand: toThousandths(count.counted, 'counted'),
    damaged: 0,
    asOf: Date.parse(count.countedAt),
    source,
    counted: true,
  };
}

/**
 * A level cannot be true for an instant after it was told: one from a clock that is fast, or a system that stamps the end of its
 * day, would swallow what is sold until then. It is true for the instant at which it was told.
 */
export function notAfter<F extends LevelFact>(fact: F, toldAt: number): F {
  return fact.asOf <= toldAt ? fact : { ...fact, asOf: toldAt };
}

/** A movement that a system told. */
export function movementFact(movement: InventoryMovement): MovementFact {
  const { ref, sku, location, delta, documentRef, occurredAt, reason } = movement;
  return {
    kind: 'movement',
    ref,
    sku,
    location,
    unit: delta.unit,
    delta: toThousandths(delta, 'delta'),
    at: Date.parse(occurredAt),
    ...(documentRef !== undefined && { documentRef }),
    ...(reason === 'transfer-in' && { arrival: true }),
  };
}
