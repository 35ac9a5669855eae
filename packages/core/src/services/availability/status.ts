import { type Core } from './core.ts';
import { isLive } from './holds.ts';
import { findOversold, findStuck } from './risk.ts';
import { type AvailabilityRules } from './rules.ts';

/** How one feed stands. */
export interface FeedStatus {
  readonly name: string;
  readonly kind: 'location' | 'source';
  /** ISO instant; absent when it was never heard. */
  readonly heardAt?: string;
  readonly ageMs?: number;
  /** How much of what is free is still sold, in percent. */
  readonly keepPercent: number;
  /** The rule that says so; absent while it is trusted in full. */
  readonly rule?: string;
}

/** How availability stands, and which declared fall-backs are in force. */
export interface AvailabilityStatus {
  readonly rules: { readonly version: number; readonly owner: string };
  readonly skus: number;
  readonly locations: number;
  /** Movements that are kept by reference. */
  readonly movementsKept: number;
  readonly liveHolds: number;
  readonly feeds: readonly FeedStatus[];
  /** In words, what is done by rule because something is silent or away. Each ends by itself when it is back. */
  readonly fallbacks: readonly string[];
  /** What a person should look at. */
  readonly concerns: readonly string[];
}

/** Reads the status. */
export function statusOf(core: Core): AvailabilityStatus {
  const { ledger, feeds, holds } = core.state;
  const { locations, sources } = ledger.table;
  const { policy } = core.offers();
  const now = core.now();
  const stand = (name: string, kind: FeedStatus['kind'], at: number | undefined): FeedStatus => {
    const { keepPercent, rule } =
      kind === 'location' ? policy.trustInFeed(name, at, now) : policy.trustInSource(name, at, now);
    return {
      name,
      kind,
      ...(at !== undefined && { heardAt: new Date(at).toISOString(), ageMs: now - at }),
      keepPercent,
      ...(rule !== undefined && { rule }),
    };
  };
  const stands = [
    ...locations.all().map((name, number) => stand(name, 'location', feeds.location(number))),
    ...sources.all().map((name, number) => stand(name, 'source', feeds.source(number))),
  ];
  const oversold = findOversold(core);
  const stuck = findStuck(core);
  let liveHolds = 0;
  for (const hold of holds.all()) if (isLive(hold)) liveHolds += 1;
  return {
    rules: { version: policy.rules.version, owner: policy.rules.owner },
    skus: ledger.table.skus.size,
    locations: locations.size,
    movementsKept: ledger.kept,
    liveHolds,
    feeds: stands,
    fallbacks: stands.flatMap(fallbackInWords),
    concerns: [
      ...(core.hasRulesGap ? [rulesGap(policy.rules)] : []),
      ...(oversold.length > 0 ? [`positions oversold: ${oversold.length}`] : []),
      ...stuck.map(({ key, reason }) => `reservation ${key} ${reason}`),
      ...(core.trouble ? [`the state could not be stored (${core.trouble.code}); the log has everything`] : []),
    ],
  };
}

function rulesGap({ version, effectiveTo }: AvailabilityRules): string {
  return effectiveTo === undefined
    ? 'no version of the rules is in effect yet: every location serves every channel, and nothing is kept back'
    : `no version of the rules is in effect: version ${version}, which ended at ${effectiveTo}, goes on`;
}

function fallbackInWords({ name, kind, heardAt, keepPercent, rule }: FeedStatus): string[] {
  if (rule === undefined) return [];
  const what = kind === 'location' ? `the feed of ${name}` : `levels from ${name}`;
  const silence = heardAt === undefined ? 'was never heard' : `was last heard at ${heardAt}`;
  return [`${what} ${silence}: ${keepPercent} % of its free units are sold (${rule})`];
}
