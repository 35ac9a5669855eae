import { type DaySpan } from './business-day.ts';
import { type Edition } from './store-day.ts';
import { type Ticket } from './ticket.ts';

/** When a store day is closed and looked at again. */
export interface ClosingRules {
  /** How long after the end of the day it is closed first, in milliseconds. */
  readonly closeAfterMs: number;
  /** How often late tickets are gathered into a revision afterwards, in milliseconds. */
  readonly reviseEveryMs: number;
  /** How long after the end of the day tills may still send what they sold offline, in milliseconds. */
  readonly graceMs: number;
}

/** `open`: still selling. `closing`: waiting for its first edition. `closed`: late tickets may come. `final`: none is expected. */
export type StoreDayState = 'open' | 'closing' | 'closed' | 'final';

/** How far a store day is. */
export function storeDayState(span: DaySpan, rules: ClosingRules, now: number): StoreDayState {
  if (now < span.to) return 'open';
  if (now < span.to + rules.closeAfterMs) return 'closing';
  return now < span.to + rules.graceMs ? 'closed' : 'final';
}

/**
 * Every edition that a day has up to an instant: the first when it is closed, and one for each look at which late tickets had
 * come. The looks stand on a fixed grid and a ticket is in the edition after its arrival, so that anybody who computes them,
 * at any time, finds the same editions with the same content. A ticket after the grace period makes one too.
 *
 * @param others - when something else of the day became known, in epoch milliseconds: a drawer that was counted late
 */
export function editionsUntil(
  span: DaySpan,
  tickets: readonly Ticket[],
  rules: ClosingRules,
  until: number,
  others: readonly number[] = [],
): readonly (Edition & { readonly tickets: readonly Ticket[] })[] {
  const first = span.to + rules.closeAfterMs;
  if (until < first) return [];
  const closings = new Set([first]);
  for (const at of [...tickets.map((it) => it.receivedAt), ...others]) closings.add(closingOf(at, first, rules));
  const ordered = [...closings].filter((at) => at <= until).toSorted((a, b) => a - b);
  return ordered.map((closedAt, index) => {
    const before = index === 0 ? Number.NEGATIVE_INFINITY : (ordered[index - 1] ?? first);
    const known = tickets.filter((it) => it.receivedAt <= closedAt);
    const late = index === 0 ? [] : known.filter((it) => it.receivedAt > before);
    return { revision: index + 1, closedAt, late, tickets: known };
  });
}

/** The look at which a ticket is gathered: at the first closing, or at the next point of the grid after it arrived. */
export function closingOf(receivedAt: number, first: number, { reviseEveryMs }: ClosingRules): number {
  if (receivedAt <= first) return first;
  return first + Math.ceil((receivedAt - first) / reviseEveryMs) * reviseEveryMs;
}
