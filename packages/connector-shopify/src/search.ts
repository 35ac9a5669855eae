/** A value in the platform's search language. */
export function quoted(value: string): string {
  return `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

/** A search for things whose key is one of the values. */
export function anyOf(key: string, values: readonly string[]): string {
  return values.map((value) => `${key}:${quoted(value)}`).join(' OR ');
}

/** What a listing is asked for. */
interface Changes {
  readonly changedFrom?: string | undefined;
  readonly changedBefore?: string | undefined;
}

/** A span of changes in the platform's search language, to the whole seconds around it; undefined for all. */
export function changedWithin(changes: Changes): string | undefined {
  return since('updated_at', changes);
}

/** The same by another date of the platform. */
export function since(key: string, { changedFrom, changedBefore }: Changes): string | undefined {
  const from = changedFrom === undefined ? [] : [`${key}:>='${wholeSecond(changedFrom, Math.floor)}'`];
  const to = changedBefore === undefined ? [] : [`${key}:<'${wholeSecond(changedBefore, Math.ceil)}'`];
  const terms = [...from, ...to];
  return terms.length === 0 ? undefined : terms.join(' AND ');
}

/** A window in the platform's search language, to the whole seconds around it. */
export function span(key: string, { from, to }: { readonly from: string; readonly to: string }): string {
  return `${key}:>='${wholeSecond(from, Math.floor)}' AND ${key}:<'${wholeSecond(to, Math.ceil)}'`;
}

/** Whether an instant lies within the span; the platform's own answer is only as fine as a second, or a day. */
export function isWithin(
  instant: string,
  {
    changedFrom,
    changedBefore,
  }: { readonly changedFrom?: string | undefined; readonly changedBefore?: string | undefined },
): boolean {
  const at = Date.parse(instant);
  // The platform dates to the second: what changed later in that second is dated before the edge.
  if (changedFrom !== undefined && at < Math.floor(Date.parse(changedFrom) / 1000) * 1000) return false;
  return changedBefore === undefined || at < Date.parse(changedBefore);
}

function wholeSecond(instant: string, round: (seconds: number) => number): string {
  return new Date(round(Date.parse(instant) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
