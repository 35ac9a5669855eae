import { isIntegrationError } from '@crossdock/core';
import { businessDateAt, datesWithin, type DaySpan, daySpan, type StoreDayClock } from './business-day.ts';
import { type ClosingRules } from './store-day-editions.ts';

/** A store whose days are told. */
export interface DayStore extends StoreDayClock {
  /** The platform's id. */
  readonly id: string;
  readonly code: string;
  readonly currency: string;
}

/** A day of a store whose editions are told. */
export interface DueDay<Store extends DayStore> {
  readonly store: Store;
  readonly date: string;
  /** Editions after this instant are told, in epoch milliseconds. */
  readonly since: number;
}

/** By store, days that were closed when something of them came. */
export type LateDates = ReadonlyMap<string, ReadonlySet<string>>;

/** What a platform says of days that were closed. */
export interface LateNews<Store extends DayStore> {
  /** The days of which a ticket came or changed since an instant, put together by {@link lateDates}. */
  tickets(stores: readonly Store[], since: number): Promise<LateDates>;
  /** The drawers of a store that were opened within a span and counted. */
  drawers(store: Store, span: DaySpan): Promise<readonly { readonly openedAt: string; readonly closedAt: string }[]>;
}

/** Lists of platforms lag behind by seconds: what has just closed is told a little later. */
const settledAfterMs = 600_000;
const dayMs = 86_400_000;

/** The window of a sweep, as far as lists are settled; nothing where it is empty. */
export function settledWindow(
  window: { readonly from: string; readonly to: string },
  now: number,
): DaySpan | undefined {
  const from = Date.parse(window.from) - settledAfterMs;
  const to = Math.min(Date.parse(window.to), now) - settledAfterMs;
  return to > from ? { from, to } : undefined;
}

/**
 * The days of stores whose editions may fall into a window: those that are closed in it, and those that were closed and of which a
 * ticket came or changed, or a drawer was counted, since the beat before. Nothing is remembered.
 */
export async function dueDays<Store extends DayStore>(
  stores: readonly Store[],
  window: DaySpan,
  rules: ClosingRules,
  late: LateNews<Store>,
): Promise<readonly DueDay<Store>[]> {
  const revisable = stores.filter((it) => mayBeRevised(it, window, rules));
  // A ticket waits for its revision for up to one beat.
  const since = window.from - rules.reviseEveryMs;
  const touched: LateDates = revisable.length === 0 ? new Map() : await late.tickets(revisable, since);
  const days: DueDay<Store>[] = [];
  for (const store of stores) {
    const again = new Set<string>();
    if (revisable.includes(store)) {
      const drawers = await late.drawers(store, { from: since - rules.graceMs, to: window.to });
      for (const date of touched.get(store.id) ?? []) again.add(date);
      for (const date of countedLate(store, drawers, { from: since, to: window.to }, rules)) again.add(date);
    }
    const dates = new Set([...closedWithin(store, window, rules), ...again]);
    // Of a day that was touched all editions are told: those that are known count once, one that was refused is mended.
    for (const date of [...dates].toSorted()) {
      days.push({ store, date, since: again.has(date) ? Number.NEGATIVE_INFINITY : window.from });
    }
  }
  return days;
}

/** Gathers the closed days that tickets came to. A ticket that cannot be read is left out: it is told by itself. */
export function lateDates(rules: ClosingRules) {
  const dates = new Map<string, Set<string>>();
  return {
    dates: dates as LateDates,
    /** @param ticket - its day, and when it came or changed last, in epoch milliseconds; `undefined` for what is none */
    add(
      store: DayStore,
      ticket: () => { readonly businessDate: string; readonly changedAt: number } | undefined,
    ): void {
      try {
        const found = ticket();
        if (!found || found.changedAt <= firstClosing(found.businessDate, store, rules)) return;
        dates.set(store.id, (dates.get(store.id) ?? new Set<string>()).add(found.businessDate));
      } catch (error) {
        if (!isIntegrationError(error) || error.disposition !== 'reject') throw error;
      }
    },
  };
}

/** The days of a store whose first closing falls into the window. */
function closedWithin(store: DayStore, { from, to }: DaySpan, rules: ClosingRules): readonly string[] {
  const dates = datesWithin(from - rules.closeAfterMs - dayMs, to - rules.closeAfterMs, store);
  return dates.filter((date) => {
    const closedAt = firstClosing(date, store, rules);
    return closedAt > from && closedAt <= to;
  });
}

/** Whether revisions of a store may fall into the window: they stand on a grid that begins at the closing of each day. */
function mayBeRevised(store: DayStore, { from, to }: DaySpan, rules: ClosingRules): boolean {
  return datesWithin(from - rules.graceMs - dayMs, to, store).some((date) => {
    const first = firstClosing(date, store, rules);
    const beats = (at: number): number => Math.floor((at - first) / rules.reviseEveryMs);
    return to > first && beats(to) > beats(from);
  });
}

/** The days whose drawers were counted after the day had been closed: in the next morning, as a rule. */
function countedLate(
  store: DayStore,
  drawers: readonly { readonly openedAt: string; readonly closedAt: string }[],
  { from, to }: DaySpan,
  rules: ClosingRules,
): readonly string[] {
  return drawers.flatMap(({ openedAt, closedAt }) => {
    const date = businessDateAt(openedAt, store);
    const at = Date.parse(closedAt);
    return at > firstClosing(date, store, rules) && at > from && at <= to ? [date] : [];
  });
}

const firstClosing = (date: string, store: DayStore, { closeAfterMs }: ClosingRules): number =>
  daySpan(date, store).to + closeAfterMs;
