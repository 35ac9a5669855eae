import { createHash } from 'node:crypto';

/** Longest reference that every system takes. */
const maxLength = 64;
const plainPart = /^[A-Za-z0-9_]+$/;
const plainEnd = /^[A-Za-z0-9_-]+$/;

/**
 * The business reference of a document of a till, from its natural key: the system's name and every part that makes it
 * unique there. Readable where it can be; else the parts as a digest, so that two documents never share one.
 *
 * A receipt number alone is no natural key: it starts again, per register or per day.
 */
export function naturalRef(system: string, parts: readonly [string, ...string[]]): string {
  const readable = [system, ...parts].join('-');
  const last = parts.length - 1;
  const isPlain = parts.every((part, index) => (index === last ? plainEnd : plainPart).test(part));
  if (isPlain && readable.length <= maxLength && plainEnd.test(system)) return readable;
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
  return `${system.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 22)}-${digest}`;
}

/** The part of a single-part reference that is the platform's own id; absent for a reference of another system. */
export function ownIdIn(system: string, ref: string): string | undefined {
  return ref.startsWith(`${system}-`) ? ref.slice(system.length + 1) : undefined;
}
