import { manualClock } from '@crossdock/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LightspeedClient } from './client.ts';
import { createVersionMarks } from './version-marks.ts';

const start = Date.parse('2026-11-24T15:00:00Z');
const hour = 3_600_000;
const { signal } = new AbortController();

interface Row {
  readonly version: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A feed of sales, page by page. */
function feedOf(rows: readonly Row[]): LightspeedClient {
  const client = {
    send: (
      _method: string,
      _path: string,
      { query, response }: { query: object; response: { parse(it: unknown): unknown } },
    ) => {
      const { after, page_size: size } = query as { readonly after: string; readonly page_size: number };
      const page = rows.filter((it) => it.version > Number(after)).slice(0, size);
      const data = page.map(({ version, at }) => ({
        version: String(version),
        updated_at: new Date(at).toISOString(),
      }));
      return Promise.resolve(response.parse({ data, version: { max: data.at(-1)?.version } }));
    },
  };
  return client as unknown as LightspeedClient;
}

test('nothing that changed at an instant or later lies below its mark, though less than a page of dates stand still', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 49 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (older, recent, stale, more, gap) => {
        const now = (index: number): number => start + 48 * hour + index;
        const dates = [
          ...Array.from({ length: older }, () => start),
          ...Array.from({ length: recent }, (_, index) => now(index)),
          // Old sales that somebody touched last: their versions are new, and their dates are not.
          ...Array.from({ length: stale }, () => start),
          ...Array.from({ length: more }, (_, index) => now(recent + index)),
        ];
        const rows = dates.map((at, index) => ({ version: (index + 1) * gap, at }));
        const since = start + 47 * hour;
        const marks = createVersionMarks(feedOf(rows), manualClock({ now: start + 49 * hour }));
        const mark = Number(await marks.before(new Date(since).toISOString(), signal));
        expect(rows.filter((it) => it.at >= since && it.version <= mark)).toEqual([]);
      },
    ),
    { numRuns: 300, seed: 20261124 },
  );
});

test('a mark of what has not happened yet is not remembered', async () => {
  const rows: Row[] = Array.from({ length: 60 }, (_, index) => ({ version: index + 1, at: start }));
  const clock = manualClock({ now: start + hour });
  const marks = createVersionMarks(feedOf(rows), clock);
  const soon = start + 3 * hour;
  const early = Number(await marks.before(new Date(soon).toISOString(), signal));
  expect(early).toBeGreaterThan(0);
  // What was sold meanwhile is younger than the next instant, and lies above the mark of it.
  for (let index = 0; index < 200; index++) rows.push({ version: rows.length + 1, at: start + 2 * hour });
  await clock.advance(3 * hour);
  expect(Number(await marks.before(new Date(soon + hour / 4).toISOString(), signal))).toBeGreaterThan(early);
});
