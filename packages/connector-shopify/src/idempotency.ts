import { createHash } from 'node:crypto';

/** How often a new key is made because the attempt under the one before failed. */
export const keyGenerations = 5;

/**
 * The key for `@idempotent`: a UUID made of the change, the once-only key of the call and the generation, so that the
 * same call has the same keys in every process.
 */
export function idempotencyKey(change: string, key: string, generation: number): string {
  const hash = createHash('sha256').update(`${change}\n${key}\n${generation}`).digest('hex');
  // Version 8 of RFC 9562: a UUID whose bits are the maker's own.
  const variant = '89ab'[Number.parseInt(hash.slice(16, 17), 16) % 4] ?? '8';
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
