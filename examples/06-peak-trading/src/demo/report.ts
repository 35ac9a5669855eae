import { type SoldOffline } from './books.ts';
import { type Latency } from './recorder.ts';
import { type Outcome } from './story.ts';

/** What `--json` prints: the same for the same seed, but for `seconds`. */
export function factsOf(outcome: Outcome): object {
  const { plan, audit, sales, tickets, parcels, returns, exceptions, journalSound, latencies, seconds } = outcome;
  return {
    seed: plan.seed,
    stores: plan.stores,
    hours: plan.hours,
    audit,
    sales,
    tickets,
    parcels,
    returns,
    latency: latencyOf(latencies),
    exceptions,
    journalSound,
    seconds,
  };
}

/** From the beep of a till to the number in the shop, in seconds. Stores without a line are not counted. */
function latencyOf(latencies: readonly Latency[]): {
  readonly tickets: number;
  readonly median: number;
  readonly p99: number;
} {
  const sorted = online(latencies)
    .map((it) => it.shownAfterMs / 1_000)
    .toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return { tickets: sorted.length, median: at(0.5), p99: at(0.99) };
}

/** Sales of stores that had a line: what was kept for hours came when it could. */
export function online(latencies: readonly Latency[]): readonly Latency[] {
  return latencies.filter((it) => !it.isKept);
}

/** One line for what was promised and sold by a till without a line. */
export function soldOfflineInWords({ sku, location, units, tickets, compensation }: SoldOffline): string {
  const done = compensation.length === 0 ? 'NOTHING WAS DONE' : compensation.join('; ');
  return `${units} × ${sku} at ${location}, sold by ${tickets.join(', ')}; ${done}`;
}

const mostNamed = 12;

/** The day in a retailer's words. */
export function inWords(outcome: Outcome): string {
  const { plan, audit, sales, tickets, parcels, returns, exceptions, fallbacks, journalSound, latencies, seconds } =
    outcome;
  const latency = latencyOf(latencies);
  const units = audit.soldOffline.reduce((sum, it) => sum + it.units, 0);
  const named = audit.soldOffline.slice(0, mostNamed).map((it) => `    ${soldOfflineInWords(it)}`);
  const more = audit.soldOffline.length - named.length;
  return [
    '',
    `${plan.stores} stores, ${plan.skus.toLocaleString('en')} SKUs, a flash sale on ${plan.flashSkus} (seed ${plan.seed}, ${seconds} s)`,
    '',
    'What happened',
    `  ${sales.placed} web orders, ${plan.ordersPerSecond} buyers a second while the sale was on; ${sales.reads.toLocaleString('en')} times somebody asked what may be sold`,
    `  ${sales.soldOut} found it sold out, for ${sales.justGone} it went while they paid, ${sales.heldBack} the shop held back, ${sales.turnedAway} met a service that was away`,
    `  ${tickets} tickets at tills; from the beep to the shop ${latency.median} s, 99 of 100 within ${latency.p99} s`,
    `  ${parcels} parcels and pick-ups, ${returns} sent back`,
    '',
    'Fall-backs that were in force',
    ...summary(fallbacks),
    '',
    'What needed a person',
    ...(exceptions.length === 0
      ? ['  nothing']
      : exceptions.map((it) => `  ${it.code}, for ${it.owner}: ${it.reason} (${it.state})`)),
    '',
    "The audit, from the systems' own books",
    `  sold = booked = posted   ${audit.placed} = ${audit.booked} = ${audit.posted}   (web orders and days of stores)`,
    `  oversold ${audit.oversold}   duplicates ${audit.duplicates}   lost ${audit.lost}   unposted ${audit.open}   cents adrift ${audit.centsAdrift}`,
    `  promised and sold by a till without a line: ${units}`,
    ...named,
    ...(more > 0 ? [`    and ${more} more, in the report`] : []),
    `  journal ${journalSound ? 'sound' : 'DAMAGED'}`,
    ...audit.findings.map((it) => `  ! ${it}`),
  ].join('\n');
}

/** The same for many stores is told once. */
function summary(fallbacks: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const it of fallbacks) {
    const words = it
      .replace(/the feed of \S+/, 'the feed of a store')
      .replaceAll(/\d+ SKUs wait/g, 'SKUs wait')
      .replace(/, until .*$/, '')
      .replace(/those of \S+/, 'those of before');
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  if (counts.size === 0) return ['  none'];
  return [...counts].map(([words, times]) => `  ${words}${times > 1 ? ` (${times} times)` : ''}`);
}
