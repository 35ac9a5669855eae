/** Of several names the one that a misspelt name most likely stands for; nothing when none is close. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const near = names.map((it) => ({ it, edits: editsBetween(name.toLowerCase(), it.toLowerCase()) }));
  const [best] = near.toSorted((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, Math.floor(name.length / 3)) ? best.it : undefined;
}

/** How many letters have to be put in, taken out or changed to make one word of the other. */
function editsBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, letter] of Array.from(a).entries()) {
    const line = [row + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (line[column] ?? 0) + 1));
    }
    above = line;
  }
  return above.at(-1) ?? 0;
}
