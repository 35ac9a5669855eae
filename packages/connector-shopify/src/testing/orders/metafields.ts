import { createHash } from 'node:crypto';
import type { BookedOrder } from '../book-entries.ts';
import { metafieldOf, type MetafieldWrite } from '../catalog/metafields.ts';
import type { View } from '../order-view.ts';

/** Answers the field `metafield` of an order, with the digest by which a change of it can be made conditional. */
export function metafieldView(order: BookedOrder) {
  const look = metafieldOf(order);
  return (args: { namespace?: string | null; key: string }): unknown => {
    const found = look(args) as View | null;
    return found && { ...found, compareDigest: digestOf(String(found['value'])) };
  };
}

/** Stands for the value that a metafield had when it was read. */
export function digestOf(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}

/** A metafield as `metafieldsSet` takes it. */
export interface MetafieldToSet extends MetafieldWrite {
  readonly ownerId: string;
  /** Absent: whatever is there. `null`: there must be none. */
  readonly compareDigest?: string | null;
}

/** Whether the metafield is still what the caller read. */
export function isCurrent(order: BookedOrder, { namespace, key, compareDigest }: MetafieldToSet): boolean {
  if (compareDigest === undefined) return true;
  const found = metafieldOf(order)({ namespace: namespace ?? null, key: key ?? '' }) as View | null;
  return (found ? digestOf(String(found['value'])) : null) === compareDigest;
}
