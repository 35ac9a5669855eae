import { createHook } from 'node:async_hooks';

/**
 * Counts work that Node does off the event loop (signing, hashing, file access), which no number of turns of the loop
 * brings to its end. Time must not move on while a token is still being signed.
 *
 * Requests over sockets are not counted: they may never end.
 *
 * @module
 */

const underWay = new Set<number>();
const isNativeJob = (type: string): boolean =>
  type.startsWith('FSREQ') || type === 'FILEHANDLECLOSEREQ' || /^(?!HTTP|QUERY)[A-Z0-9]+REQUEST$/.test(type);

const callbacks = {
  init(id: number, type: string) {
    if (isNativeJob(type)) underWay.add(id);
  },
  after: (id: number) => void underWay.delete(id),
  destroy: (id: number) => void underWay.delete(id),
  // Older Node does not know it: there promises are tracked for nothing, which is only slower.
  trackPromises: false,
};
const hook = createHook(callbacks);

/** Begins to count. Work that is under way already is not seen. */
export function watchNativeWork(): void {
  hook.enable();
}

/** How many jobs are under way. */
export function nativeWork(): number {
  return underWay.size;
}
