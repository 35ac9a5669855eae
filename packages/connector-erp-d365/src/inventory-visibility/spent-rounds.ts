import type { InventoryVisibilityConfig } from './options.ts';

/**
 * The service reserves line by line. If a line of several is lost to somebody else, the others are given back; their ids are spent
 * then, since the service would answer them with what they were and hold nothing. A later try under the same reference needs ids
 * of another round, and every process has to know which. So a round that was given back leaves a mark in the service itself: a
 * reservation of one unit of a product that nobody sells.
 *
 * @module
 */

const beginning = 'crossdock-spent-';

/** The product of the marks of a reservation. */
export function spentMarkOf({ prefix }: Pick<InventoryVisibilityConfig, 'prefix'>, reference: string): string {
  return `${beginning}${prefix}-${reference}`;
}

/** Whether a product is such a mark, and no stock. */
export function isSpentMark(productId: string): boolean {
  return productId.toLowerCase().startsWith(beginning);
}
