/** Chance, handed in: a number from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** The runtime's own random source. */
export const systemRandom: Random = () => Math.random();

/**
 * A random source that tells the same story for the same seed (mulberry32 over an FNV-1a hash of the seed). Not for
 * secrets.
 */
export function seededRandom(seed: number | string): Random {
  let state = hash(String(seed));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
