import type { Random } from '@crossdock/core';

/** What a bulk operation writes: one thing a line, and how many of them stand at the root. */
export interface BulkLines {
  readonly lines: readonly string[];
  readonly roots: number;
}

/**
 * Writes the answer to an inner query as lines: a thing of a nested connection stands on a line of its own, with the id of its
 * parent. With chance given, the lines are in no order at all, which is the worst that the platform allows itself.
 */
export function bulkLines(data: Readonly<Record<string, unknown>>, random: Random | undefined): BulkLines {
  const lines: string[] = [];
  let roots = 0;
  for (const connection of Object.values(data)) {
    for (const node of nodesOf(connection)) {
      roots++;
      write(node, undefined, lines);
    }
  }
  return { lines: random ? shuffled(lines, random) : lines, roots };
}

function write(node: Readonly<Record<string, unknown>>, parent: unknown, lines: string[]): void {
  const own = Object.entries(node).filter(([, value]) => !isConnection(value));
  lines.push(JSON.stringify({ ...Object.fromEntries(own), ...(parent !== undefined && { __parentId: parent }) }));
  for (const value of Object.values(node)) {
    for (const child of nodesOf(value)) write(child, node['id'], lines);
  }
}

function isConnection(
  value: unknown,
): value is { readonly edges: readonly { readonly node: Record<string, unknown> }[] } {
  return typeof value === 'object' && value !== null && 'edges' in value && Array.isArray(value.edges);
}

function nodesOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return isConnection(value) ? value.edges.map(({ node }) => node) : [];
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ item }) => item);
}
