import type { InventoryVisibilityConfig } from './options.ts';

/**
 * The id of one item of a write. The service applies an id once, so it comes from the business reference and the place in
 * the document, and from nothing else.
 */
export function itemIdOf(
  { prefix }: Pick<InventoryVisibilityConfig, 'prefix'>,
  kind: 'ADJ' | 'SET' | 'RSV' | 'REL' | 'SPENT',
  reference: string,
  ...parts: readonly number[]
): string {
  return [prefix, kind, reference, ...parts].join('.');
}
