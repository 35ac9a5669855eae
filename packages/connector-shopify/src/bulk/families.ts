import { IntegrationError } from '@crossdock/core';
import { z } from 'zod';

/** A line of a result: a thing of the root, or what belongs to one. */
const Line = z.looseObject({ id: z.string(), __parentId: z.string().optional() });

export type Line = z.output<typeof Line>;

/** A thing of the root with everything that belongs to it. */
export interface Family {
  readonly root: Line;
  readonly children: readonly Line[];
}

/** Reads a line. */
export function readLine(text: string): Line {
  const line = Line.safeParse(jsonIn(text));
  if (line.success) return line.data;
  throw new IntegrationError('A line of the bulk result is not as documented', {
    code: 'response-invalid',
    disposition: 'reject',
  });
}

/** The part, of so many, that a line lies in: the same for a thing and everything that belongs to it. */
export function partOf({ id, __parentId: parent = id }: Line, parts: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < parent.length; at++) hash = Math.imul(hash ^ parent.charCodeAt(at), 0x01000193) >>> 0;
  return hash % parts;
}

/**
 * Puts the lines of a part together, in whatever order they come. In a whole result everything has its root; in a part of one
 * a root may be missing, and so may children.
 */
export function familiesOf(lines: readonly string[], whole: boolean): readonly Family[] {
  const roots = new Map<string, { readonly root: Line; readonly children: Line[] }>();
  const children: Line[] = [];
  for (const text of lines) {
    const line = readLine(text);
    if (line.__parentId === undefined) roots.set(line.id, { root: line, children: [] });
    else children.push(line);
  }
  for (const child of children) {
    const family = roots.get(child.__parentId ?? '');
    if (family) family.children.push(child);
    else if (whole) {
      throw new IntegrationError('A line of the bulk result belongs to nothing in it', {
        code: 'response-invalid',
        disposition: 'reject',
      });
    }
  }
  return [...roots.values()];
}

/**
 * The children of one type, oldest first. The file does not name the connection they came from, but their ids name their type;
 * and as it is in no order, their numbers are all that is left of it.
 */
export function childrenOf({ children }: Family, type: string): readonly Line[] {
  const prefix = `gid://shopify/${type}/`;
  const ofType = children.filter(({ id }) => id.startsWith(prefix));
  return ofType.toSorted((left, right) => compareNumbers(left.id.slice(prefix.length), right.id.slice(prefix.length)));
}

/** Numbers as text, of any length. */
function compareNumbers(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : 1);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
