import { createHash } from 'node:crypto';

/** Endpoints take 45, 128 or 192 characters. */
const length = 40;
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * The `idempotency_key` of a change: made of what is changed and the once-only key of the call, so that the same call has the
 * same key in every process. Forty characters, which every endpoint takes.
 */
export function idempotencyKey(change: string, key: string): string {
  const digest = createHash('sha256').update(`${change}\n${key}`).digest();
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of digest) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      text += alphabet[(value >>> (bits - 5)) & 31] ?? '';
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return text.slice(0, length);
}
