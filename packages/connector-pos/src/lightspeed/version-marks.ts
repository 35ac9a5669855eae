import { type Clock } from '@crossdock/core';
import { SaleDate } from './api/sales.ts';
import { type LightspeedClient } from './client.ts';
import { feedPage, isAbove } from './feed.ts';
import { api } from './options.ts';

/**
 * Tells from which version on a feed holds everything that changed since an instant. Feeds have versions and no dates; versions
 * grow over the whole retailer, so the dated feed of sales tells them for every feed.
 */
export interface VersionMarks {
  /** The version above which everything lies that changed at the instant or later; some of what is older does too. */
  before(instant: string, signal: AbortSignal): Promise<string>;
}

/** Whether something that was read above a mark changed since an instant. What tells no time may have. */
export function isSince(changedAt: string | undefined, from: string): boolean {
  return changedAt === undefined || Date.parse(changedAt) >= Date.parse(from) - looseMs;
}

interface Mark {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly version: string;
}

/** So old a mark is good enough: what changed since is read once more. */
const closeEnoughMs = 1_800_000;
/** Clocks of the platform's servers are not exact. */
const slackMs = 60_000;
/** So far the date of a row may lie behind its version, in milliseconds. */
const looseMs = 3_600_000;
const mostMarks = 1_000;
/** Sales that are looked at together. */
const pageOfSales = 50;

/** Makes marks. What was found is remembered, so that a look goes on from the one before it. */
export function createVersionMarks(client: LightspeedClient, clock: Clock): VersionMarks {
  let marks: readonly Mark[] = [{ at: Number.NEGATIVE_INFINITY, version: '0' }];

  const remember = (mark: Mark): void => {
    const others = marks.filter((it) => it.at !== mark.at);
    const ordered = [...others, mark].toSorted((a, b) => a.at - b.at);
    // The oldest stays: it is the beginning.
    marks = ordered.length <= mostMarks ? ordered : [...ordered.slice(0, 1), ...ordered.slice(-mostMarks + 1)];
  };

  /**
   * The version of the last of some sales above a version, if all of them changed before an instant. Some, because the date of a
   * single one may stand still while its version grows; a full page, because the last few sales prove nothing.
   */
  const lastOfOlder = async (after: string, at: number, signal: AbortSignal): Promise<string | undefined> => {
    const page = await feedPage(client, { path: `${api}/sales`, after, pageSize: pageOfSales, signal });
    if (!page || page.rows.length < pageOfSales) return undefined;
    const isOlder = page.rows.every((row) => {
      const { data } = SaleDate.safeParse(row);
      return data !== undefined && Date.parse(data.updated_at) < at;
    });
    return isOlder && isAbove(page.next, after) ? page.next : undefined;
  };

  return {
    async before(instant, signal) {
      const at = Date.parse(instant) - slackMs;
      const older = marks.filter((it) => it.at <= at);
      const known = older.at(-1) ?? { at: Number.NEGATIVE_INFINITY, version: '0' };
      if (at - known.at <= closeEnoughMs) return known.version;
      const version = await versionBefore(known.version, (after) => lastOfOlder(after, at, signal));
      // What has not happened yet may still get a version below the next sale's.
      if (at <= clock.now()) remember({ at, version });
      return version;
    },
  };
}

/**
 * Finds a version below everything that changed at an instant or later: doubles its steps until it is past it, then halves. Some
 * sixty looks where nothing is known, and few from a mark.
 */
async function versionBefore(
  from: string,
  lastOfOlder: (after: string) => Promise<string | undefined>,
): Promise<string> {
  let low = BigInt(from);
  let probe = low;
  for (let step = 2n; ; step *= 2n) {
    const older = await lastOfOlder(String(probe));
    if (older === undefined) break;
    low = BigInt(older);
    probe = low + step;
  }
  let high = probe;
  while (low < high) {
    const middle: bigint = (low + high) / 2n;
    const older = await lastOfOlder(String(middle));
    if (older === undefined) high = middle;
    else low = BigInt(older);
  }
  return String(low < high ? low : high);
}
